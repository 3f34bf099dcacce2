import type { Action } from './actions.ts'
import { placeKey } from './fleet.ts'
import { imageActionOf, isRunning, type Plan } from './plan.ts'
import { cancelImage, isEnded, type PlanImage, placeOf, queueImage } from './plan-image.ts'

/** How many images of a plan are in the queue at the same time, so that a single click does not wait behind the whole plan. */
export const QUEUED_AT_ONCE = 10

/** A queued image without an outcome for this long is queued again: the function may have ended before it sent the message. The request
 * has the same key, so it is carried out once. Longer than the queue hides a message from other functions. */
const IMAGE_LOST_AFTER_MS = 15 * 60_000

/** EC2's token buckets for each account and region; dry runs count.
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html */
const BUCKETS: Readonly<Record<Action | 'assign', { size: number; perSec: number }>> = {
  enable: { size: 50, perSec: 5 },
  disable: { size: 50, perSec: 5 },
  deregister: { size: 100, perSec: 5 },
  // Not documented: as the smaller of the others.
  share: { size: 50, perSec: 5 },
  shareWith: { size: 50, perSec: 5 },
  makePrivate: { size: 50, perSec: 5 },
  restore: { size: 50, perSec: 5 },
  retire: { size: 50, perSec: 5 },
  keep: { size: 50, perSec: 5 },
  scan: { size: 50, perSec: 5 },
  // PutParameter: three a second, at least. https://docs.aws.amazon.com/general/latest/gr/ssm.html
  assign: { size: 30, perSec: 3 },
}

/** A dry run, and the call itself. */
const CALLS_FOR_IMAGE = 2

/** Tokens that are left to everybody else. */
const RESERVED = 10

/** How many images a bucket has room for now, after those that were queued at these times. */
export const roomInBucket = (
  action: Action | 'assign',
  queuedAtMs: readonly number[],
  nowMs: number,
): number => {
  const { size, perSec } = BUCKETS[action]
  let tokens = size
  let atMs = Number.NEGATIVE_INFINITY
  for (const time of [...queuedAtMs].sort((a, b) => a - b)) {
    tokens = Math.min(size, tokens + ((time - atMs) / 1_000) * perSec) - CALLS_FOR_IMAGE
    atMs = time
  }
  const now = queuedAtMs.length === 0 ? size : Math.min(size, tokens + ((nowMs - atMs) / 1_000) * perSec)
  return Math.max(0, Math.floor((now - RESERVED) / CALLS_FOR_IMAGE))
}

/** What to do next with a plan. */
export type PlanStep =
  /** Write these images, each as queued, before its request is sent. */
  | { kind: 'queue'; images: PlanImage[] }
  /** Write these images as cancelled. */
  | { kind: 'cancel'; images: PlanImage[] }
  /** Come back then. */
  | { kind: 'wait'; untilMs: number }
  | { kind: 'finish'; plan: Plan }
  | { kind: 'nothing' }

/** How soon a running plan continues: the longer nothing has happened, the later. */
const SOONEST_MS = 2_000
const LATEST_MS = 60_000

/**
 * Decides the next step of a plan, by its images as they are stored. The result is the same if it is carried out in part, or by two
 * functions at once: each image is written over the state that was read.
 */
export const nextStep = (plan: Plan, images: readonly PlanImage[], nowMs: number): PlanStep => {
  if (!isRunning(plan)) return { kind: 'nothing' }
  if (images.every(isEnded)) return { kind: 'finish', plan: { ...plan, state: 'finished' } }
  const why = stopReason(plan, nowMs)
  const cancelled = why === undefined ? [] : images.flatMap(one => cancelImage(one, why, nowMs) ?? [])
  if (cancelled.length > 0) return { kind: 'cancel', images: cancelled }
  const lost = images.filter(one => isLost(one, nowMs))
  if (lost.length > 0) return { kind: 'queue', images: lost.map(one => queueImage(one, nowMs)) }
  const next = batchOf(plan, images, nowMs)
  if (next.length > 0) return { kind: 'queue', images: next.map(one => queueImage(one, nowMs)) }
  return { kind: 'wait', untilMs: nowMs + waitOf(images, nowMs) }
}

/** A quarter of the time since something happened. */
const waitOf = (images: readonly PlanImage[], nowMs: number): number => {
  const last = images.reduce(
    (latest, { sentAtMs = 0, endedAtMs = 0 }) => Math.max(latest, sentAtMs, endedAtMs),
    0,
  )
  return Math.min(LATEST_MS, Math.max(SOONEST_MS, (nowMs - last) / 4))
}

/** Why nothing more is started. */
const stopReason = ({ state, runUntilMs = 0 }: Plan, nowMs: number): string | undefined => {
  if (state === 'stopping') return 'The plan was stopped.'
  return nowMs >= runUntilMs ? 'The plan was not done within 24 hours.' : undefined
}

/** An item that could not be tried is not sent again at once. */
const DELAYED_MS = 30_000

/**
 * The phase of an item; all items of a phase end before the next phase begins. A revocation returns aliases before it disables images. An
 * undo goes the other way: an image must be enabled before it is shared, and both before an alias can name it.
 */
const phaseOf = ({ undoes }: Plan, { assignment, action }: PlanImage): number => {
  if (assignment) return undoes === undefined ? 0 : 3
  return action === 'share' ? 2 : 1
}

const startable = (plan: Plan, images: readonly PlanImage[], nowMs: number): PlanImage[] => {
  const phase = Math.min(...images.filter(one => !isEnded(one)).map(one => phaseOf(plan, one)))
  return images.filter(
    one =>
      one.state === 'waiting' &&
      phaseOf(plan, one) === phase &&
      nowMs - (one.sentAtMs ?? Number.NEGATIVE_INFINITY) >= DELAYED_MS,
  )
}

const isLost = ({ state, sentAtMs = 0 }: PlanImage, nowMs: number): boolean =>
  state === 'queued' && nowMs - sentAtMs >= IMAGE_LOST_AFTER_MS

/** As many waiting images as the queue and the buckets have room for. */
const batchOf = (plan: Plan, images: readonly PlanImage[], nowMs: number): PlanImage[] => {
  const queued = images.filter(({ state }) => state === 'queued').map(one => placeKey(placeOf(one)))
  const waiting = startable(plan, images, nowMs)
  const open = new Set(waiting.map(one => placeKey(placeOf(one))))
  // One account that does not answer must not take the room of all others.
  const share = Math.max(1, Math.floor(QUEUED_AT_ONCE / Math.max(1, open.size)))
  let room = QUEUED_AT_ONCE - queued.length
  const roomIn = new Map<string, number>()
  const batch: PlanImage[] = []
  for (const one of waiting) {
    if (room <= 0) break
    const place = placeKey(placeOf(one))
    const left =
      roomIn.get(place) ??
      Math.min(share - queued.filter(one => one === place).length, roomInPlace(plan, images, one, nowMs))
    roomIn.set(place, Math.max(0, left - 1))
    if (left <= 0) continue
    batch.push(one)
    room -= 1
  }
  return batch
}

const roomInPlace = (plan: Plan, images: readonly PlanImage[], next: PlanImage, nowMs: number): number => {
  const place = placeKey(placeOf(next))
  const kind = (one: PlanImage): Action | 'assign' => (one.assignment ? 'assign' : imageActionOf(plan, one))
  const queued = images.flatMap(one =>
    one.sentAtMs !== undefined && kind(one) === kind(next) && placeKey(placeOf(one)) === place
      ? [one.sentAtMs]
      : [],
  )
  return roomInBucket(kind(next), queued, nowMs)
}
