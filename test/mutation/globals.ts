import { expect } from 'expect'
import fc from 'fast-check'
import { bind } from 'jest-each'

/** The same few inputs for every mutant, and the same score each time. That a mutant is found is enough: no smaller example is looked for. */
fc.configureGlobal({ seed: 20261130, endOnFailure: true, numRuns: 25 })

type Define = (title: string, body: () => void) => void
type Hook = (body: () => unknown) => void

/** Mocha gives each file that it loads an `it`, a `describe` and hooks of that file. */
const mocha = globalThis as unknown as Record<'it', Define> & Record<'before' | 'after', Hook>
const test: Define = (title, body) => mocha.it(title, body)
const beforeAll: Hook = body => mocha.before(body)
const afterAll: Hook = body => mocha.after(body)

/** What the tests call, by the names that Jest gives it. */
Object.assign(globalThis, { expect, test: Object.assign(test, { each: bind(test) }), beforeAll, afterAll })

let describe: object | undefined
Object.defineProperty(globalThis, 'describe', {
  get: () => describe,
  set: (given: Define) => {
    describe = Object.assign(given, { each: bind(given) })
  },
})

interface Coverage {
  static: Record<string, number>
  perTest: Record<string, Record<string, number>>
}

/**
 * A mutant that runs in tests, and also while a test file is loaded (in a table of `test.each`), counts as one of the tests alone. Otherwise
 * Stryker would start a process for it: two seconds instead of milliseconds.
 */
export const mochaHooks = {
  afterAll() {
    const { mutantCoverage } =
      (globalThis as { __stryker__?: { mutantCoverage?: Coverage } }).__stryker__ ?? {}
    if (!mutantCoverage) return
    for (const ids of Object.values(mutantCoverage.perTest))
      for (const id of Object.keys(ids)) delete mutantCoverage.static[id]
  },
}
