import { errorName } from '../../domain/error-name.ts'
import { placeName, placesIn } from '../../domain/fleet.ts'
import { idInRegion, type OwnedInstances } from '../../domain/revocation.ts'
import { inParallel } from '../../in-parallel.ts'
import type { PlanNeeds } from '../plans/needs.ts'

const PLACES_AT_ONCE = 16
const OWNERS_KEPT = 20

/** Counts the instances that run these images, by the owner that their tags name. @param ids as `idInRegion` */
export const countOwners = async (
  { instances, config, log }: Pick<PlanNeeds, 'instances' | 'config' | 'log'>,
  ids: ReadonlySet<string>,
): Promise<{ owners: OwnedInstances[]; unread: string[] }> => {
  const counts = new Map<string | undefined, number>()
  const unread: string[] = []
  await inParallel(placesIn(config), PLACES_AT_ONCE, async place => {
    try {
      for (const { region, tags, image } of await instances.list(place.account, place.region)) {
        if (!ids.has(idInRegion({ region, imageId: image.imageId }))) continue
        const tag = config.fleet.ownerTags.find(key => Object.hasOwn(tags, key) && tags[key] !== '')
        const owner = tag === undefined ? undefined : tags[tag]
        counts.set(owner, (counts.get(owner) ?? 0) + 1)
      }
    } catch (error) {
      log.warn('The instances of a place could not be listed.', { ...place, why: String(error) })
      unread.push(`instances in ${placeName(config, place)} (${errorName(error)})`)
    }
  })
  const owners = [...counts].map(([owner, count]) => ({
    ...(owner !== undefined && { owner: owner.slice(0, 100) }),
    instances: count,
  }))
  return { owners: owners.sort((a, b) => b.instances - a.instances).slice(0, OWNERS_KEPT), unread }
}
