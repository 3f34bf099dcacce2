import { findUntil } from '../../src/domain/until.ts'

/** A Thursday. */
const NOW = Date.UTC(2026, 0, 15, 12)

test.each([
  ['web 2h', '2026-01-15T14:00', [1, 2]],
  ['web 90m', '2026-01-15T13:30', [1, 2]],
  ['web for 3 days please', '2026-01-18T12:00', [1, 4]],
  ['web 1 week', '2026-01-22T12:00', [1, 3]],
  ['web until friday 9:00 migration', '2026-01-16T09:00', [1, 4]],
  ['web until thursday 9:00', '2026-01-22T09:00', [1, 4]],
  ['web until Thursday 18:00', '2026-01-15T18:00', [1, 4]],
  ['web friday', '2026-01-16T00:00', [1, 2]],
  ['web until tomorrow 8:30', '2026-01-16T08:30', [1, 4]],
  ['web until 18:00', '2026-01-15T18:00', [1, 3]],
  ['web until 9:00', '2026-01-16T09:00', [1, 3]],
  ['web 2026-01-17', '2026-01-17T00:00', [1, 2]],
  ['web 2026-01-17 09:15 x', '2026-01-17T09:15', [1, 3]],
  ['web until 2026-01-17T09:15', '2026-01-17T09:15', [1, 3]],
  ['web until 2026-01-17T09:15+02:00', '2026-01-17T07:15', [1, 3]],
  ['my image 2 d', '2026-01-17T12:00', [2, 4]],
])('%s', (typed, until, [from, to]) => {
  expect(findUntil(typed.split(' '), 1, NOW)).toEqual({ untilMs: Date.parse(`${until}Z`), from, to })
})

test.each([
  'web',
  '2h',
  'web soon',
  'web until',
  'web 25:00',
  'web 2026-13-40',
  'web m',
  'web until until',
  'web 2x',
])('%s names no time', typed => {
  expect(findUntil(typed.split(' '), 1, NOW)).toBeUndefined()
})
