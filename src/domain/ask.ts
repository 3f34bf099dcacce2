import type { Action } from './actions.ts'
import type { AliasPlace } from './alias.ts'
import type { AliasAsk } from './alias-change.ts'
import type { AudienceChoice } from './audience.ts'
import type { ImageRef } from './image.ts'
import type { Person, RequestOptions, SlackPlace } from './request.ts'
import type { FilledRetirement } from './retirement.ts'
import { type ListVerb, LOOK_VERBS, type LookVerb } from './verb-kinds.ts'

/** `details`: all facts; `entry`: all of one change in the history; `check`: whether EC2 shows a change by now. */
export type Look = LookVerb | 'details' | 'entry' | 'check'

/** The buttons that look but change nothing. */
export const LOOKS: readonly Look[] = [...LOOK_VERBS, 'details', 'entry', 'check']

/** An approver approves or declines a request; the requester withdraws it. */
export const DECISIONS = ['approve', 'decline', 'withdraw'] as const
type Decision = (typeof DECISIONS)[number]

interface AskedBy {
  /** Made from the Slack payload: the same click is the same ask. */
  key: string
  person: Person
  place: SlackPlace
  /** Where it was asked. */
  workspaceId: string
  /** The organization of that workspace; says nothing of the person. */
  organizationId?: string
  /** Empty if the payload names none: then only its signature proves where it comes from. */
  appId: string
  askedAtMs: number
  /** The reading that the message waited for, if amiops has sent it again. */
  reading?: string
}

/** What a person filled in. Everything else is read from the proposal. */
export interface Filled {
  typedName?: string
  purpose?: string
  /** Of Share…. */
  choice?: AudienceChoice
  /** Of Retire…. */
  retirement?: FilledRetirement
  options: RequestOptions
}

/** What the public function puts on the queue. */
export type Ask =
  /** `viewId`: confirmed in a form, which is still open. */
  | (AskedBy & { kind: 'change'; action: Action; image: ImageRef; viewId?: string })
  /** A click on what needs a form, or a change that was typed: the form is open already, and empty. */
  | (AskedBy & {
      kind: 'propose'
      action: Action
      image: ImageRef
      viewId: string
      /** Of Share…: an audience that is chosen already. */
      audience?: string
      /** Of Share… and Retire…: undo the last change. */
      undo?: true
    })
  | (AskedBy & { kind: 'submit'; proposalId: string; viewId: string; filled: Filled })
  /** `viewId`: the form in which the approver wrote the comment. */
  | (AskedBy & {
      kind: 'decide'
      proposalId: string
      decision: Decision
      comment?: string
      viewId?: string
    })
  /** Passes on what this person may not do to those who may. */
  | (AskedBy & { kind: 'forward'; action: Action; image: ImageRef; viewId?: string })
  /** Somebody looks after a failure; `undo`: no longer. */
  | (AskedBy & { kind: 'acknowledge'; image: ImageRef; undo?: true })
  | (AskedBy & { kind: 'look'; look: Look; image: ImageRef; before?: string })
  /** A page of a digest's images. */
  | (AskedBy & { kind: 'list'; digest: string; burst: string; from: number })
  /** `command`: the slash command as it was typed; its name is the Slack app's. `page`: of a list, from 1. `viewId`: the form
   * that is open already, where the command asks for a change. */
  | (AskedBy & { kind: 'command'; command?: string; text: string; page?: number; viewId?: string })
  /** Somebody opened the app's Home tab. Slack names no workspace of theirs. */
  | (AskedBy & { kind: 'home' })
  /** Somebody, perhaps the bot, joined a channel that the bot is in. */
  | (AskedBy & { kind: 'joined' })
  /** "Image details" in a message's menu: whose message it is, the images of its buttons, and the ids in its text. */
  | (AskedBy & {
      kind: 'message'
      author: { userId?: string; botId?: string }
      images: readonly ImageRef[]
      imageIds: readonly string[]
    })

  /** Which images of a list are to be changed: the form is open, and empty. `page`: whose images come first, from 1. */
  | (AskedBy & { kind: 'select'; from: Selection; page: number; viewId: string })
  /** A plan is asked for: for selected images (without `images`, for all), the undo of a plan, an alias, or a revocation. */
  | (AskedBy & {
      kind: 'plan'
      from:
        | Selection
        | { kind: 'undo'; planId: string }
        | { kind: 'alias'; asked: AliasAsk }
        | { kind: 'revoke'; image: ImageRef }
      action?: Action
      images?: readonly ImageRef[]
      viewId: string
    })
  | (AskedBy & {
      kind: 'submit-plan'
      planId: string
      viewId: string
      purpose?: string
      /** The number of images, or the name of the only one. */
      typed?: string
      /** Of a roll back: which of the earlier targets. */
      target?: string
      /** Of a promotion: which alias of the family. */
      alias?: string
      /** The person overrides the objections, with the reason. */
      overrides?: true
      options: RequestOptions
    })
  /** `number`: of the plan's images, as the approver typed it. */
  | (AskedBy & {
      kind: 'decide-plan'
      planId: string
      decision: Decision
      number?: number
      comment?: string
      viewId?: string
    })
  | (AskedBy & { kind: 'stop-plan'; planId: string })
  /** None of what amiops suggested is to be done. */
  | (AskedBy & { kind: 'decline-suggestion'; suggestionId: string })
  /** All images of a plan, as a file. */
  | (AskedBy & { kind: 'list-plan'; planId: string })

/** What images are selected from: a list, the images of a digest, or what amiops suggested. */
export type Selection =
  | { kind: 'list'; verb: ListVerb; filters: string }
  | { kind: 'digest'; digest: string; burst: string }
  | { kind: 'suggestion'; id: string }

/** What amiops itself puts on the queue: the next steps of a running plan, the request of one of its items, the report of a week,
 * its clean-up, and what retirement rules want. */
export type PlanWork =
  | { kind: 'report'; key: string; slotMs: number; reading?: string }
  | { kind: 'clean-up'; key: string; slotMs: number }
  | { kind: 'withdraw'; key: string; slotMs: number }
  | { kind: 'run-plan'; key: string; planId: string; sentAtMs: number }
  | {
      kind: 'run-plan-image'
      key: string
      planId: string
      image: ImageRef
      assignment?: AliasPlace
      action?: Action
    }

export type AskOf<Kind extends Ask['kind']> = Extract<Ask, { kind: Kind }>
