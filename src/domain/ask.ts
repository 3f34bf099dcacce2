import type { Action } from './actions.ts'
import type { ImageRef } from './image.ts'
import type { Person, Place, RequestOptions } from './request.ts'

/** The buttons that look but change nothing. */
export const LOOKS = ['status', 'details', 'history', 'uses', 'check'] as const
type Look = (typeof LOOKS)[number]

interface AskedBy {
  /** Made from the Slack payload: the same click is the same ask. */
  key: string
  person: Person
  place: Place
  workspaceId: string
  appId: string
  askedAtMs: number
}

/** What a person filled in. Everything else about it is read from the proposal. */
export interface Filled {
  typedName?: string
  purpose?: string
  options: RequestOptions
}

/** What the public function puts on the queue. */
export type Ask =
  | (AskedBy & { kind: 'change'; action: Action; image: ImageRef })
  /** A click on what needs a form: the form is open already, and empty. */
  | (AskedBy & { kind: 'propose'; action: Action; image: ImageRef; viewId: string })
  | (AskedBy & { kind: 'submit'; proposalId: string; viewId: string; filled: Filled })
  | (AskedBy & { kind: 'decide'; proposalId: string; decision: 'approve' | 'decline' })
  | (AskedBy & { kind: 'look'; look: Look; image: ImageRef; before?: string })
  /** `command`: the slash command as it was typed; its name is the Slack app's. */
  | (AskedBy & { kind: 'command'; command?: string; text: string })

export type AskOf<Kind extends Ask['kind']> = Extract<Ask, { kind: Kind }>
