import { isWeeklyDue, lastWeeklyMs, nextWeeklyMs } from '../../src/domain/weekly.ts'

const MONDAY_9 = { weekday: 'monday', hour: 9 } as const
const at = (time: string): number => Date.parse(time)

test.each([
  ['2026-11-30T09:00:00Z', '2026-11-30T09:00:00Z'],
  ['2026-11-30T08:59:59Z', '2026-11-23T09:00:00Z'],
  ['2026-12-06T23:00:00Z', '2026-11-30T09:00:00Z'],
  ['2026-12-07T09:00:01Z', '2026-12-07T09:00:00Z'],
])('at %s the last Monday at nine was %s', (now, last) => {
  expect(new Date(lastWeeklyMs(MONDAY_9, at(now))).toISOString()).toBe(new Date(last).toISOString())
  expect(nextWeeklyMs(MONDAY_9, at(now))).toBe(at(last) + 7 * 24 * 3_600_000)
})

test('Sunday at midnight, and Saturday at eleven', () => {
  const now = at('2026-12-02T12:00:00Z')
  expect(lastWeeklyMs({ weekday: 'sunday', hour: 0 }, now)).toBe(at('2026-11-29T00:00:00Z'))
  expect(lastWeeklyMs({ weekday: 'saturday', hour: 23 }, now)).toBe(at('2026-11-28T23:00:00Z'))
})

test.each([
  ['2026-11-30T09:00:00Z', true],
  ['2026-12-02T08:59:59Z', true],
  ['2026-12-02T09:00:00Z', false],
  ['2026-11-30T08:59:59Z', false],
])('at %s it is due: %s', (now, due) => expect(isWeeklyDue(MONDAY_9, at(now))).toBe(due))
