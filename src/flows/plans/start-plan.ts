import type { Plan } from '../../domain/plan.ts'
import { markRevoked } from '../revoke/mark-revoked.ts'
import type { PlanNeeds } from './needs.ts'

/** Begins a plan that runs: 1 what it revokes is marked 2 its first steps are put on the queue. Again, it comes to the same. */
export const startPlan = async (needs: PlanNeeds, plan: Plan): Promise<void> => {
  await markRevoked(needs, plan)
  await needs.queues.runPlan(plan.id, needs.clock.nowMs())
}
