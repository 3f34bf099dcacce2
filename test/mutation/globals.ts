import { expect } from 'expect'
import fc from 'fast-check'
import { bind } from 'jest-each'

/** The same few inputs for every mutant, and the same score each time. That a mutant is found is enough: no smaller example is looked for. */
fc.configureGlobal({ seed: 20261130, endOnFailure: true, numRuns: 25 })

type Define = (title: string, body: () => void) => void

/** Mocha gives each file that it loads an `it` of that file. */
const test: Define = (title, body) => (globalThis as unknown as { it: Define }).it(title, body)

/** What the tests call, by the names that Jest gives it. */
Object.assign(globalThis, { expect, test: Object.assign(test, { each: bind(test) }) })

interface Coverage {
  static: Record<string, number>
  perTest: Record<string, Record<string, number>>
}

/**
 * A mutant that runs while a test file is loaded, too, as in a table of `test.each`, counts as one that runs in its tests alone: for the
 * other ones Stryker starts a process each, two seconds instead of milliseconds.
 */
export const mochaHooks = {
  afterAll() {
    const { mutantCoverage } = (globalThis as { __stryker__?: { mutantCoverage?: Coverage } }).__stryker__ ?? {}
    if (!mutantCoverage) return
    for (const ids of Object.values(mutantCoverage.perTest))
      for (const id of Object.keys(ids)) delete mutantCoverage.static[id]
  },
}
