import type { Action } from './actions.ts'
import type { Assignment } from './alias.ts'
import type { Cause } from './cause.ts'
import type { SnapshotResult } from './change.ts'
import type { CloudTrailCallName, Principal, SharingChange } from './cloud-trail-call.ts'
import type { EventState, ImageEvent } from './event.ts'
import type { ImageState } from './image.ts'
import type { Person, Request, RequestState } from './request.ts'
import type { Retirement } from './retirement.ts'
import { NOBODY, type Sharing } from './sharing.ts'

/** One line of an image's history. Its id is the event's or the request's, so that writing it again changes nothing. */
export type HistoryEntry =
  | {
      kind: 'event'
      id: string
      atMs: number
      state: EventState
      cause?: Cause
      reason?: string
      by?: Person
      /** The request that it ended: the id and time of its entry. */
      ended?: { id: string; atMs: number }
      /** Arrived after something newer was known. */
      outOfOrder?: true
      /** EC2 contradicted it, and showed this state (`deregistered`: no such image): nothing was changed by it. */
      shownAs?: ImageState
      seenLate?: true
    }
  | {
      kind: 'request'
      id: string
      atMs: number
      action: Action
      outcome: RequestState | 'waiting' | 'approved' | 'declined' | 'withdrawn' | 'expired'
      by: Person
      reason?: string
      requestId?: string
      /** EC2's ids of the other calls, where it took several. */
      otherRequestIds?: readonly string[]
      /** The person's own words. */
      purpose?: string
      approvedBy?: Person
      /** The plan that it was a part of. */
      planId?: string
      emergencyOverride?: true
      /** What a person without permission tried to decide. */
      decision?: 'approve' | 'decline' | 'withdraw'
      /** What was known of its impact, in a line. */
      impactSummary?: string
      /** Of Share…: who got access, and who lost it. */
      sharing?: SharingChange
      /** Of Retire. */
      retirement?: Retirement
      /** Of Keep: the last day. */
      keepUntil?: string
      /** Of Disable and Make private: whom it took access from, for an undo. */
      taken?: Sharing
      snapshots?: readonly SnapshotResult[]
      /**
       * The session policy named all snapshots of the region, because those of the image do not fit into it: how many the image has; 0 if
       * they were not known.
       */
      allSnapshots?: number
    }
  | {
      /** A call to EC2, from CloudTrail. */
      kind: 'call'
      id: string
      atMs: number
      call: CloudTrailCallName
      principal: Principal
      /** Who asked for it in Slack: then it is amiops's own call, and proves that EC2 took it. */
      askedBy?: Person
      requestId?: string
      /** EC2 refused it. */
      errorCode?: string
      sharing?: SharingChange
      withSnapshots?: true
      /** A session of the actor role made it, and nobody asked amiops for it. */
      isUnexplained?: true
    }
  | {
      /** Somebody acknowledged the failure, or withdrew that. */
      kind: 'acknowledgement'
      id: string
      atMs: number
      by: Person
      undone?: true
    }
  | {
      /** An alias of a family was set to the image, in so many accounts and regions; `replaced`: to another one, in its place. */
      kind: 'assignment'
      id: string
      atMs: number
      change: Assignment['change']
      replaced?: true
      family: string
      alias: string
      places: number
      /** Who asked for it in Slack. */
      by?: Person
      /** Who did it outside of Slack. */
      principal?: Principal
      approvedBy?: Person
      purpose?: string
      planId?: string
    }
  | {
      /** A plan revoked the image, or undid that. */
      kind: 'revocation'
      id: string
      atMs: number
      by: Person
      undone?: true
      approvedBy?: Person
      purpose?: string
      planId: string
    }

/** The sort key of an entry, oldest first; also where a page of history ends. */
export const historyCursor = ({ atMs, id }: Pick<HistoryEntry, 'atMs' | 'id'>): string =>
  `${String(Math.max(0, atMs)).padStart(15, '0')}#${id}`

/** The time of an event's entry. AWS gives whole seconds: the end of its second, so that an answer comes after the request that it
 * answers, and always the same for the same event. */
export const eventEntryAtMs = ({ atMs, seenLate }: Pick<ImageEvent, 'atMs' | 'seenLate'>): number =>
  seenLate ? atMs : Math.floor(atMs / 1000) * 1000 + 999

/** What a person tried, and what it came to. */
export type Attempt = Extract<HistoryEntry, { kind: 'request' }>
/** What EC2 announced. */
export type EventEntry = Extract<HistoryEntry, { kind: 'event' }>
/** What CloudTrail reported. */
export type CallEntry = Extract<HistoryEntry, { kind: 'call' }>
/** An alias was set to the image, or from it to another one. */
export type AssignmentEntry = Extract<HistoryEntry, { kind: 'assignment' }>
export type RevocationEntry = Extract<HistoryEntry, { kind: 'revocation' }>
/** No other entry is about the same change. */
export type SingleEntry =
  | Extract<HistoryEntry, { kind: 'acknowledgement' }>
  | AssignmentEntry
  | RevocationEntry

export const OPEN_OUTCOMES: readonly Attempt['outcome'][] = [
  'asked',
  'acting',
  'accepted',
  'unknown',
  'waiting',
]

/** Whether an outcome is final: it is not replaced by one that is still open. */
export const isFinal = ({ outcome }: Pick<Attempt, 'outcome'>): boolean => !OPEN_OUTCOMES.includes(outcome)

const NO_RIGHT_PREFIX = 'no-right/'

/** Marks an attempt of a person without permission, whose clicks must not fill the history. */
export const withoutRight = (attempt: Attempt): Attempt => ({
  ...attempt,
  id: `${NO_RIGHT_PREFIX}${attempt.id}`,
})

export const isWithoutRight = ({ id }: Attempt): boolean => id.startsWith(NO_RIGHT_PREFIX)

/** How many of those who got or lost access are kept. */
export const KEPT_SHARES = 50

/** Who gets access by a request, and who loses it, by CloudTrail's names. */
export const sharingChangeOf = ({ share, unshare }: Pick<Request, 'share' | 'unshare'>): SharingChange => {
  const namesOf = ({ accounts, organizations, organizationalUnits, isPublic }: Sharing): string[] =>
    [...accounts, ...organizations, ...organizationalUnits, ...(isPublic ? ['all'] : [])].slice(
      0,
      KEPT_SHARES,
    )
  return { added: namesOf(share ?? NOBODY), removed: namesOf(unshare ?? NOBODY) }
}

/** A request as history keeps it. */
export const attemptOf = (request: Request): Attempt => ({
  kind: 'request',
  id: request.key,
  atMs: request.askedAtMs,
  action: request.action,
  outcome: request.state,
  by: request.person,
  ...(request.reason && { reason: request.reason.slice(0, 1000) }),
  ...(request.requestId && { requestId: request.requestId }),
  ...(request.otherRequestIds && { otherRequestIds: request.otherRequestIds }),
  ...(request.purpose && { purpose: request.purpose }),
  ...(request.approvedBy && { approvedBy: request.approvedBy }),
  ...(request.plan && { planId: request.plan.id }),
  ...(request.options?.emergencyOverride && { emergencyOverride: true as const }),
  ...(request.impactSummary && { impactSummary: request.impactSummary }),
  ...(request.action === 'shareWith' && { sharing: sharingChangeOf(request) }),
  ...(request.retirement && { retirement: request.retirement }),
  ...(request.options?.keepUntil && { keepUntil: request.options.keepUntil }),
  ...(request.taken && { taken: request.taken }),
  ...(request.snapshots && { snapshots: request.snapshots }),
  ...(request.allSnapshots !== undefined && { allSnapshots: request.allSnapshots }),
})
