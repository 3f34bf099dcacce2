import { renderRevokeForm } from '../../../blocks/revoke-form.ts'
import { decideApproval } from '../../domain/approval.ts'
import { isReason, REASON_MISSING } from '../../domain/form-fields.ts'
import { imageKey } from '../../domain/image.ts'
import { type PlanImage, planItemKey } from '../../domain/plan-image.ts'
import type { PlanKind } from '../plans/kind.ts'
import { requiredFor } from '../plans/plan-need.ts'
import type { Seen } from '../plans/see-images.ts'
import { seeRevocation } from './see-revocation.ts'
import { seeUndo } from './see-undo.ts'

/** Plans that withdraw a bad image, or undo that. */
export const revokeKind: PlanKind = {
  async seeAgain(needs, plan, ask) {
    const { revocation, undoes } = plan
    if (!revocation) throw new Error('Expected a plan of a revocation.')
    const seen = await (undoes === undefined
      ? seeRevocation(needs, revocation.image, ask)
      : seeUndo(needs, undoes))
    if (!seen.ok) return seen
    const before = await needs.ledger.readPlanImages(plan.id)
    const isSame = itemsOf(before) === itemsOf(seen.images)
    return {
      ok: true,
      images: seen.images,
      leftOut: [],
      revocation: seen.revocation,
      ...(!isSame && { differs: 'shown' as const }),
    }
  },

  async required(needs, plan, images) {
    const { config } = needs
    const seen = new Set(images.map(({ image }) => imageKey(image)))
    const asked = [
      ...images.map(({ image, facts }) => decideApproval(config, 'revoke', image, facts, undefined)),
      // Their mark changes, and with it whether they can be enabled.
      ...(plan.revocation?.images ?? []).flatMap(({ image }) =>
        seen.has(imageKey(image)) ? [] : decideApproval(config, 'revoke', image, undefined, undefined),
      ),
    ]
    const limit = await requiredFor(
      needs,
      plan.undoes === undefined ? 'disable' : 'enable',
      plan.person.userId,
      [],
    )
    return { ...limit, need: asked.find(need => need !== undefined) }
  },

  complaint: ({ purpose }) => (isReason(purpose) ? undefined : REASON_MISSING),

  form: renderRevokeForm,
}

/** All items, and what each alias is set to. */
const itemsOf = (items: readonly (PlanImage | Seen)[]): string =>
  items
    .map(
      one =>
        `${planItemKey(one)} ${one.assignment ? `${one.assignment.from?.imageId} ${one.image.imageId}` : ''}`,
    )
    .sort()
    .join('\n')
