import type { Action } from './actions.ts'
import type { Cause } from './cause.ts'
import type { EventState } from './event.ts'
import type { Person, RequestState } from './request.ts'

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
