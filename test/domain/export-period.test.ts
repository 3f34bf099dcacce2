import { parsePeriod } from '../../src/domain/export-period.ts'

const NOW = Date.parse('2026-11-30T12:00:00Z')
const words = (typed: string): string => {
  const read = parsePeriod(typed, NOW)
  return 'why' in read
    ? `${read.why}: ${read.word}`
    : `${new Date(read.fromMs).toISOString()} ${new Date(read.toMs).toISOString()}`
}
/** With the events of that second, whose entries have its end as their time. */
const NOON = '2026-11-30T12:00:00.999Z'

test.each([
  ['audit', `2026-10-31T12:00:00.000Z ${NOON}`],
  ['audit since 30d', `2026-10-31T12:00:00.000Z ${NOON}`],
  ['AUDIT  Since 2W', `2026-11-16T12:00:00.000Z ${NOON}`],
  ['audit since 12h', `2026-11-30T00:00:00.000Z ${NOON}`],
  ['audit since 1y', `2025-11-30T12:00:00.000Z ${NOON}`],
  ['audit since 2026-10-01 until 2026-10-31', '2026-10-01T00:00:00.000Z 2026-10-31T23:59:59.999Z'],
  ['audit until 2026-11-29 since 60d', '2026-10-01T12:00:00.000Z 2026-11-29T23:59:59.999Z'],
  ['audit until 2026-11-30', `2026-10-31T12:00:00.000Z ${NOON}`],
  ['audit until 10d', '2026-10-31T12:00:00.000Z 2026-11-20T12:00:00.000Z'],
  ['', 'not-audit: '],
  ['images since 30d', 'not-audit: images'],
  ['audit 30d', 'no-time: 30d'],
  ['audit since', 'no-time: since'],
  ['audit since yesterday', 'no-time: yesterday'],
  ['audit since 2026-13-40', 'no-time: 2026-13-40'],
  ['audit since 30d family web', 'no-time: web'],
  ['audit since 2026-11-20 until 2026-11-01', 'backwards: audit since 2026-11-20 until 2026-11-01'],
  ['audit until 2026-01-01', 'backwards: audit until 2026-01-01'],
])('%s', (typed, expected) => {
  expect(words(typed)).toBe(expected)
})
