import {
  type DateChanger,
  type Deprecation,
  deprecationDueAtMs,
  dueWarning,
  emptyDeprecation,
  withDate,
  withOtherDate,
  withWarned,
} from '../../src/domain/deprecation.ts'

const DAY = 24 * 3_600_000
const NOW = 1_000 * DAY
const IMAGE = { account: '123456789012', region: 'us-east-1', imageId: 'ami-1' }
const BY: DateChanger = { atMs: NOW - 5, principal: { kind: 'role', name: 'ci' } }
const dated = (more: Partial<Deprecation> = {}): Deprecation => ({
  ...emptyDeprecation(IMAGE),
  version: 1,
  deprecatedAtMs: NOW,
  ...more,
})

test.each<[daysBefore: number, warned: Deprecation['warnedDays'], due: number | undefined]>([
  [30.01, undefined, undefined],
  [30, undefined, 30],
  [7.01, undefined, 30],
  [7, undefined, 7],
  [7, 30, 7],
  [7, 7, undefined],
  [1, 30, 1],
  [0.5, 1, undefined],
  [0, 1, 0],
  [0, undefined, 0],
  [-3, 7, 0],
  [-3, 0, undefined],
])('%s days before, warned %s: %s', (daysBefore, warnedDays, due) => {
  const deprecation = dated(warnedDays === undefined ? {} : { warnedDays })
  expect(dueWarning(deprecation, NOW - daysBefore * DAY)).toBe(due)
})

test('no date, no warning', () => {
  expect(dueWarning(emptyDeprecation(IMAGE), NOW)).toBeUndefined()
  expect(deprecationDueAtMs(emptyDeprecation(IMAGE))).toBeUndefined()
})

test.each<[string, Partial<Deprecation>, number | undefined]>([
  ['the first warning', {}, NOW - 30 * DAY],
  ['the next warning', { warnedDays: 30 }, NOW - 7 * DAY],
  ['the day', { warnedDays: 1 }, NOW],
  ['nothing', { warnedDays: 0 }, undefined],
  ['a warning that is being sent', { warning: { days: 7, batchId: 'b', atMs: NOW } }, 0],
  ['a change to announce', { warnedDays: 0, outside: { atMs: NOW } }, 0],
  ['a change that was announced', { warnedDays: 0, outside: { atMs: NOW, announced: true } }, undefined],
  ['a date to check', { warnedDays: 0, seenOtherAtMs: NOW }, NOW + 5 * 60_000],
  ['the earlier of both', { seenOtherAtMs: NOW - 60 * DAY }, NOW - 60 * DAY + 5 * 60_000],
])('due: %s', (_what, more, due) => {
  expect(deprecationDueAtMs(dated(more))).toBe(due)
})

describe('the date that EC2 shows', () => {
  const changed = (by: DateChanger, known = dated({ warnedDays: 7 }), atMs: number | undefined = NOW + DAY) =>
    withDate(known, atMs, by, NOW - DAY)

  test('the same minute is the same date', () => {
    expect(changed(BY, dated(), NOW + 59_000)).toBeUndefined()
    expect(changed(BY, dated(), NOW + 60_000)).toMatchObject({ deprecatedAtMs: NOW + 60_000, changes: 1 })
  })

  test('another one is warned of again, and announced where somebody else set it', () => {
    const now = changed(BY)
    expect(now).toMatchObject({ changes: 1, outside: { ...BY, fromMs: NOW }, changedAtMs: NOW - DAY })
    expect(now?.warnedDays).toBeUndefined()
    expect(now?.outside?.announced).toBeUndefined()
    for (const by of ['amiops', 'nobody'] as const) {
      const own = changed(by, dated({ outside: { atMs: 1, announced: true }, changes: 3 }))
      expect(own).toMatchObject({ changes: 3, deprecatedAtMs: NOW + DAY })
      expect(own?.outside).toBeUndefined()
    }
  })

  test('one that has passed is not warned of', () => {
    expect(withDate(emptyDeprecation(IMAGE), NOW, 'nobody', NOW)?.warnedDays).toBe(0)
    expect(withDate(emptyDeprecation(IMAGE), NOW + 1, 'nobody', NOW)?.warnedDays).toBeUndefined()
  })

  test('removed, nothing is left to warn of', () => {
    const now = withDate(
      dated({ warning: { days: 7, batchId: 'b', atMs: 0 }, seenOtherAtMs: 1 }),
      undefined,
      BY,
      NOW,
    )
    expect(now).toMatchObject({ changes: 1, outside: { fromMs: NOW } })
    expect(now).not.toHaveProperty('deprecatedAtMs')
    expect(now).not.toHaveProperty('warning')
    expect(now).not.toHaveProperty('seenOtherAtMs')
  })

  test('CloudTrail names who made a change that a scan found, within an hour, once', () => {
    const found = dated({ outside: { atMs: NOW, announced: true }, changes: 1 })
    const named = withDate(found, NOW, BY, NOW)
    expect(named?.outside).toEqual({ atMs: NOW, principal: { kind: 'role', name: 'ci' } })
    expect(withDate(found, NOW, { ...BY, atMs: NOW - 3_600_000 }, NOW)).toBeUndefined()
    expect(
      named && withDate(named, NOW, { atMs: NOW, principal: { kind: 'role', name: 'other' } }, NOW),
    ).toBeUndefined()
    expect(withDate(found, NOW, { atMs: NOW }, NOW)).toBeUndefined()
  })

  test('what a scan saw was old', () => {
    expect(withDate(dated({ seenOtherAtMs: 5 }), NOW, 'nobody', NOW)).toEqual(dated())
  })
})

describe('a scan', () => {
  const seen = (known: Deprecation, foundMs: number | undefined, beforeMs: number | undefined = NOW) =>
    withOtherDate(known, { beforeMs, foundMs, nowMs: NOW })

  test('another date is checked later, from when it was seen first', () => {
    const noted = seen(dated(), NOW + DAY)
    expect(noted).toEqual(dated({ seenOtherAtMs: NOW }))
    expect(noted && seen(noted, NOW + DAY)).toBeUndefined()
  })

  test('the known date is no difference', () => {
    expect(seen(dated(), NOW)).toBeUndefined()
  })

  test('of an image that was never followed, the date before is the known one', () => {
    expect(seen(emptyDeprecation(IMAGE), undefined)).toMatchObject({
      deprecatedAtMs: NOW,
      seenOtherAtMs: NOW,
    })
  })
})

test('a batch that was sent is not sent again; another one is', () => {
  const sending = dated({ warning: { days: 7, batchId: 'b', atMs: 0 } })
  expect(withWarned(sending, 'b')).toEqual(dated({ warnedDays: 7 }))
  expect(withWarned(sending, 'other')).toBeUndefined()
  expect(withWarned(dated(), 'b')).toBeUndefined()
})
