import type { Message } from '../../../blocks/message.ts'
import { renderNoPlan, renderNoPlanRight, renderTooManyImages } from '../../../blocks/plan-answers.ts'
import { type Action, isFamilyAction } from '../../domain/actions.ts'
import type { AskOf, Selection } from '../../domain/ask.ts'
import { rolesFor } from '../../domain/authorise.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import { isOver, isRemoval, PLAN_IMAGES, type Plan, retirementOfPlan, reverseOf } from '../../domain/plan.ts'
import { isUndone } from '../../domain/plan-image.ts'
import { authorise } from '../steps/authorise.ts'
import { reply } from '../steps/reply.ts'
import type { PlanNeeds } from './needs.ts'
import { openPlan, planAskedBy, waitsForPlan } from './open-plan.ts'
import { readSelection } from './read-selection.ts'
import { seeSelection } from './see-selection.ts'

/**
 * Shows what is known of the selected images, in the form that is open: 1 which images, and what with them 2 permission 3 look at all of
 * them 4 write the plan, open 5 draw the form. Changes nothing in EC2.
 */
export const proposePlan = async (needs: PlanNeeds, ask: AskOf<'plan'>): Promise<void> => {
  if (!(await waitsForPlan(needs, ask, 'selection'))) return
  // 1 which images, and what with them
  const chosen = await choose(needs, ask)
  if (!chosen.ok) return reply(needs, ask, chosen.message)
  const { action, images, undoes, retries, suggestion } = chosen
  const retirement = action === 'retire' ? retirementOfPlan(chosen.isRemoved, needs.clock.nowMs()) : undefined
  if (images.length > PLAN_IMAGES)
    return reply(needs, ask, renderTooManyImages(action, images.length, PLAN_IMAGES))
  // 2 permission
  const right = await authorise(needs, ask, rolesFor(needs.config, action))
  if (!right.allowed) return reply(needs, ask, renderNoPlanRight(action, right))
  // 3 look at all of them
  const asked = {
    ...planAskedBy(ask),
    action,
    ...(retirement && { retirement }),
    ...(undoes !== undefined && { undoes }),
    ...(retries !== undefined && { retries }),
    ...(suggestion !== undefined && { suggestion }),
  }
  const seen = await seeSelection(needs, asked, images)
  if (seen.images.length === 0) return reply(needs, ask, renderNoPlan(action, seen.leftOut))
  // 4 write the plan 5 draw the form
  await openPlan(
    needs,
    { ...asked, ...(seen.withheld.length > 0 && { withheld: seen.withheld }) },
    seen.images,
    { viewId: ask.viewId, leftOut: seen.leftOut },
  )
}

type Chosen =
  /** `isRemoved`: of retire, the dates are removed. */
  | ({ ok: true; action: Action; images: readonly ImageRef[]; isRemoved?: boolean } & Pick<
      Plan,
      'undoes' | 'retries' | 'suggestion'
    >)
  | { ok: false; message: Message }

const choose = async (needs: PlanNeeds, ask: AskOf<'plan'>): Promise<Chosen> => {
  const { from, action, images } = ask
  if (from.kind === 'undo') return chooseDone(needs, from.planId)
  if (from.kind === 'alias' && from.asked.kind === 'retry')
    return chooseUndone(needs, from.asked.planId ?? '')
  if (from.kind === 'alias' || from.kind === 'revoke')
    return { ok: false, message: renderNoPlan(undefined, []) }
  if (from.kind === 'suggestion') return chooseSuggested(needs, ask, from)
  if (action === undefined) return { ok: false, message: renderNoPlan(undefined, []) }
  if (images)
    return images.length > 0 ? { ok: true, action, images } : { ok: false, message: renderNoPlan(action, []) }
  const read = await readSelection(needs, ask, from, PLAN_IMAGES)
  if (!read.ok) return read
  if (read.total > PLAN_IMAGES)
    return { ok: false, message: renderTooManyImages(action, read.total, PLAN_IMAGES) }
  return { ok: true, action, images: read.images.map(({ image }) => image) }
}

/** All images of a suggestion that are in no plan yet, or those of them that were ticked. */
const chooseSuggested = async (
  needs: PlanNeeds,
  ask: AskOf<'plan'>,
  from: Extract<Selection, { kind: 'suggestion' }>,
): Promise<Chosen> => {
  const { images: ticked } = ask
  const read = await readSelection(needs, ask, from, PLAN_IMAGES)
  if (!read.ok) return read
  const { action } = read
  const keys = ticked && new Set(ticked.map(imageKey))
  const images = read.images
    .map(({ image }) => image)
    .filter(image => keys === undefined || keys.has(imageKey(image)))
  return action === undefined || images.length === 0
    ? { ok: false, message: renderNoPlan(action, []) }
    : { ok: true, action, images, suggestion: from.id }
}

/** What a plan has not done. */
const chooseUndone = async ({ ledger }: PlanNeeds, planId: string): Promise<Chosen> => {
  const plan = await ledger.readPlan(planId)
  if (!plan || isFamilyAction(plan.action) || plan.state !== 'finished')
    return { ok: false, message: renderNoPlan(undefined, []) }
  const images = (await ledger.readPlanImages(planId)).filter(isUndone).map(({ image }) => image)
  return images.length === 0
    ? { ok: false, message: renderNoPlan(plan.action, []) }
    : { ok: true, action: plan.action, images, retries: planId, isRemoved: isRemoval(plan) }
}

/** What a plan has changed, and the action that undoes it. */
const chooseDone = async ({ ledger }: PlanNeeds, planId: string): Promise<Chosen> => {
  const plan = await ledger.readPlan(planId)
  const action = plan && reverseOf(plan)
  if (!plan || !action || !isOver(plan)) return { ok: false, message: renderNoPlan(action, []) }
  const done = (await ledger.readPlanImages(planId)).filter(
    ({ state, action: itself }) => state === 'done' && itself === undefined,
  )
  return { ok: true, action, images: done.map(({ image }) => image), undoes: planId, isRemoved: true }
}
