const DAY_SEC = 24 * 60 * 60
const HOUR_SEC = 60 * 60
const SHORTEST_SEC = 2
/** The longest wait of a message on its first day, and so the longest delay once a dependency is back. */
const LONGEST_SEC = 5 * 60
const LONGEST_AFTER_A_DAY_SEC = 15 * 60
/** The longest wait where a person waits for it, within the first hour. */
const LONGEST_AWAITED_SEC = 60
/**
 * The longest wait, in the first hours, of a message that only waits for room: four hours cost 240 of the deliveries that its queue
 * allows.
 */
const LONGEST_RATE_LIMITED_SEC = 60
const RATE_LIMITED_HOURS = 4
/**
 * Waits of a minute and more end at the same time, so that the messages are delivered as one batch: with fewer invocations, and with the
 * most important events first.
 */
const TOGETHER_SEC = 60

/** A message that was not handled. */
export interface UnhandledMessage {
  /** When it was sent to its queue, in milliseconds since the epoch. */
  sentAtMs: number
  /** What the dependency asked to wait, in seconds; it never shortens the wait. */
  askedSec?: number
  /** A person waits for it. */
  isAwaited?: boolean
  /** The dependency answers, and only limits the rate. */
  isRateLimited?: boolean
}

const longestSec = (ageSec: number, isAwaited: boolean): number => {
  if (isAwaited && ageSec < HOUR_SEC) return LONGEST_AWAITED_SEC
  return ageSec < DAY_SEC ? LONGEST_SEC : LONGEST_AFTER_A_DAY_SEC
}

/**
 * How long a message waits before it is delivered again after a failure: a quarter of its age, with a limit. It counts by
 * age alone, because the ledger may be what is down. An hour's outage costs an event about 35 deliveries, four days about
 * 600 of the 900 that its queue allows.
 *
 * @returns whole seconds
 */
export const retryAfterSec = (
  { sentAtMs, askedSec = 0, isAwaited = false, isRateLimited = false }: UnhandledMessage,
  nowMs: number,
): number => {
  const ageSec = Math.max(0, (nowMs - sentAtMs) / 1_000)
  const mostSec = longestSec(ageSec, isAwaited)
  const isPaced = isRateLimited && ageSec < RATE_LIMITED_HOURS * HOUR_SEC
  const mostByAgeSec = isPaced ? Math.min(mostSec, LONGEST_RATE_LIMITED_SEC) : mostSec
  const byAgeSec = together(Math.min(mostByAgeSec, Math.max(SHORTEST_SEC, ageSec / 4)), nowMs)
  return Math.ceil(Math.max(SHORTEST_SEC, byAgeSec, Math.min(mostSec, askedSec)))
}

const together = (waitSec: number, nowMs: number): number => {
  if (waitSec < TOGETHER_SEC) return waitSec
  const nowSec = nowMs / 1_000
  return Math.floor((nowSec + waitSec) / TOGETHER_SEC) * TOGETHER_SEC - nowSec
}

/** Whether a message must leave its queue now, because the queue would drop it before it came again. */
export const isNearRetention = (sentAtMs: number, nowMs: number, retentionMs: number): boolean =>
  nowMs - sentAtMs > retentionMs - 2 * LONGEST_AFTER_A_DAY_SEC * 1_000
