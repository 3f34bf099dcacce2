import { addToDigest, withCompletedLines } from '../../src/domain/add-to-digest.ts'
import type { Digest } from '../../src/domain/digest.ts'
import { byImpact, type DigestLine, isInUse, newestFirst } from '../../src/domain/digest-line.ts'
import { createIsProduction } from '../../src/domain/production.ts'
import { givenConfig, givenFacts, IMAGE, NOON_MS } from './given.ts'

const DAY_MS = 24 * 60 * 60_000
const line = (name: string, more: Partial<DigestLine> = {}): DigestLine => ({
  ...IMAGE,
  name,
  eventId: name,
  state: 'deregistered',
  atMs: NOON_MS,
  ...more,
})
const digestOf = (lines: readonly DigestLine[]): Digest =>
  addToDigest(
    undefined,
    {
      channel: 'ami-alerts',
      stream: 'deregistered/0',
      batchId: 'a.0',
      lines,
      mention: [],
      cards: 0,
      pace: 1,
      followUp: true,
    },
    NOON_MS,
  ).digest

test('in use, shared, production, then the newest image; what was superseded last', () => {
  const lines = [
    line('superseded', { superseded: true, isPublic: true }),
    line('old', { createdAtMs: NOON_MS - 9 * DAY_MS }),
    line('new', { createdAtMs: NOON_MS - DAY_MS }),
    line('production', { isProduction: true }),
    line('shared', { wasShared: true }),
    line('shared production', { isPublic: true, isProduction: true }),
    line('in use', { lastLaunchedAtMs: NOON_MS - DAY_MS }),
  ]
  expect([...lines].sort(byImpact).map(({ name }) => name)).toEqual([
    'in use',
    'shared production',
    'shared',
    'production',
    'new',
    'old',
    'superseded',
  ])
  expect(digestOf(lines).impact).toEqual({ inUse: 1, shared: 3, production: 2 })
})

test('in use is a launch within 30 days before the change, not one before', () => {
  const launched = (daysAgo: number) => isInUse(line('a', { lastLaunchedAtMs: NOON_MS - daysAgo * DAY_MS }))
  expect([launched(29.9), launched(30), isInUse(line('a'))]).toEqual([true, false, false])
})

test('the list: the latest change first, then the newest image', () => {
  const lines = [
    line('a', { createdAtMs: 1 }),
    line('b', { createdAtMs: 2 }),
    line('c', { atMs: NOON_MS + 1, createdAtMs: 0 }),
  ]
  expect([...lines].sort(newestFirst).map(({ name }) => name)).toEqual(['c', 'b', 'a'])
})

describe('production', () => {
  const isProduction = (when: object, tags: Record<string, string> = {}) =>
    createIsProduction(
      givenConfig({
        rules: [{ when, to: [], mention: [] }],
        accounts: [{ id: IMAGE.account, alias: 'production', regions: [IMAGE.region] }],
      }),
    )({ ...IMAGE, state: 'deregistered' }, givenFacts({ name: 'prod-web-1', tags }))

  test('fits a rule that says so by a tag, a name or the alias of an account, whatever the state in it', () => {
    const when = { state: ['failed'], tags: { Environment: 'production' } }
    expect(isProduction(when, { Environment: 'production' })).toBe(true)
    expect(isProduction(when, { Environment: 'test' })).toBe(false)
    expect(isProduction({ name: ['prod-*'] })).toBe(true)
    expect(isProduction({ account: [IMAGE.account] })).toBe(true)
  })

  test('a rule that says nothing of it makes nothing production', () => {
    expect(isProduction({ name: ['*-web-*'] })).toBe(false)
    expect(isProduction({ tags: { Team: 'product' } }, { Team: 'product' })).toBe(false)
    expect(isProduction({})).toBe(false)
  })
})

describe('failures', () => {
  const failed = (reason: string | undefined, more: Partial<DigestLine> = {}) =>
    line('web', { state: 'failed', ...(reason !== undefined && { reason }), ...more })
  const groupsOf = (lines: readonly DigestLine[]) =>
    digestOf(lines).failures?.map(({ reason, count }) => [reason, count])

  test('equal reasons are one, whatever ids they name', () => {
    const lines = [
      failed('Client.Full: snap-0123456789abcdef0 of i-0123456789abcdef1 was full'),
      failed('Client.Full: snap-0123456789abcdef2 of i-0123456789abcdef3 was full'),
      failed('Client.Denied'),
      failed(undefined),
    ]
    expect(groupsOf(lines)).toEqual([
      ['Client.Full: snap-… of i-… was full', 2],
      ['Client.Denied', 1],
      ['', 1],
    ])
  })

  test('the reason of the image that matters most comes first', () => {
    const lines = [failed('a'), failed('a'), failed('b', { isProduction: true })]
    expect(groupsOf(lines)?.[0]).toEqual(['b', 1])
  })

  test('of very many reasons the first ten are kept', () => {
    const lines = Array.from({ length: 40 }, (_, i) => failed(`reason ${i}`))
    expect(digestOf(lines).failures).toHaveLength(10)
  })
})

test('lines that say more than when they were counted: names, and until when the first can be restored', () => {
  const { name: _unknown, ...unnamed } = line('gone', { imageId: 'ami-0123456789abcdef1' })
  const before = digestOf([line('web-1', { family: 'web' }), unnamed])
  const completed = withCompletedLines(before, [
    line('web-1', { family: 'web', recycledUntilMs: NOON_MS + 2 * DAY_MS }),
    { ...unnamed, name: 'api-1', family: 'api', recycledUntilMs: NOON_MS + DAY_MS },
  ])
  expect(before.families.counts).toEqual({ web: 1, '': 1 })
  expect(completed.families.counts).toEqual({ web: 1, api: 1 })
  expect(completed.recycled).toEqual({ count: 2, untilMs: NOON_MS + DAY_MS })
  expect([completed.count, completed.impact, completed.revision]).toEqual([2, before.impact, 1])
})
