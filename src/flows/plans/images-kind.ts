import { renderNoPlan } from '../../../blocks/plan-answers.ts'
import { renderPlanForm } from '../../../blocks/plan-form.ts'
import { takesAway } from '../../domain/actions.ts'
import { isReason, REASON_MISSING } from '../../domain/form-fields.ts'
import { imageActionOf, type Plan } from '../../domain/plan.ts'
import { typedFault, typedForPlan } from '../../domain/plan-confirmation.ts'
import { planItemKey } from '../../domain/plan-image.ts'
import { decideRiskIncrease } from '../../domain/risk-increase.ts'
import { inParallel } from '../../in-parallel.ts'
import type { PlanKind } from './kind.ts'
import { leaveDated } from './leave-dated.ts'
import { leaveRevoked } from './leave-revoked.ts'
import type { PlanNeeds } from './needs.ts'
import { requiredFor } from './plan-need.ts'
import { type SeenSelection, seeImages } from './see-images.ts'

/** Plans that change images. */
export const imagesKind: PlanKind = {
  async seeAgain(needs, plan) {
    const images = (await needs.ledger.readPlanImages(plan.id)).map(({ image }) => image)
    const action = imageActionOf(plan)
    const seen = leaveDated(
      plan.retirement,
      await leaveRevoked(needs, action, await seeImages(needs, action, images)),
    )
    if (seen.images.length === 0) return { ok: false, message: renderNoPlan(action, seen.leftOut) }
    const isOther = seen.images.length !== plan.images || seen.leftOut.length > 0
    const differs = isOther || (await isWorse(needs, plan, seen))
    return { ok: true, ...seen, ...(differs && { differs: 'shown' as const }) }
  },
  required: (needs, plan, images) => requiredFor(needs, imageActionOf(plan), plan.person.userId, images),
  complaint({ purpose, typed, options }, { need }, _seen, plan) {
    const expected = typedForPlan({ ...plan, options })
    const wrong = expected && typedFault(typed, expected)
    if (wrong !== undefined) return wrong
    return (takesAway(plan.action) || need !== undefined) && !isReason(purpose) ? REASON_MISSING : undefined
  },
  form: renderPlanForm,
}

/** Something uses one of them that the person did not see. */
const isWorse = async ({ ledger }: PlanNeeds, { id }: Plan, { images }: SeenSelection): Promise<boolean> => {
  let isFound = false
  await inParallel(images, 16, async ({ image, impact }) => {
    if (!impact || isFound) return
    const before = (await ledger.readPlanImage(id, planItemKey({ image })))?.impact
    if (before && decideRiskIncrease(before, impact).length > 0) isFound = true
  })
  return isFound
}
