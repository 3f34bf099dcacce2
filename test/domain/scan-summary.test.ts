import type { Place } from '../../src/domain/place.ts'
import { lastRunOf } from '../../src/domain/scan-summary.ts'

const at = (n: number) => ({ account: '123456789012', region: `region-${n}` })
const place = (n: number, scan: object, askedAtMs = 100): Place => ({
  ...at(n),
  askedAtMs,
  scan: { askedAtMs: 100, startedAtMs: 150, tookMs: 30, images: 7, seenLate: 1, ...scan },
})

test('a run of the schedule: until its last scan ended, and what the places came to', () => {
  const known = [
    place(1, {}),
    place(2, { startedAtMs: 200, tookMs: 50, next: 'token', seenLate: 2 }),
    place(3, { failure: { name: 'AccessDenied', times: 1 }, images: 0 }, 300),
    place(4, { askedAtMs: 50, startedAtMs: 60, tookMs: 9_000, images: 5 }),
    place(9, { images: 900 }),
  ]
  expect(lastRunOf({ startedAtMs: 100 }, [1, 2, 3, 4, 5].map(at), known)).toEqual({
    startedAtMs: 100,
    tookMs: 150,
    images: 19,
    places: 2,
    of: 5,
    failed: 1,
    underWay: 2,
    seenLate: 5,
  })
})

test('a run that nothing has answered yet', () => {
  expect(lastRunOf({ startedAtMs: 100 }, [at(1)], [])).toEqual({
    startedAtMs: 100,
    tookMs: 0,
    images: 0,
    places: 0,
    of: 1,
    failed: 0,
    underWay: 0,
    seenLate: 0,
  })
})
