import { renderNothingToUndo } from '../../../blocks/revoke-answers.ts'
import { imageKey } from '../../domain/image.ts'
import { isOver, type Plan } from '../../domain/plan.ts'
import type { PlanNeeds } from '../plans/needs.ts'
import type { Seen } from '../plans/see-images.ts'
import { seeImages } from '../plans/see-images.ts'
import type { SeenRevocation } from './see-revocation.ts'

/**
 * What undoes a revocation, in the order in which it is carried out: images are enabled, launch permissions are given back, aliases
 * return to what they named before.
 */
export const seeUndo = async (needs: PlanNeeds, planId: string): Promise<SeenRevocation> => {
  const { ledger } = needs
  const plan = await ledger.readPlan(planId)
  if (!plan?.revocation || !isOver(plan)) return { ok: false, message: renderNothingToUndo() }
  const { revocation } = plan
  const done = (await ledger.readPlanImages(planId)).filter(({ state }) => state === 'done')
  const disabled = done.filter(one => !one.assignment).map(({ image }) => image)
  const enabling = await seeImages(needs, 'enable', disabled)
  const records = await ledger.readImages(enabling.images.map(({ image }) => image))
  const sharing = enabling.images.filter(({ image }) => records.get(imageKey(image))?.savedPermissions)
  const images: Seen[] = [
    ...enabling.images.map(one => ({ ...one, action: 'enable' as const })),
    ...sharing.map(one => ({ ...one, action: 'share' as const })),
    ...done.flatMap(one => returnedAlias(plan, one)),
  ]
  return images.length > 0
    ? { ok: true, images, revocation: { ...revocation, stranded: [] } }
    : { ok: false, message: renderNothingToUndo() }
}

/** An alias as it was before the revocation; nothing where it named nothing. */
const returnedAlias = (
  { revocation }: Plan,
  { assignment, image, name }: Awaited<ReturnType<PlanNeeds['ledger']['readPlanImages']>>[number],
): Seen[] => {
  if (!assignment?.from) return []
  const { from, ...place } = assignment
  const before = revocation?.images.find(
    one => one.image.region === place.region && one.image.imageId === from.imageId,
  )
  return [
    {
      image: before?.image ?? { account: place.account, region: place.region, imageId: from.imageId },
      state: 'disabled',
      ...(from.name !== undefined && { name: from.name }),
      assignment: { ...place, from: { imageId: image.imageId, ...(name !== undefined && { name }) } },
    },
  ]
}
