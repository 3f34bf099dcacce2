import type { AskOf } from '../../domain/ask.ts'
import type { Plan } from '../../domain/plan.ts'
import { changePlan } from '../../stored/change-plan.ts'
import type { SeenAgain } from './kind.ts'
import type { PlanNeeds } from './needs.ts'
import { createPlan, openPlan } from './open-plan.ts'

/** A new plan with the same request, for what is asked now. */
const askedAgain = (
  plan: Plan,
  ask: AskOf<'submit-plan'>,
  { alias, revocation, withheld = [] }: SeenAgain,
) => {
  const { action, person, place, workspaceId, appId, undoes, retries, suggestion, retirement } = plan
  return {
    id: ask.key,
    action,
    options: ask.options,
    person,
    place,
    workspaceId,
    appId,
    createdAtMs: ask.askedAtMs,
    ...(alias && { alias }),
    ...(revocation && { revocation }),
    ...(retirement && { retirement }),
    ...(withheld.length > 0 && { withheld }),
    ...(undoes !== undefined && { undoes }),
    ...(retries !== undefined && { retries }),
    ...(suggestion !== undefined && { suggestion }),
  }
}

/** The form again, as a plan of its own, with everything as it is now. */
export const showChanged = async (
  needs: PlanNeeds,
  plan: Plan,
  ask: AskOf<'submit-plan'>,
  seen: SeenAgain,
): Promise<void> =>
  openPlan(needs, askedAgain(plan, ask, seen), seen.images, {
    viewId: ask.viewId,
    leftOut: seen.leftOut,
    ...(seen.differs === 'to-show' ? { chosen: true as const } : { changed: true as const }),
    ...(seen.choices && { choices: seen.choices }),
    ...(ask.purpose && { purpose: ask.purpose }),
  })

/**
 * A form was sent with another choice than it showed: its plan is never taken, and a new plan has what was chosen.
 *
 * @returns undefined where another submission of the form was faster
 */
export const replacePlan = async (
  needs: PlanNeeds,
  plan: Plan,
  ask: AskOf<'submit-plan'>,
  seen: SeenAgain,
): Promise<Plan | undefined> => {
  const replaced = await changePlan(needs.ledger, plan, now =>
    now.state === 'open' && now.submittedBy === undefined ? { ...now, submittedBy: ask.key } : undefined,
  )
  if (replaced?.plan.submittedBy !== ask.key) return undefined
  return createPlan(needs, askedAgain(plan, ask, seen), seen.images)
}
