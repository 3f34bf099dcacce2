import type { Clock } from '../kernel/clock.ts'

/** Slack's tiers, in calls per minute, method by method. https://docs.slack.dev/apis/web-api/rate-limits */
export type Tier = 1 | 2 | 3 | 4 | 'posting' | 'auth.test' | 'none'

export type RateLimitMode = 'off' | 'strict'

const PER_MINUTE: Readonly<Record<Tier, number>> = {
  1: 1,
  2: 20,
  3: 50,
  4: 100,
  // "Several hundred per minute" is all that Slack says.
  posting: 300,
  'auth.test': 600,
  none: Number.POSITIVE_INFINITY,
}

const CHANNEL_PER_SECOND = 1
// "Short bursts" are tolerated, says Slack, and publishes no number; ten is ours.
const CHANNEL_BURST = 10

export interface RateLimits {
  /** Can be changed at any time; counting then starts with full buckets. */
  mode: RateLimitMode
  /** Seconds to wait before this call may be made; undefined when it may be made now. */
  retryAfterSec(method: string, tier: Tier, postsTo?: string): number | undefined
}

/** Token buckets: one for each method, and one for each channel that is posted to, whatever the method. */
export const createRateLimits = (clock: Clock, startMode: RateLimitMode): RateLimits => {
  const buckets = new Map<string, { tokens: number; atMs: number }>()
  let mode = startMode

  const take = (key: string, capacity: number, perSecond: number): number | undefined => {
    const nowMs = clock.nowMs()
    const bucket = buckets.get(key) ?? { tokens: capacity, atMs: nowMs }
    const tokens = Math.min(capacity, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * perSecond)
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs })
    return tokens >= 1 ? undefined : Math.max(1, Math.ceil((1 - tokens) / perSecond))
  }

  return {
    get mode() {
      return mode
    },
    set mode(next) {
      mode = next
      buckets.clear()
    },
    retryAfterSec(method, tier, postsTo) {
      const perMinute = PER_MINUTE[tier]
      if (mode === 'off' || !Number.isFinite(perMinute)) return undefined
      const ofMethod = take(method, perMinute, perMinute / 60)
      if (ofMethod !== undefined || postsTo === undefined) return ofMethod
      return take(`channel ${postsTo}`, CHANNEL_BURST, CHANNEL_PER_SECOND)
    },
  }
}
