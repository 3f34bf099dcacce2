import { readAge, readDate } from '../../../sandbox/page/text/dates.ts'

/** Noon, so that a minute more or less is the same day in the zone of the machine that runs this. */
const NOON_MS = new Date(2026, 10, 23, 12, 0, 0).getTime()
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

const read = (ms: number, pattern: string) => readDate(ms / 1000, pattern, NOON_MS)

describe('a date in the viewer’s zone', () => {
  test.each([
    ['today', 0, '{date_pretty}', 'today'],
    ['yesterday', -DAY_MS, '{date_short_pretty}', 'yesterday'],
    ['tomorrow', DAY_MS, '{date_long_pretty}', 'tomorrow'],
    ['a week ago, pretty', -7 * DAY_MS, '{date_short_pretty}', 'Nov 16, 2026'],
    ['in figures', 0, '{date_num}', '2026-11-23'],
    ['with the words around it', 0, 'seen {date_short} at {time}', 'seen Nov 23, 2026 at 12:00 PM'],
    ['long', 0, '{date_long}', 'Monday, November 23, 2026'],
    ['three minutes ago', -3 * MINUTE_MS, '{ago}', '3 min ago'],
    ['in three minutes', 3 * MINUTE_MS, '{ago}', 'in 3 min'],
  ])('%s', (_, afterMs, pattern, words) => {
    expect(read(NOON_MS + afterMs, pattern)?.replaceAll('\u202f', ' ')).toBe(words)
  })

  test.each(['{date_shrt}', '{constructor}', '{}{x}'])(
    'an unknown token, %s, leaves it to the fallback',
    pattern => {
      expect(read(NOON_MS, pattern)).toBeUndefined()
    },
  )

  test('a moment beyond all calendars leaves it to the fallback', () => {
    expect(read(1e18, '{date}')).toBeUndefined()
  })
})

describe('an age', () => {
  test.each([
    [-5_000, '0 s'],
    [59_000, '59 s'],
    [60_000, '1 min'],
    [3_599_000, '59 min'],
    [3_600_000, '1 h'],
    [DAY_MS, '1 d'],
    [400 * DAY_MS, '1.1 y'],
  ])('of %d ms', (ms, words) => {
    expect(readAge(NOON_MS - ms, NOON_MS)).toBe(words)
  })
})
