import type { Action } from './actions.ts'
import { type ImageRef, imageKey } from './image.ts'
import type { PlanImage } from './plan-image.ts'
import type { Person, Place, RequestOptions } from './request.ts'

/**
 * waiting (for an approval) -> running | declined | withdrawn | expired; running -> stopping -> finished, or running -> finished.
 * `stopping`: what has not started is cancelled, what is queued goes on.
 */
type PlanState = 'waiting' | 'running' | 'stopping' | 'finished' | 'declined' | 'withdrawn' | 'expired'

/** Asked of a second person, once for all images. */
export interface PlanApproval {
  roles: readonly string[]
  channel: string
  askedAtMs: number
  expiresAtMs: number
  /** The plan has more images than its person may change within an hour: the approver has to name their number. */
  mustNameNumber?: true
  /** The click that decided: delivered again, it continues. */
  decision?: string
  decidedBy?: Person
  decidedAtMs?: number
  comment?: string
}

/** Several changes that are requested, approved and reported as one. Each is carried out as a request of its own. */
export interface Plan {
  /** Opaque, from the click: the same click is the same plan. */
  id: string
  /** How often it was written: two writers that read the same version cannot both write. */
  version: number
  state: PlanState
  action: Action
  options: RequestOptions
  purpose?: string
  /** How many images it has. */
  images: number
  person: Person
  place: Place
  workspaceId: string
  appId: string
  createdAtMs: number
  approval?: PlanApproval
  /** Until when what was asked, or approved, may be carried out. */
  runUntilMs?: number
  stoppedBy?: Person
  /** The plan that it reverses. */
  undoes?: string
}

/** The most images of one plan. */
const PLAN_IMAGES = 1_000

/** A click is good for ten minutes; a plan takes longer, and rights, state and facts are checked again for each image. */
export const PLAN_GOOD_FOR_MS = 24 * 60 * 60_000

type Asked = Omit<Plan, 'version' | 'state' | 'images' | 'approval' | 'runUntilMs' | 'stoppedBy'>

export type NewPlan =
  | { kind: 'created'; plan: Plan; images: PlanImage[] }
  | { kind: 'no-images' }
  | { kind: 'too-many'; images: number; most: number }
  /** It is above what the person may change, and nobody is configured to approve it. */
  | { kind: 'above-limit'; images: number; most: number }

/**
 * A plan for these images, each once.
 *
 * @param need the approval that the config asks for, for any of them; undefined where none is needed
 * @param left how many images the person may still change within the hour; without a limit, infinite
 */
export const createPlan = (
  asked: Asked,
  selected: readonly ImageRef[],
  need: Pick<PlanApproval, 'roles' | 'channel' | 'expiresAtMs'> | undefined,
  left: number,
): NewPlan => {
  const images = [...new Map(selected.map(image => [imageKey(image), image])).values()]
  if (images.length === 0) return { kind: 'no-images' }
  if (images.length > PLAN_IMAGES) return { kind: 'too-many', images: images.length, most: PLAN_IMAGES }
  const isAbove = images.length > left
  if (isAbove && !need) return { kind: 'above-limit', images: images.length, most: Math.max(0, left) }
  const { createdAtMs } = asked
  const plan: Plan = { ...asked, version: 0, images: images.length, ...startOf(need, isAbove, createdAtMs) }
  return { kind: 'created', plan, images: images.map(image => ({ image, state: 'waiting' })) }
}

const startOf = (
  need: Pick<PlanApproval, 'roles' | 'channel' | 'expiresAtMs'> | undefined,
  isAbove: boolean,
  nowMs: number,
): Pick<Plan, 'state' | 'approval' | 'runUntilMs'> =>
  need
    ? { state: 'waiting', approval: { ...need, askedAtMs: nowMs, ...(isAbove && { mustNameNumber: true }) } }
    : { state: 'running', runUntilMs: nowMs + PLAN_GOOD_FOR_MS }

/** When somebody has to see to a plan; undefined for one that is over. */
export const planDueAtMs = ({ state, approval, createdAtMs }: Plan): number | undefined => {
  if (state === 'waiting') return approval?.expiresAtMs ?? createdAtMs
  return state === 'running' || state === 'stopping' ? createdAtMs : undefined
}

/** A reverse plan's action; undefined for what no plan undoes. Deregistering what was restored would lose it again. */
const REVERSE: Readonly<Partial<Record<Action, Action>>> = {
  disable: 'enable',
  enable: 'disable',
  deregister: 'restore',
}

export type UndoPlan =
  | { kind: 'possible'; action: Action; images: ImageRef[] }
  | { kind: 'impossible'; action: Action }
  | { kind: 'nothing-done' }

/** What would reverse a plan: the images that were changed, and how. Rights, facts and an approval are asked for as for any. */
export const undoOf = ({ action }: Pick<Plan, 'action'>, images: readonly PlanImage[]): UndoPlan => {
  const reverse = REVERSE[action]
  if (reverse === undefined) return { kind: 'impossible', action }
  const done = images.flatMap(({ state, image }) => (state === 'done' ? [image] : []))
  return done.length === 0 ? { kind: 'nothing-done' } : { kind: 'possible', action: reverse, images: done }
}
