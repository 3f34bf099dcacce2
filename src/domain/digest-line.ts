import { type Actor, actorOf } from './cloud-trail-call.ts'
import type { EventState, ImageEvent } from './event.ts'
import { type ImageRef, totalSizeGiB } from './image.ts'
import type { ImageRecord } from './record.ts'
import { sharedWith } from './sharing.ts'

/** One event, as a digest and its list show it. */
export interface DigestLine extends ImageRef {
  eventId: string
  state: EventState
  atMs: number
  name?: string
  sizeGiB?: number
  /** Who asked for it in Slack: a handle. */
  by?: string
  /** Who did it outside Slack, if CloudTrail named them. */
  actor?: Actor
  reason?: string
  isPublic?: true
  /** Others than its account could launch it before it was disabled. */
  wasShared?: true
  lastLaunchedAtMs?: number
  /** Something newer was known of the image already. */
  superseded?: true
}

const IN_USE_MS = 30 * 24 * 60 * 60_000

export const lineOf = (
  event: ImageEvent,
  { facts, lastEvent, savedPermissions }: ImageRecord,
  superseded = false,
): DigestLine => {
  const { account, region, imageId, id, state, atMs, reason } = event
  const sizeGiB = facts && totalSizeGiB(facts)
  const own = lastEvent?.eventId === id ? lastEvent : undefined
  const by = own?.by?.person
  return {
    account,
    region,
    imageId,
    eventId: id,
    state,
    atMs,
    ...(facts?.name && { name: facts.name }),
    ...(sizeGiB !== undefined && { sizeGiB }),
    ...(by && { by: by.name ?? by.userId }),
    ...(own?.principal && { actor: actorOf(own.principal) }),
    ...(reason && { reason: reason.slice(0, 200) }),
    ...(facts?.public && { isPublic: true as const }),
    ...(savedPermissions && sharedWith(savedPermissions) > 0 && { wasShared: true as const }),
    ...(facts?.lastLaunchedAtMs !== undefined && { lastLaunchedAtMs: facts.lastLaunchedAtMs }),
    ...(superseded && { superseded: true as const }),
  }
}

/** Launched not long before it changed: somebody may miss it. */
export const isInUse = ({ lastLaunchedAtMs, atMs }: DigestLine): boolean =>
  lastLaunchedAtMs !== undefined && atMs - lastLaunchedAtMs < IN_USE_MS

const weightOf = (line: DigestLine): number => (line.superseded ? -1 : weightOfNews(line))

const weightOfNews = (line: DigestLine): number =>
  (line.state === 'failed' ? 8 : 0) +
  (isInUse(line) ? 4 : 0) +
  (line.isPublic || line.wasShared ? 2 : 0) +
  (line.state === 'available' ? 0 : 1)

/** What matters most first: failed, in use, shared, taken away; then in AWS's order. */
export const byWeight = (a: DigestLine, b: DigestLine): number =>
  weightOf(b) - weightOf(a) || a.atMs - b.atMs || (a.imageId < b.imageId ? -1 : 1)
