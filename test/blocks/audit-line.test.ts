import { renderAttempt } from '../../blocks/audit-line.ts'
import type { Attempt } from '../../src/domain/history.ts'
import { givenFacts, givenRecord, MARIA, NOON_MS } from '../domain/given.ts'

const ALEX = { userId: 'U0ALEX', name: 'alex', workspaceId: 'T0HOME' }

const lineOf = (special: Partial<Attempt>): string =>
  renderAttempt(
    {
      kind: 'request',
      id: 'x',
      atMs: NOON_MS,
      action: 'disable',
      outcome: 'confirmed',
      by: MARIA,
      ...special,
    },
    givenRecord({ facts: givenFacts() }),
    'production',
  ).text

test.each([
  ['approved', /requested by @maria · \*approved\* by @alex$/],
  ['declined', /requested by @maria · \*declined\* by @alex$/],
  ['confirmed', /requested by @maria · \*done\* · approved by @alex$/],
] as const)('a request that is %s: who decided is said once', (outcome, words) => {
  expect(lineOf({ outcome, approvedBy: ALEX })).toMatch(words)
})

test('nobody decided, so nobody is named', () => {
  expect(lineOf({ outcome: 'withdrawn' })).toMatch(/requested by @maria · \*withdrawn\*$/)
})
