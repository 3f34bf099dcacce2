import { renderNote } from '../../../blocks/note.ts'
import type { ImageRef } from '../../domain/image.ts'
import type { Order } from '../../domain/order.ts'
import { isRunning } from '../../domain/plan.ts'
import { orderOfPlan } from '../../domain/plan-order.ts'
import { readImage } from '../../stored/change-image.ts'
import { change } from '../change.ts'
import { leaveImage, refuseOrder } from '../perform/refuse.ts'
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
  const order = orderOfPlan(plan, found.image, found.impact)
  if (plan.state === 'stopping' && (await isUntouched(needs, order))) return refuseStopped(needs, order)
  await change(needs, order)
}

/** Whether EC2 was certainly not asked for it. */
const isUntouched = async ({ ledger, clock }: PlanNeeds, { key }: Order): Promise<boolean> => {
  const { kind } = await ledger.claimRequest(key, clock.nowMs())
  return kind === 'new' || kind === 'open'
}

/** It waited, for example while EC2 did not answer, and the plan was stopped. */
const refuseStopped = async (needs: PlanNeeds, order: Order): Promise<void> => {
  const reason = 'the plan was stopped'
  await refuseOrder(needs, order, {
    kind: 'refused',
    reason,
    message: renderNote('✋', 'The plan was stopped.'),
  })
  await leaveImage(needs, await readImage(needs.ledger, order.image), order.key)
  await needs.ledger.settleRequest(order.key)
}
