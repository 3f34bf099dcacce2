import type { Action } from './actions.ts'
import type { ImageRef } from './image.ts'
import type { Person, Place } from './request.ts'

/** The buttons that look but change nothing. */
export const LOOKS = ['status', 'details', 'history', 'check'] as const
export type Look = (typeof LOOKS)[number]

interface AskedBy {
  /** Made from the Slack payload: the same click is the same ask. */
  key: string
  person: Person
  place: Place
  workspaceId: string
  appId: string
  askedAtMs: number
}

/** What the Slack door puts on the queue. */
export type Ask =
  | (AskedBy & { kind: 'change'; action: Action; image: ImageRef })
  | (AskedBy & { kind: 'look'; look: Look; image: ImageRef })
  | (AskedBy & { kind: 'command'; text: string })
