import type { Action } from './actions.ts'
import type { AliasPlace, Assignment, NamedImage } from './alias.ts'
import type { Attempt } from './history.ts'
import { type ImageRef, imageKey } from './image.ts'
import type { Sharing } from './sharing.ts'

/**
 * waiting -> queued -> refused | failed, or -> unconfirmed -> done | failed; waiting -> cancelled. `unconfirmed`: EC2 was called, and
 * neither an event nor a look has confirmed the change yet.
 */
export const PLAN_IMAGE_STATES = [
  'waiting',
  'queued',
  'unconfirmed',
  'done',
  'refused',
  'failed',
  'cancelled',
] as const
type PlanImageState = (typeof PLAN_IMAGE_STATES)[number]

/** An alias in one account and region, and what it named when the plan was requested: nothing where its parameter did not exist. */
export interface PlanAssignment extends AliasPlace {
  from?: NamedImage
}

/** One image of a plan; with an assignment, one alias in one place, which is set to the image. */
export interface PlanImage {
  image: ImageRef
  name?: string
  assignment?: PlanAssignment
  /** The action for this image, if it differs from the plan's. */
  action?: Action
  /** Of Re-share: who gets access back, of those whose permissions are still saved; absent for all of them. */
  share?: Sharing
  state: PlanImageState
  /** When its request was first put on the queue: the time of its entry in the history. */
  queuedAtMs?: number
  /** When it was put there last. */
  sentAtMs?: number
  endedAtMs?: number
  /** Why it was refused, failed or cancelled. */
  reason?: string
}

/** One item of a plan that sets an alias. */
export type AssignmentItem = PlanImage & { assignment: PlanAssignment }

/** Identifies an item of a plan: one image can have several, for the accounts in which an alias is set, or for Enable and Re-share. */
export const planItemKey = ({
  image,
  assignment,
  action,
}: Pick<PlanImage, 'image' | 'assignment' | 'action'>): string =>
  assignment ? aliasItemKey(assignment) : `${action === 'share' ? 'share/' : ''}${imageKey(image)}`

/** Shorter than the parameter can be, since it is part of keys. */
const aliasItemKey = ({ account, region, family, alias }: AliasPlace): string =>
  `alias/${account}/${region}/${family}/${alias}`

/** The account and region that it is carried out in. */
export const placeOf = ({
  image,
  assignment,
}: Pick<PlanImage, 'image' | 'assignment'>): Pick<ImageRef, 'account' | 'region'> => assignment ?? image

const OPEN: readonly PlanImageState[] = ['waiting', 'queued', 'unconfirmed']

export const isEnded = ({ state }: PlanImage): boolean => !OPEN.includes(state)

/** An image whose request is put on the queue, perhaps again. */
export const queueImage = (one: PlanImage, nowMs: number): PlanImage => ({
  ...one,
  state: 'queued',
  queuedAtMs: one.queuedAtMs ?? nowMs,
  sentAtMs: nowMs,
})

/** The state of an item by the outcome of its request in the history; undefined while the plan does not count it. */
const STATE_OF: Readonly<Partial<Record<Attempt['outcome'] | Assignment['outcome'], PlanImageState>>> = {
  delayed: 'waiting',
  accepted: 'unconfirmed',
  unknown: 'unconfirmed',
  confirmed: 'done',
  refused: 'refused',
  failed: 'failed',
}

/**
 * Records the outcome of an image. A final outcome is not changed by later ones, with one exception: an alias that had failed was set
 * after all, because Parameter Store accepted the image late.
 *
 * @returns undefined if there is nothing to write
 */
export const withOutcome = (
  one: PlanImage,
  { outcome, reason }: Pick<Attempt, 'outcome' | 'reason'> | Pick<Assignment, 'outcome' | 'reason'>,
  nowMs: number,
): PlanImage | undefined => {
  const state = STATE_OF[outcome]
  const isOpen = one.state === 'queued' || one.state === 'unconfirmed'
  const isSetLate = one.assignment !== undefined && one.state === 'failed' && state === 'done'
  if (state === undefined || state === one.state || !(isOpen || isSetLate)) return undefined
  if (state === 'unconfirmed' || state === 'waiting') return { ...one, state }
  const { reason: _before, ...rest } = one
  return {
    ...rest,
    state,
    endedAtMs: nowMs,
    // The remark about an alias is kept even if the alias was set.
    ...(reason && (state !== 'done' || one.assignment) && { reason: reason.slice(0, 500) }),
  }
}

/** Whether it ended without being done, so that it can be tried again. */
export const isUndone = ({ state }: PlanImage): boolean =>
  state === 'refused' || state === 'failed' || state === 'cancelled'

/** Cancels an image that has not started. @returns undefined for one that has */
export const cancelImage = (one: PlanImage, reason: string, nowMs: number): PlanImage | undefined =>
  one.state === 'waiting' ? { ...one, state: 'cancelled', endedAtMs: nowMs, reason } : undefined

export type PlanCounts = Readonly<Record<PlanImageState, number>>

/** How many images are in each state. */
export const countPlan = (images: readonly PlanImage[]): PlanCounts => {
  const counts = { waiting: 0, queued: 0, unconfirmed: 0, done: 0, refused: 0, failed: 0, cancelled: 0 }
  for (const { state } of images) counts[state] += 1
  return counts
}
