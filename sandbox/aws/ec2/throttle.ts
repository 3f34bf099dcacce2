import type { Clock } from '../../kernel/clock.ts'
import type { Caller } from '../caller.ts'
import type { Query } from './query.ts'

/** A token bucket: how many calls at once, and how many more each second. */
interface Bucket {
  size: number
  perSecond: number
}

const NON_MUTATING: Bucket = { size: 100, perSecond: 20 }
const UNFILTERED: Bucket = { size: 50, perSecond: 10 }
const MUTATING: Bucket = { size: 50, perSecond: 5 }

/** https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html */
const BUCKETS: Readonly<Record<string, Bucket>> = {
  CopyImage: { size: 100, perSecond: 1 },
  CreateTags: { size: 100, perSecond: 10 },
  DeregisterImage: { size: 100, perSecond: 5 },
  ModifyImageAttribute: { size: 100, perSecond: 5 },
}

const COSTLY_UNFILTERED = ['DescribeInstances', 'DescribeSnapshots', 'DescribeVolumes']

/** A Describe call with neither ids, filters nor pages. */
const isUnfiltered = (query: Query): boolean =>
  !query.names().some(name => /^(Filter|MaxResults|NextToken|InstanceId|SnapshotId|VolumeId)$/.test(name))

const bucketOf = (action: string, query: Query): Bucket => {
  if (COSTLY_UNFILTERED.includes(action) && isUnfiltered(query)) return UNFILTERED
  if (/^(Describe|Get|List|Search)/.test(action)) return NON_MUTATING
  return BUCKETS[action] ?? MUTATING
}

export interface Throttle {
  /** Whether there is room for one more such call; takes it. */
  take(caller: Caller, action: string, query: Query): boolean
}

/** A bucket for each call, account and region. */
export const createThrottle = (clock: Clock): Throttle => {
  const levels = new Map<string, { tokens: number; atMs: number }>()
  return {
    take({ account, region }, action, query) {
      const bucket = bucketOf(action, query)
      // The unfiltered calls of an action draw from a smaller bucket of their own.
      const key = JSON.stringify([account, region, action, bucket.size])
      const nowMs = clock.nowMs()
      const last = levels.get(key) ?? { tokens: bucket.size, atMs: nowMs }
      const refilled = last.tokens + ((nowMs - last.atMs) / 1_000) * bucket.perSecond
      const tokens = Math.min(bucket.size, refilled)
      const isRoom = tokens >= 1
      levels.set(key, { tokens: isRoom ? tokens - 1 : tokens, atMs: nowMs })
      return isRoom
    },
  }
}
