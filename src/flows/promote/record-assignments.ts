import { entriesOfPlan } from '../../domain/assignment-entries.ts'
import type { Plan } from '../../domain/plan.ts'
import type { AssignmentItem, PlanImage } from '../../domain/plan-image.ts'
import type { Histories, Plans } from '../../ports.ts'

const isAssigned = (one: PlanImage): one is AssignmentItem =>
  one.assignment !== undefined && one.state === 'done'

/**
 * Writes into the histories of images which aliases a plan has set to them, and which name them no longer, with the number of places;
 * written again, it is the same.
 */
export const recordAssignments = async (
  { ledger }: { ledger: Pick<Plans, 'readPlanImages'> & Pick<Histories, 'addHistories'> },
  plan: Plan,
): Promise<void> => {
  const done = (await ledger.readPlanImages(plan.id)).filter(isAssigned)
  await ledger.addHistories(entriesOfPlan(plan, done))
}
