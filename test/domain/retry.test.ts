import fc from 'fast-check'
import { isNearRetention, retryAfterSec } from '../../src/domain/retry.ts'

const SENT_MS = Date.UTC(2026, 0, 15, 12, 0, 7, 300)
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The times of all deliveries of a message that fails until `untilMs` after it was sent, in ms since then. */
const deliveries = (untilMs: number, isAwaited = false): number[] => {
  const times = [0]
  for (let at = 0; at < untilMs; times.push(at))
    at += retryAfterSec({ sentAtMs: SENT_MS, isAwaited }, SENT_MS + at) * 1_000
  return times
}

/** The longest wait between two deliveries, in seconds. */
const longestWait = (times: readonly number[]): number =>
  Math.max(...times.slice(1).map((time, i) => (time - (times[i] ?? 0)) / 1_000))

test('a message that fails at once is tried again within seconds', () => {
  expect(retryAfterSec({ sentAtMs: SENT_MS }, SENT_MS)).toBe(2)
})

/** Sent on a whole minute, and so handled on one: a wait that ends on a minute is a whole number of them. */
test.each<[ageSec: number, isAwaited: boolean, waitSec: number]>([
  [8, false, 2],
  [10.5, false, 3],
  [100, false, 25],
  [236, false, 59],
  [240, false, 60],
  [1_800, false, 300],
  [1_800, true, 60],
  [3_540, true, 60],
  [3_600, true, 300],
  [86_340, false, 300],
  [86_400, false, 900],
  [86_400, true, 900],
])('after %d seconds (awaited: %p) a message waits %d', (ageSec, isAwaited, waitSec) => {
  const sentAtMs = Date.UTC(2026, 0, 15, 12)
  expect(retryAfterSec({ sentAtMs, isAwaited }, sentAtMs + ageSec * 1_000)).toBe(waitSec)
})

test.each<[ageSec: number, askedSec: number, waitSec: number]>([
  [8, 1, 2],
  [8, 20, 20],
  [1_800, 3, 60],
  [1_800, 300, 300],
  [14_340, 3, 60],
  [14_400, 3, 300],
])('rate limited after %d seconds and asked to wait %d: it waits %d', (ageSec, askedSec, waitSec) => {
  const sentAtMs = Date.UTC(2026, 0, 15, 12)
  const message = { sentAtMs, askedSec, isRateLimited: true }
  expect(retryAfterSec(message, sentAtMs + ageSec * 1_000)).toBe(waitSec)
})

test('four days of limited rates cost fewer deliveries than the queue allows', () => {
  let count = 0
  for (let at = 0; at < 4 * DAY_MS; count++)
    at += retryAfterSec({ sentAtMs: SENT_MS, askedSec: 1, isRateLimited: true }, SENT_MS + at) * 1_000
  expect(count).toBeLessThan(900)
})

test('a wait of exactly a minute ends on the minute, too', () => {
  const sentAtMs = Date.UTC(2026, 0, 15, 12, 0, 10)
  expect(retryAfterSec({ sentAtMs }, sentAtMs + 240_000)).toBe(50)
})

test('during the first day no wait is longer than five minutes', () => {
  expect(longestWait(deliveries(DAY_MS))).toBeLessThanOrEqual(300)
})

test('an outage of an hour costs a bounded number of deliveries', () => {
  const { length } = deliveries(HOUR_MS)
  expect(length).toBeGreaterThan(20)
  expect(length).toBeLessThanOrEqual(40)
})

test('four days cost fewer deliveries than the queue allows', () => {
  expect(deliveries(4 * DAY_MS).length).toBeLessThan(1_000)
})

test('what a person waits for is tried at least every minute during the first hour', () => {
  expect(longestWait(deliveries(HOUR_MS, true))).toBeLessThanOrEqual(60)
  expect(deliveries(DAY_MS, true).length).toBeLessThan(1_000)
})

test('long waits end on the same minute, whenever the messages were sent', () => {
  const nowMs = SENT_MS + HOUR_MS
  const wakes = [0, 13_000, 27_500, 59_999].map(later => {
    const sentAtMs = SENT_MS + later
    return Math.floor((nowMs + retryAfterSec({ sentAtMs }, nowMs) * 1_000) / 60_000)
  })
  expect(new Set(wakes).size).toBe(1)
})

test('whatever the age, a wait has its limits, and one of a minute or more ends on a whole minute', () => {
  fc.assert(
    fc.property(fc.nat(4 * DAY_MS), fc.nat(DAY_MS), fc.boolean(), (ageMs, laterMs, isAwaited) => {
      const nowMs = SENT_MS + laterMs + ageMs
      const waitSec = retryAfterSec({ sentAtMs: SENT_MS + laterMs, isAwaited }, nowMs)
      const longestSec = isAwaited && ageMs < HOUR_MS ? 60 : ageMs < DAY_MS ? 300 : 900
      expect(waitSec).toBeGreaterThanOrEqual(2)
      expect(waitSec).toBeLessThanOrEqual(longestSec)
      const endsAtSec = nowMs / 1_000 + waitSec
      if (ageMs >= 240_000 && waitSec > 2) expect(endsAtSec % 60).toBeLessThan(1)
    }),
  )
})

test('a dependency may lengthen a wait up to the limit, and never shortens it', () => {
  expect(retryAfterSec({ sentAtMs: SENT_MS, askedSec: 30 }, SENT_MS)).toBe(30)
  expect(retryAfterSec({ sentAtMs: SENT_MS, askedSec: 3_600 }, SENT_MS)).toBeLessThanOrEqual(300)
  expect(retryAfterSec({ sentAtMs: SENT_MS, askedSec: 1 }, SENT_MS + 100_000)).toBe(25)
  // Nor where waits end together.
  for (let askedSec = 60; askedSec <= 300; askedSec += 7)
    expect(retryAfterSec({ sentAtMs: SENT_MS, askedSec }, SENT_MS)).toBe(askedSec)
})

test('a message sent in the future waits as a new one does', () => {
  expect(retryAfterSec({ sentAtMs: SENT_MS + HOUR_MS }, SENT_MS)).toBe(2)
})

test('a message leaves its queue before the queue drops it', () => {
  expect(isNearRetention(SENT_MS, SENT_MS + DAY_MS - 31 * 60_000, DAY_MS)).toBe(false)
  expect(isNearRetention(SENT_MS, SENT_MS + DAY_MS - 30 * 60_000, DAY_MS)).toBe(false)
  expect(isNearRetention(SENT_MS, SENT_MS + DAY_MS - 29 * 60_000, DAY_MS)).toBe(true)
})
