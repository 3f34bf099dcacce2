import type { Action } from './actions.ts'
import type { Cause } from './cause.ts'
import type { KeptCall, Principal } from './cloud-trail-call.ts'
import type { Difference } from './differences.ts'
import type { EventState } from './event.ts'
import type { ExposureAlert } from './exposure-alert.ts'
import type { ImageFacts, ImageRef, ImageState } from './image.ts'
import type { LaunchSummary } from './launchability.ts'
import type { Person, Request } from './request.ts'
import type { Successor } from './retirement.ts'
import type { Revoked } from './revocation.ts'
import type { CriticalFindings } from './scan-news.ts'
import type { FindingCounts } from './scan-results.ts'
import type { Sharing } from './sharing.ts'

/** The last event that changed the record. */
export interface LastEvent {
  eventId: string
  state: EventState
  atMs: number
  cause?: Cause
  reason?: string
  /** Who asked for it in Slack, and how long AWS took to prove it. */
  by?: { person: Person; afterMs: number }
  /** Who did it outside Slack, if CloudTrail named them. */
  principal?: Principal
  /** EC2's id in the event. */
  requestId?: string
  seenLate?: true
  replayName?: string
  /** The request that it ended though it is not its answer: the id and time of its entry in the history. */
  ended?: { id: string; atMs: number }
  /** When it was sent by e-mail, because Slack did not accept it. */
  emailedAtMs?: number
}

/** Whom a card mentions, as the config names them, and the rule that does so. */
export interface CardMention {
  who: readonly string[]
  rule: string
}

/** Another image of the same family, and since when it is good. */
export interface FamilyImage {
  imageId: string
  name: string
  atMs: number
}

/** Of a new image: its family, and the build that it replaces. */
export interface NewBuild {
  family: string
  /** The newest earlier build that can be launched in its account and region; absent where there is none. */
  replaces?: FamilyImage & { differences: readonly Difference[] }
}

/** The message that carries the image's card in a channel. */
export interface Card {
  /** The channel as the config names it. */
  channel: string
  channelId: string
  ts: string
  /** The `rev` that it shows; below the record's own, it is outdated. */
  shownRev: number
  /** The event that it was posted for: if that is delivered again, it is already announced here. */
  postedFor?: string
  /** Stays on the card; an edit notifies nobody. */
  mention?: CardMention
}

/** A copy of an image, as a card of its build shows it. */
export interface CopyRow extends ImageRef {
  state: ImageState
}

/** Another image of its build, whose card in a channel shows this one. */
export interface SharedCard {
  channel: string
  image: ImageRef
  /** The state that its row shows. */
  shown?: ImageState
}

export type NotRestorable = 'image' | 'snapshots' | 'unknown'

/** Somebody's proposal that waits for a second person. */
export interface WaitingApproval {
  proposalId: string
  by: Person
  /** As the config names it. */
  channel: string
  untilMs: number
}

/** The part of a retirement that the ledger saves; EC2 has the date. */
export interface KeptRetirement {
  successor?: Successor
  by: Person
  atMs: number
  purpose?: string
}

/** A scan by Amazon Inspector that a person started, until EC2 shows what it found. */
export interface StartedScan {
  by: Person
  sinceMs: number
  /** Why it ended without a result. */
  failed?: string
}

/** What the ledger knows of an image. */
export interface ImageRecord extends ImageRef {
  /** How often it was written: two writers that read the same version cannot both write. */
  version: number
  /** How often what people see of it changed. */
  rev: number
  facts?: ImageFacts
  lastEvent?: LastEvent
  /** The state that looks at EC2 have found since then, if it is another one, with the times of the first and the last such look. */
  observedState?: { state: ImageState; atMs: number; sinceMs?: number }
  /** The latest request. */
  request?: Request
  /** The newest calls from outside amiops, oldest first: they may explain a state whose event is still to come. */
  calls?: readonly KeptCall[]
  /** Launch permissions that disabling took away, until they are given back. */
  savedPermissions?: Sharing
  /** Of an encrypted image that is shared: who could launch it, when that was last looked up. */
  launches?: LaunchSummary
  /** What was counted of Amazon Inspector's findings, and for which scan. */
  findings?: FindingCounts
  /** Of an image that an alias names. */
  criticals?: CriticalFindings
  /** A scan that a person started. */
  scanning?: StartedScan
  /** A deregistered image that the Recycle Bin still holds, and until when. */
  recycled?: { untilMs: number }
  /** Why it can't be restored: what is missing in the Recycle Bin, or that this could not be found out. */
  notRestorable?: NotRestorable
  /** Of a failed image: the newest available image of its family. */
  lastGood?: FamilyImage
  /** Since when that has to be looked up, or looked up again. */
  lastGoodDueMs?: number
  /** Of a new image. */
  newBuild?: NewBuild
  /** Since when that has to be looked up. */
  newBuildDueMs?: number
  /** Of a failed image: who looks after the failure. */
  acknowledged?: { by: Person; atMs: number }
  /** The image is bad: neither it nor what was made from it may be used. */
  revoked?: Revoked
  /** Who set the deprecation date in Slack, and what to use instead. */
  retirement?: KeptRetirement
  /** What waits for a second person, by what is asked for. */
  waiting?: Readonly<Partial<Record<Action, WaitingApproval>>>
  cards: readonly Card[]
  /** Alerts that it was opened to others, oldest first: the newest ones. */
  alerts?: readonly ExposureAlert[]
  /** Other images of its build that its cards show. */
  copies?: readonly CopyRow[]
  /** Cards of other images of its build that show it, in channels where it has no card of its own. */
  sharedCards?: readonly SharedCard[]
  /** The `ts` of the last card that was deleted, by channel: another one may replace it. */
  lostCardTs?: Readonly<Record<string, string>>
}

export const emptyRecord = ({ account, region, imageId }: ImageRef): ImageRecord => ({
  account,
  region,
  imageId,
  version: 0,
  rev: 0,
  cards: [],
})

/** Since when looks have found the state that the last one found. */
export const observedSinceMs = ({
  atMs,
  sinceMs = atMs,
}: NonNullable<ImageRecord['observedState']>): number => sinceMs

/** When it last changed, by all that is written in it. */
export const changedAtMs = ({ lastEvent, observedState, request }: ImageRecord): number =>
  Math.max(lastEvent?.atMs ?? 0, observedState ? observedSinceMs(observedState) : 0, request?.askedAtMs ?? 0)

export const isWaitingFor = ({ untilMs }: WaitingApproval, nowMs: number): boolean => nowMs < untilMs

export const withoutWaiting = (record: ImageRecord, action: Action): ImageRecord => {
  const { waiting: { [action]: _decided, ...waiting } = {}, ...rest } = record
  return { ...rest, ...(Object.keys(waiting).length > 0 && { waiting }), rev: record.rev + 1 }
}

/** The state that the image's cards show. */
export const stateOf = (record: ImageRecord): ImageState | undefined =>
  record.observedState?.state ?? record.lastEvent?.state ?? record.facts?.state
