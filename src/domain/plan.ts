import { type Action, isFamilyAction, type PlanAction } from './actions.ts'
import type { AliasChange } from './alias-change.ts'
import type { PlanFacts } from './plan-facts.ts'
import type { PlanImage } from './plan-image.ts'
import type { Person, RequestOptions, SlackPlace } from './request.ts'
import type { Retirement } from './retirement.ts'
import type { Revocation } from './revocation.ts'

/**
 * open (its form) -> running, or -> waiting (for an approval) -> running | declined | withdrawn | expired; running -> finished, or ->
 * stopping -> finished. `stopping`: images that have not started are cancelled, those that are queued continue.
 */
export const PLAN_STATES = [
  'open',
  'waiting',
  'running',
  'stopping',
  'finished',
  'declined',
  'withdrawn',
  'expired',
] as const
type PlanState = (typeof PLAN_STATES)[number]

/** Asked of a second person, once for all images. */
export interface PlanApproval {
  roles: readonly string[]
  channel: string
  askedAtMs: number
  expiresAtMs: number
  reminded: number
  remindAtMs: number
  /** The plan has more images than its person may change within an hour: the approver has to type their number. */
  mustTypeNumber?: true
  /** The click that decided: delivered again, it continues. */
  decision?: string
  decidedBy?: Person
  decidedAtMs?: number
  comment?: string
}

/** How a later plan followed up an earlier one: by undoing what it did, or by doing what it had not done. */
export interface FollowUp {
  planId: string
  by: Person
  /** Something of it is still left to do. */
  inPart?: true
}

/** Launch permissions of so many images that an undo does not give back, and why. */
export interface WithheldSharing {
  /**
   * `alert`: they include some that were removed after an alert; `right`: the requester may not re-share; `approval`: Re-share has
   * approvers of its own.
   */
  why: 'alert' | 'right' | 'approval'
  images: number
}

/** Several changes that are requested, approved and reported as one. Each is carried out as a request of its own. */
export interface Plan {
  /** Opaque, from the click: the same click is the same plan. */
  id: string
  /** How often it was written: two writers that read the same version cannot both write. */
  version: number
  state: PlanState
  action: PlanAction
  /** Of promote and rollback: which alias, and to what. */
  alias?: AliasChange
  /** Of revoke: what is withdrawn. */
  revocation?: Revocation
  /** Of retire: the date that all images get; without one, theirs is removed. */
  retirement?: Retirement
  options: RequestOptions
  purpose?: string
  /** How many images it has, and what was known of them when it was requested. */
  images: number
  facts: PlanFacts
  person: Person
  place: SlackPlace
  workspaceId: string
  appId: string
  createdAtMs: number
  /** The form that was sent: delivered again, it continues. */
  submittedBy?: string
  approval?: PlanApproval
  /** Until when the plan may be carried out after it was requested or approved. */
  runUntilMs?: number
  /** When a function last worked on it. */
  ranAtMs?: number
  stoppedBy?: Person
  /** The plan that it undoes or, for images, that it retries. A retry of an alias is in `alias.asked`. */
  undoes?: string
  retries?: string
  /** Of the undo of a plan that disabled images. */
  withheld?: readonly WithheldSharing[]
  /** The later plan that undid it, or retried what it had not done. */
  undone?: FollowUp
  retried?: FollowUp
  /** The suggestion of amiops that it was made of. */
  suggestion?: string
  /** Its message in Slack, and the `ts` of the last one that was deleted. */
  card?: { channelId: string; ts: string }
  lostCardTs?: string
  /** When the card was last drawn, and what it showed. */
  shown?: { atMs: number; counts: string }
  /** The card shows the end, and the requester is notified. */
  isReported?: true
}

/** The most images of one plan. */
export const PLAN_IMAGES = 1_000

/** A click is good for ten minutes; a plan takes longer, and rights, state and facts are checked again for each image. */
export const PLAN_GOOD_FOR_MS = 24 * 60 * 60_000

/** How many images it changes, for the hourly limit and for the number that an approver types. The aliases of a revocation do not count. */
export const imagesOf = ({ revocation, images }: Pick<Plan, 'revocation' | 'images'>): number =>
  revocation?.images.length ?? images

export type SubmittedPlan =
  | { kind: 'submitted'; plan: Plan }
  /** It is above what the person may change, and nobody is configured to approve it. */
  | { kind: 'above-limit'; images: number; most: number }

/** Which second person, and until when. */
export type PlanNeed = Pick<PlanApproval, 'roles' | 'channel' | 'expiresAtMs' | 'remindAtMs'>

/**
 * A plan whose form was sent: it runs, or waits for an approval.
 *
 * @param need the approval that the config asks for, for any of its images; undefined where none is needed
 * @param other the approval that a plan above the limit needs in any case; undefined where nobody is configured to give one
 * @param left how many images the person may still change within the hour; infinite where nothing limits it
 */
export const submitPlan = (
  plan: Plan,
  { need, other, left }: { need: PlanNeed | undefined; other: PlanNeed | undefined; left: number },
  nowMs: number,
): SubmittedPlan => {
  const isAbove = imagesOf(plan) > left
  const asked = need ?? (isAbove ? other : undefined)
  if (isAbove && !asked) return { kind: 'above-limit', images: imagesOf(plan), most: Math.max(0, left) }
  if (!asked)
    return { kind: 'submitted', plan: { ...plan, state: 'running', runUntilMs: nowMs + PLAN_GOOD_FOR_MS } }
  const approval: PlanApproval = {
    ...asked,
    askedAtMs: nowMs,
    reminded: 0,
    ...(isAbove && { mustTypeNumber: true as const }),
  }
  return { kind: 'submitted', plan: { ...plan, state: 'waiting', approval } }
}

export const isRunning = ({ state }: Pick<Plan, 'state'>): boolean =>
  state === 'running' || state === 'stopping'

/** Whether nothing will be carried out any more, or all of it was. */
export const isOver = ({ state }: Pick<Plan, 'state'>): boolean =>
  state !== 'open' && state !== 'waiting' && !isRunning({ state })

/** A running plan is worked on every minute. After this time, no function works on it. */
const LEFT_ALONE_MS = 5 * 60_000

/** When the schedule has to see to a plan; undefined where it need not. */
export const planDueAtMs = (plan: Plan): number | undefined => {
  const { state, approval, createdAtMs, ranAtMs, isReported } = plan
  if (state === 'open') return undefined
  if (state === 'waiting')
    return Math.min(approval?.remindAtMs ?? createdAtMs, approval?.expiresAtMs ?? createdAtMs)
  if (isRunning(plan)) return ranAtMs === undefined ? createdAtMs : ranAtMs + LEFT_ALONE_MS
  return isReported ? undefined : createdAtMs
}

/** The action that undoes another one. Restore has none: deregistering would lose the images again. */
const REVERSE: Readonly<Partial<Record<Action, Action>>> = {
  disable: 'enable',
  enable: 'disable',
  deregister: 'restore',
}

export const reverseOf = ({
  action,
  retirement,
}: Pick<Plan, 'action' | 'retirement'>): Action | undefined => {
  if (isFamilyAction(action)) return undefined
  // Which dates were removed is in the history of each image.
  if (action === 'retire') return retirement?.deprecateAtMs === undefined ? undefined : 'retire'
  return REVERSE[action]
}

/** What a plan does to an image that is not assigned to an alias: a revoked one is disabled, unless the item says otherwise. */
export const imageActionOf = ({ action }: Pick<Plan, 'action'>, one?: Pick<PlanImage, 'action'>): Action =>
  one?.action ?? (isFamilyAction(action) ? 'disable' : action)

/** Dates that a plan sets: people are warned a week before, and on the days after that. */
const DATE_AHEAD_MS = 7 * 24 * 60 * 60_000
const DAY_MS = 24 * 60 * 60_000

/** What a plan of retire does to each image: gives it a date, the beginning of the day a week later in UTC; or removes its date. */
export const retirementOfPlan = (isRemoved: boolean | undefined, nowMs: number): Retirement =>
  isRemoved ? {} : { deprecateAtMs: Math.floor((nowMs + DATE_AHEAD_MS) / DAY_MS) * DAY_MS }

/** Whether a plan removes deprecation dates. */
export const isRemoval = ({ action, retirement }: Pick<Plan, 'action' | 'retirement'>): boolean =>
  action === 'retire' && retirement?.deprecateAtMs === undefined
