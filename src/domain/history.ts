import type { Action } from './actions.ts'
import type { Cause } from './cause.ts'
import type { EventState } from './event.ts'
import type { Person, RequestState } from './request.ts'
import type { Principal, SharingChange, TrailCallName } from './trail.ts'

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
      /** Arrived after something newer was known. */
      old?: true
      seenLate?: true
    }
  | {
      kind: 'request'
      id: string
      atMs: number
      action: Action
      outcome: RequestState
      by: Person
      reason?: string
      requestId?: string
    }
  | {
      /** A call to EC2 that CloudTrail told of. */
      kind: 'call'
      id: string
      atMs: number
      call: TrailCallName
      principal: Principal
      /** Who asked for it in Slack: then it is amiops's own call, and proves that EC2 took it. */
      askedBy?: Person
      requestId?: string
      /** EC2 refused it. */
      errorCode?: string
      sharing?: SharingChange
      withSnapshots?: true
    }
