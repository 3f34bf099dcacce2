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
  /** The family of the image, as the config or the name says. */
  family?: string
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
  createdAtMs?: number
  /** Fits a rule of the config that says production, see `production.ts`. */
  isProduction?: true
  /** Until when the Recycle Bin keeps it. */
  recycledUntilMs?: number
  /** Something newer was known of the image already. */
  superseded?: true
}

const IN_USE_MS = 30 * 24 * 60 * 60_000

/** Who changed the image, as far as it is known: a handle, or CloudTrail's actor. */
export const changedBy = (
  { id }: ImageEvent,
  { lastEvent }: ImageRecord,
): Pick<DigestLine, 'by' | 'actor'> => {
  if (lastEvent?.eventId !== id) return {}
  const by = lastEvent.by?.person
  return {
    ...(by && { by: by.name ?? by.userId }),
    ...(lastEvent.principal && { actor: actorOf(lastEvent.principal) }),
  }
}

/** An event as a line. `superseded`: something newer was known of the image already. */
export const lineOf = (
  event: ImageEvent,
  record: ImageRecord,
  {
    superseded = false,
    isProduction = false,
    family,
  }: { superseded?: boolean; isProduction?: boolean; family?: string | undefined } = {},
): DigestLine => {
  const { account, region, imageId, id, state, atMs, reason } = event
  const { facts, savedPermissions, recycled } = record
  const sizeGiB = facts && totalSizeGiB(facts)
  return {
    account,
    region,
    imageId,
    eventId: id,
    state,
    atMs,
    ...(facts?.name && { name: facts.name }),
    ...(family !== undefined && { family }),
    ...(sizeGiB !== undefined && { sizeGiB }),
    ...changedBy(event, record),
    ...(reason && { reason: reason.slice(0, 200) }),
    ...(facts?.public && { isPublic: true as const }),
    ...(savedPermissions && sharedWith(savedPermissions) > 0 && { wasShared: true as const }),
    ...(facts?.lastLaunchedAtMs !== undefined && { lastLaunchedAtMs: facts.lastLaunchedAtMs }),
    ...(facts?.createdAtMs !== undefined && { createdAtMs: facts.createdAtMs }),
    ...(isProduction && { isProduction: true as const }),
    ...(recycled && { recycledUntilMs: recycled.untilMs }),
    ...(superseded && { superseded: true as const }),
  }
}

/**
 * Whether the image was in use, by EC2's facts: launched within 30 days before it changed. EC2 learns of a launch after up to 24 hours;
 * what runs, and which templates and Auto Scaling groups name the image, is not looked up for so many.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-last-launched-time.html
 */
export const isInUse = ({ lastLaunchedAtMs, atMs }: DigestLine): boolean =>
  lastLaunchedAtMs !== undefined && atMs - lastLaunchedAtMs < IN_USE_MS

/** Whether others could launch it: public by EC2's facts, or shared when amiops disabled it. Other shares are not looked up. */
export const isShared = ({ isPublic, wasShared }: DigestLine): boolean => Boolean(isPublic || wasShared)

const impactOf = (line: DigestLine): number =>
  line.superseded ? -1 : (isInUse(line) ? 4 : 0) + (isShared(line) ? 2 : 0) + (line.isProduction ? 1 : 0)

const ageMs = ({ createdAtMs, atMs }: DigestLine): number => createdAtMs ?? atMs

/** What matters most first: in use, shared, production; then the newest image; what was superseded last. */
export const byImpact = (a: DigestLine, b: DigestLine): number =>
  impactOf(b) - impactOf(a) || ageMs(b) - ageMs(a) || (a.imageId < b.imageId ? -1 : 1)

/** The latest change first, then the newest image. */
export const newestFirst = (a: DigestLine, b: DigestLine): number =>
  b.atMs - a.atMs || ageMs(b) - ageMs(a) || (a.imageId < b.imageId ? -1 : 1)
