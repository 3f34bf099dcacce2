import { renderNote } from '../../../blocks/note.ts'
import type { PlanWork } from '../../domain/ask.ts'
import type { Order } from '../../domain/order.ts'
import { imageActionOf, isRunning } from '../../domain/plan.ts'
import { planItemKey } from '../../domain/plan-image.ts'
import { orderOfPlan } from '../../domain/plan-order.ts'
import { readImage } from '../../stored/change-image.ts'
import { change } from '../change.ts'
import { leaveImage, refuseOrder } from '../perform/refuse.ts'
import { assign } from '../promote/assign.ts'
import type { PlanNeeds } from './needs.ts'

/**
 * Carries out one item of a plan: sets an alias, or changes an image as an ordinary request. Either is claimed, authorised and looked at
 * afresh. The outcome goes into the history of the alias or the image, where the plan reads it.
 */
export const runPlanImage = async (
  needs: PlanNeeds,
  work: Extract<PlanWork, { kind: 'run-plan-image' }>,
): Promise<void> => {
  const { planId } = work
  const plan = await needs.ledger.readPlan(planId)
  // A message that is delivered after all is over finds nothing to do.
  if (!plan || !isRunning(plan)) return
  const found = await needs.ledger.readPlanImage(planId, planItemKey(work))
  if (found?.image.state !== 'queued') return
  const { image: one } = found
  if (one.assignment) return assign(needs, plan, { ...one, assignment: one.assignment })
  const order = orderOfPlan(plan, imageActionOf(plan, one), one, found.impact)
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
