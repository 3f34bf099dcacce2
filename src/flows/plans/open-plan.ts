import { renderTooLateToAnswer } from '../../../blocks/not-taken.ts'
import { isFamilyAction, type PlanAction } from '../../domain/actions.ts'
import type { AskOf } from '../../domain/ask.ts'
import { groupBy } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import type { Plan } from '../../domain/plan.ts'
import { planFactsOf } from '../../domain/plan-facts.ts'
import { GOOD_FOR_MS } from '../../domain/request-timing.ts'
import type { SeenPlanImage } from '../../ports.ts'
import { reply } from '../steps/reply.ts'
import { type Drawing, drawPlanForm } from './draw-plan-form.ts'
import type { PlanNeeds } from './needs.ts'
import type { Seen } from './see-images.ts'

/** The question for a plan's form, whatever the plan changes. */
type PlanAsk = Omit<AskOf<'plan'>, 'kind' | 'from' | 'action'> & { action?: PlanAction }

/** Whether the open form still waits for its plan. If the request is too old, the form says so. */
export const waitsForPlan = async (
  needs: PlanNeeds,
  ask: PlanAsk,
  asked: 'click' | 'selection',
): Promise<boolean> => {
  if (needs.clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS) {
    await reply(needs, ask, renderTooLateToAnswer(asked))
    return false
  }
  // Delivered again after the form was sent: it shows the answer to that now.
  const known = await needs.ledger.readPlan(ask.key)
  return known === undefined || known.state === 'open'
}

/** The part of a new plan that comes from the click or command that asked for it. */
export const planAskedBy = ({ key, person, place, workspaceId, appId, askedAtMs }: PlanAsk) => ({
  id: key,
  options: {},
  person,
  place,
  workspaceId,
  appId,
  createdAtMs: askedAtMs,
})

type Asked = Omit<Plan, 'version' | 'state' | 'images' | 'facts'>

/** Writes a plan that is open. @returns it as it is written: as it was before, where it was written already */
export const createPlan = async (
  { ledger }: PlanNeeds,
  asked: Asked,
  images: readonly Seen[],
): Promise<Plan | undefined> => {
  // One image can have two items: it is enabled, and shared again.
  const each = isFamilyAction(asked.action)
    ? images
    : [...groupBy(images, one => imageKey(one.image)).values()].flatMap(items => items.slice(0, 1))
  const plan: Plan = {
    ...asked,
    version: 0,
    state: 'open',
    images: each.length,
    facts: planFactsOf(each),
  }
  await ledger.createPlan(plan, images.map(itemOf))
  return ledger.readPlan(plan.id)
}

/** Writes an open plan and draws its form, unless that was sent already. @param form `changed`: the images are not what the person saw before */
export const openPlan = async (
  needs: PlanNeeds,
  asked: Asked,
  images: readonly Seen[],
  form: Drawing,
): Promise<void> => {
  const written = await createPlan(needs, asked, images)
  if (written?.state === 'open') await drawPlanForm(needs, written, images, form)
}

/** An image as an item of a new plan. */
const itemOf = ({ image, name, assignment, action, share, impact }: Seen): SeenPlanImage => ({
  image: {
    image,
    state: 'waiting',
    ...(name !== undefined && { name }),
    ...(assignment && { assignment }),
    ...(action && { action }),
    ...(share && { share }),
  },
  ...(impact && { impact }),
})
