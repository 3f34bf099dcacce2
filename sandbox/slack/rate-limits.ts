import type { Clock } from '../kernel/clock.ts'

/** Slack's tiers, in calls per minute, method by method. https://docs.slack.dev/apis/web-api/rate-limits */
export type Tier = 1 | 2 | 3 | 4 | 'posting' | 'auth.test' | 'none'

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

/** One message per second and channel; short bursts pass. */
const CHANNEL_PER_SECOND = 1
const CHANNEL_BURST = 3

export interface RateLimits {
  /** Seconds to wait before this call may be made; undefined when it may be made now. */
  retryAfterSec(method: string, tier: Tier, postsTo?: string): number | undefined
}

export const createRateLimits = (clock: Clock, mode: 'off' | 'strict'): RateLimits => {
  const buckets = new Map<string, { tokens: number; atMs: number }>()

  const take = (key: string, capacity: number, perSecond: number): number | undefined => {
    const nowMs = clock.nowMs()
    const bucket = buckets.get(key) ?? { tokens: capacity, atMs: nowMs }
    const tokens = Math.min(capacity, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * perSecond)
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs })
    return tokens >= 1 ? undefined : Math.max(1, Math.ceil((1 - tokens) / perSecond))
  }

  return {
    retryAfterSec(method, tier, postsTo) {
      const perMinute = PER_MINUTE[tier]
      if (mode === 'off' || !Number.isFinite(perMinute)) return undefined
      const ofMethod = take(method, perMinute, perMinute / 60)
      if (ofMethod !== undefined || postsTo === undefined) return ofMethod
      return take(`channel ${postsTo}`, CHANNEL_BURST, CHANNEL_PER_SECOND)
    },
  }
}
