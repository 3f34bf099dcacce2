import { followedPlan, followUpOf, withFollowUp } from '../../domain/follow-up.ts'
import type { Plan } from '../../domain/plan.ts'
import { changePlan } from '../../stored/change-plan.ts'
import type { PlanNeeds } from './needs.ts'
import { showPlan } from './show-plan.ts'

type Needs = Pick<PlanNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/** Writes a finished plan that undoes or retries an earlier one into that one, and updates its card. Doing it twice changes nothing. */
export const recordFollowUp = async (needs: Needs, plan: Plan): Promise<void> => {
  const { ledger } = needs
  const followed = plan.state === 'finished' ? followedPlan(plan) : undefined
  if (!followed) return
  const { planId, kind } = followed
  const known = (await ledger.readPlan(planId))?.[kind]
  const already = known && known.planId !== plan.id ? await ledger.readPlanImages(known.planId) : []
  const [items, before] = [await ledger.readPlanImages(plan.id), await ledger.readPlanImages(planId)]
  const followUp = followUpOf(plan, items, before, already)
  if (!followUp) return
  const written = await changePlan(ledger, planId, now => withFollowUp(now, kind, followUp))
  if (written) await showPlan(needs, written.plan)
}
