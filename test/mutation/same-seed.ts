import fc from 'fast-check'

/** The same inputs for every mutant, and the same score each time. */
fc.configureGlobal({ seed: 20261130 })
