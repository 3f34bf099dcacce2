import { impactLines } from '../../blocks/impact.ts'
import { impactInLine } from '../../blocks/impact-in-line.ts'
import { runningWords } from '../../blocks/instances-words.ts'
import type { Impact, InstancesByAccount, Use } from '../../src/domain/impact.ts'
import { givenFacts, givenImpact, known, NOON_MS } from '../domain/given.ts'

const instances = (count: number): Use[] =>
  Array.from({ length: count }, (_, at) => ({ kind: 'instance', name: `i-${at}` }))
const others = (special: Partial<InstancesByAccount> = {}) =>
  known({ asked: 3, running: [], unread: [], ...special })

/** The first part of a form: who uses the image. */
const usedBy = (special: Partial<Impact>): string | undefined =>
  impactLines({ impact: givenImpact(special), facts: givenFacts(), pricePerGiB: 0, nowMs: NOON_MS }, false)[0]

const RUNNING = [
  { name: 'staging', instances: 3 },
  { name: 'partner', instances: 1 },
]

test('instances of all accounts, each account by its name', () => {
  const impact = { instances: known(instances(8)), otherAccounts: others({ running: RUNNING }) }
  expect(usedBy(impact)).toMatch(
    /^\*⚠️ In use\*\nUsed by 12 instances in 3 accounts: 8 in this one, `staging` 3, `partner` 1\n• instance `i-0`/,
  )
  expect(impactInLine(givenImpact(impact))).toMatch(/^8 uses: .* · used by 12 instances in 3 accounts · /)
})

test('instances of other accounts alone are a use', () => {
  expect(usedBy({ otherAccounts: others({ running: RUNNING }) })).toBe(
    '*⚠️ In use*\nUsed by 4 instances in 2 accounts: `staging` 3, `partner` 1',
  )
  expect(impactInLine(givenImpact({ otherAccounts: others({ running: RUNNING }) }))).toMatch(
    /^used by 4 instances in 2 accounts · /,
  )
})

test('of this account alone', () => {
  expect(usedBy({ instances: known(instances(1)), otherAccounts: others() })).toBe(
    '*⚠️ In use*\nUsed by 1 instance in this account\n• instance `i-0`',
  )
})

test('a long list counts those that it leaves out', () => {
  const cut = [...instances(2), { kind: 'instance' as const, name: 'and 50 more', more: 50 }]
  expect(usedBy({ instances: known(cut) })).toContain('Used by 52 instances in this account')
})

test('none anywhere, and who was asked', () => {
  expect(usedBy({ otherAccounts: others() })).toBe(
    '*Used by*\nNo usage found in this account. No instances in 3 other accounts either; other kinds of usage there are not checked.',
  )
  expect(usedBy({})).toBe(
    '*Used by*\nNo usage found in this account. Usage in other accounts is not checked.',
  )
})

test('an account that does not answer is named, and nothing is said to be unused', () => {
  const unread = [{ name: 'security', why: 'a permission is missing' }]
  expect(usedBy({ otherAccounts: others({ unread }) })).toBe(
    '*Used by*\n• instances in `security` ❔ unknown: a permission is missing',
  )
})

test('very many accounts stay within what Slack takes', () => {
  const name = 'x'.repeat(300)
  const running = Array.from({ length: 300 }, () => ({ name, instances: 1 }))
  const unread = Array.from({ length: 300 }, () => ({ name, why: name }))
  expect((usedBy({ otherAccounts: others({ running, unread }) }) ?? '').length).toBeLessThan(3_000)
})

describe('on a card, all accounts alike', () => {
  const unread = [{ name: 'security', why: 'no right' }]

  test.each([
    [
      { asked: 3, running: RUNNING, unread: [] },
      'Used by 4 instances in 2 accounts: `staging` 3, `partner` 1',
    ],
    [{ asked: 3, running: [], unread: [] }, 'No instances found in 3 accounts'],
    [{ asked: 3, running: [], unread }, 'No instances found in 2 accounts · ❔ not known: `security`'],
    [
      { asked: 3, running: RUNNING.slice(0, 1), unread },
      'Used by 3 instances in 1 account: `staging` 3 · ❔ not known: `security`',
    ],
    [
      {
        asked: 3,
        running: [],
        unread: [...unread, { name: 'lab', why: 'AWS gave no answer in time, asking' }],
      },
      'No instances found in 1 account · ❔ not known: `security` · ❔ no answer in time: `lab`',
    ],
    [{ asked: 0, running: [], unread: [] }, undefined],
  ])('%j', (instances, words) => {
    expect(runningWords(instances)).toBe(words)
  })

  test('very many accounts stay short', () => {
    const name = 'x'.repeat(300)
    const many = Array.from({ length: 300 }, () => ({ name, instances: 1, why: name }))
    expect((runningWords({ asked: 600, running: many, unread: many }) ?? '').length).toBeLessThan(1_200)
  })
})
