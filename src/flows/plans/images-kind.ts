import { renderNoPlan } from '../../../blocks/plan-answers.ts'
import { renderPlanForm } from '../../../blocks/plan-form.ts'
import { takesAway } from '../../domain/actions.ts'
import { decideApproval } from '../../domain/approval.ts'
import { isReason, REASON_MISSING } from '../../domain/form-fields.ts'
import { imageActionOf, type Plan } from '../../domain/plan.ts'
import { typedFault, typedForPlan } from '../../domain/plan-confirmation.ts'
import { type PlanImage, planItemKey } from '../../domain/plan-image.ts'
import { decideRiskIncrease } from '../../domain/risk-increase.ts'
import { inParallel } from '../../in-parallel.ts'
import type { PlanKind } from './kind.ts'
import type { PlanNeeds } from './needs.ts'
import { requiredFor } from './plan-need.ts'
import type { SeenSelection } from './see-images.ts'
import { seeSelection } from './see-selection.ts'

/** Plans that change images. */
export const imagesKind: PlanKind = {
  async seeAgain(needs, plan) {
    const before = await needs.ledger.readPlanImages(plan.id)
    const images = before.map(({ image }) => image)
    const seen = await seeSelection(needs, plan, images)
    if (seen.images.length === 0)
      return { ok: false, message: renderNoPlan(imageActionOf(plan), seen.leftOut) }
    const isOther = keysOf(seen.images) !== keysOf(before) || seen.leftOut.length > 0
    const differs = isOther || (await isWorse(needs, plan, seen))
    return { ok: true, ...seen, ...(differs && { differs: 'shown' as const }) }
  },
  async required(needs, plan, images) {
    const required = await requiredFor(
      needs,
      imageActionOf(plan),
      plan.person.userId,
      images.filter(({ action }) => action !== 'share'),
    )
    const ofShare = images.flatMap(({ action, image, facts }) =>
      action === 'share' ? (decideApproval(needs.config, 'share', image, facts, undefined) ?? []) : [],
    )
    return { ...required, need: required.need ?? ofShare[0] }
  },
  complaint({ purpose, typed, options }, { need }, _seen, plan) {
    const expected = typedForPlan({ ...plan, options })
    const wrong = expected && typedFault(typed, expected)
    if (wrong !== undefined) return wrong
    return (takesAway(plan.action) || need !== undefined) && !isReason(purpose) ? REASON_MISSING : undefined
  },
  form: renderPlanForm,
}

/** What is done with which images. */
const keysOf = (items: readonly Pick<PlanImage, 'image' | 'action'>[]): string =>
  items.map(planItemKey).sort().join('\n')

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
