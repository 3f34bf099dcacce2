import { renderNothingToUndo } from '../../../blocks/revoke-answers.ts'
import { placeName } from '../../domain/fleet.ts'
import { imageKey } from '../../domain/image.ts'
import { isOver, type Plan } from '../../domain/plan.ts'
import type { PlanImage } from '../../domain/plan-image.ts'
import { inParallel } from '../../in-parallel.ts'
import type { PlanNeeds } from '../plans/needs.ts'
import type { Seen } from '../plans/see-images.ts'
import { seeImages } from '../plans/see-images.ts'
import { seeSharingBack } from '../plans/see-sharing-back.ts'
import type { SeenRevocation } from './see-revocation.ts'

/**
 * What undoes a revocation, in the order in which it is carried out: images are enabled, launch permissions are given back, aliases
 * return to what they named before.
 */
export const seeUndo = async (needs: PlanNeeds, planId: string): Promise<SeenRevocation> => {
  const { ledger } = needs
  const plan = await ledger.readPlan(planId)
  if (!plan?.revocation || plan.undoes !== undefined || !isOver(plan))
    return { ok: false, message: renderNothingToUndo() }
  const { revocation } = plan
  const done = (await ledger.readPlanImages(planId)).filter(({ state }) => state === 'done')
  const disabled = done.filter(one => !one.assignment)
  const records = await ledger.readImages(disabled.map(({ image }) => image))
  const recordOf = ({ image }: Pick<Seen, 'image'>) => records.get(imageKey(image))
  // Images that another revocation has marked since then stay disabled.
  const [others, own] = split(disabled, one => (recordOf(one)?.revoked?.planId ?? planId) !== planId)
  const enabling = await seeImages(
    needs,
    'enable',
    own.map(({ image }) => image),
  )
  const { images: sharing, withheld } = await seeSharingBack(needs, plan, own, enabling.images, records)
  const returning = await returnAliases(needs, plan, done)
  const images: Seen[] = [
    ...enabling.images.map(one => ({ ...one, action: 'enable' as const })),
    ...sharing,
    ...returning.images,
  ]
  return images.length > 0 || (await isMarked(needs, plan))
    ? {
        ok: true,
        images,
        revocation: {
          ...revocation,
          stranded: [],
          unread: [
            ...others.map(one => `${nameOf(one)}: it is revoked by another plan`),
            ...withheld.map(
              one =>
                `launch permissions of ${nameOf(one)}: they include some that were removed after an alert. Use Re-share on its card`,
            ),
            ...returning.changed,
          ].slice(0, UNDONE_KEPT),
        },
      }
    : { ok: false, message: renderNothingToUndo() }
}

/** Somebody has enabled the images already: the undo only removes the marks. */
const isMarked = async (
  { ledger }: Pick<PlanNeeds, 'ledger'>,
  { id, revocation }: Plan,
): Promise<boolean> => {
  const records = await ledger.readImages((revocation?.images ?? []).map(({ image }) => image))
  return [...records.values()].some(({ revoked }) => revoked?.planId === id)
}

const UNDONE_KEPT = 50
const READS_AT_ONCE = 16

const nameOf = ({ name, image }: Pick<Seen, 'name' | 'image'>): string => name ?? image.imageId

/** Those for which it holds, and the others. */
const split = <One>(all: readonly One[], holds: (one: One) => boolean): [One[], One[]] => [
  all.filter(holds),
  all.filter(one => !holds(one)),
]

/**
 * The aliases that the revocation set, each to what it named before; not those that name it already, and not those that somebody has set
 * to something else since, which the form lists. A place that could not be read is checked when it is set.
 */
const returnAliases = async (
  { aliases, config, log }: PlanNeeds,
  { revocation }: Plan,
  done: readonly PlanImage[],
): Promise<{ images: Seen[]; changed: string[] }> => {
  const seen = new Map<PlanImage, Seen | string>()
  await inParallel(done, READS_AT_ONCE, async one => {
    const { assignment, image, name } = one
    if (!assignment?.from) return
    const { from, ...place } = assignment
    try {
      const now = (await aliases.read(place, place.parameter))?.value
      if (now === from.imageId) return
      if (now !== image.imageId) {
        const where = placeName(config, place)
        seen.set(one, `${place.alias} of ${place.family} in ${where}: it names ${now ?? 'nothing'} now`)
        return
      }
    } catch (error) {
      log.warn('What an alias names could not be read.', { ...place, why: String(error) })
    }
    const before = revocation?.images.find(
      ({ image: { region, imageId } }) => region === place.region && imageId === from.imageId,
    )
    seen.set(one, {
      image: before?.image ?? { account: place.account, region: place.region, imageId: from.imageId },
      state: 'disabled',
      ...(from.name !== undefined && { name: from.name }),
      assignment: { ...place, from: { imageId: image.imageId, ...(name !== undefined && { name }) } },
    })
  })
  const all = done.flatMap(one => seen.get(one) ?? [])
  return {
    images: all.filter(one => typeof one !== 'string'),
    changed: all.filter(one => typeof one === 'string'),
  }
}
