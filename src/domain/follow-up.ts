import { NAMES_IT_ALREADY } from './alias-change.ts'
import { imageKey } from './image.ts'
import type { FollowUp, Plan } from './plan.ts'
import { isUndone, type PlanImage } from './plan-image.ts'

/** Where the earlier plan has it. */
type FollowUpKind = 'undone' | 'retried'

/** The plan that this one follows up; undefined where it follows none. */
export const followedPlan = ({
  undoes,
  retries,
  alias,
}: Pick<Plan, 'undoes' | 'retries' | 'alias'>): { planId: string; kind: FollowUpKind } | undefined => {
  if (undoes !== undefined) return { planId: undoes, kind: 'undone' }
  if (retries !== undefined) return { planId: retries, kind: 'retried' }
  const { kind, planId } = alias?.asked ?? {}
  return kind === 'retry' && planId !== undefined ? { planId, kind: 'retried' } : undefined
}

/** The images of some items: one that was enabled and shared again counts once. */
const keysOf = (items: readonly PlanImage[]): ReadonlySet<string> =>
  new Set(items.map(({ image }) => imageKey(image)))

const isDone = ({ state }: PlanImage): boolean => state === 'done'

/**
 * How far a finished plan follows up an earlier one; undefined if nothing of it was done.
 *
 * @param items of the finished plan
 * @param before the items of the earlier one
 * @param already the items of what followed it up in part before
 */
export const followUpOf = (
  { id: planId, person: by, alias, revocation, undoes, retries, withheld = [] }: Plan,
  items: readonly PlanImage[],
  before: readonly PlanImage[],
  already: readonly PlanImage[],
): FollowUp | undefined => {
  const done = items.filter(isDone)
  if (items.length > 0 && done.length === 0) return undefined
  // Of many images, those that could not be looked at are in no item; a revocation names what it leaves as it is.
  const wanted = keysOf(before.filter(retries === undefined ? isDone : isUndone))
  const isOfImages = retries !== undefined || (undoes !== undefined && !revocation)
  const isShort = isOfImages && keysOf([...done, ...already.filter(isDone)]).size < wanted.size
  const isLeft =
    (revocation?.unread.length ?? 0) > 0 ||
    // Somebody else may give it back.
    withheld.some(({ why }) => why === 'right') ||
    (alias?.heldBack ?? []).some(({ why }) => why !== NAMES_IT_ALREADY)
  return { planId, by, ...((done.length < items.length || isShort || isLeft) && { inPart: true as const }) }
}

/** The earlier plan with its follow-up; undefined if it was already followed up completely. */
export const withFollowUp = (plan: Plan, kind: FollowUpKind, followUp: FollowUp): Plan | undefined =>
  plan[kind] && (plan[kind].inPart === undefined || plan[kind].planId === followUp.planId)
    ? undefined
    : { ...plan, [kind]: followUp }

/** Whether nothing is left to undo, or to retry. */
export const isFollowedUp = (plan: Pick<Plan, 'undone' | 'retried'>, kind: FollowUpKind): boolean =>
  plan[kind] !== undefined && plan[kind].inPart === undefined
