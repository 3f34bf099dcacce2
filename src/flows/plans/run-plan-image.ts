import type { ImageRef } from '../../domain/image.ts'
import { isRunning } from '../../domain/plan.ts'
import { orderOfPlan } from '../../domain/plan-order.ts'
import { change } from '../change.ts'
import type { PlanNeeds } from './needs.ts'

/**
 * Carries out the change of one image of a plan, as an ordinary request: claimed, authorised and looked at afresh. What becomes of it is in
 * the image's history, where the plan reads it.
 */
export const runPlanImage = async (
  needs: PlanNeeds,
  { planId, image }: { planId: string; image: ImageRef },
): Promise<void> => {
  const plan = await needs.ledger.readPlan(planId)
  // A message that is delivered after all is over finds nothing to do.
  if (!plan || !isRunning(plan)) return
  const found = await needs.ledger.readPlanImage(planId, image)
  if (found?.image.state !== 'queued') return
  await change(needs, orderOfPlan(plan, found.image, found.impact))
}
