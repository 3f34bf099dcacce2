import type { AliasUsers } from '../../domain/alias-change.ts'
import type { PlanAssignment } from '../../domain/plan-image.ts'
import { allOf, inParallel } from '../../in-parallel.ts'
import type { PlanNeeds } from '../plans/needs.ts'

type Needs = Pick<PlanNeeds, 'uses' | 'instances' | 'log'>

const PLACES_AT_ONCE = 8
/** The form waits for it: further places are named as not known. */
const PLACES_AT_MOST = 24
const NAMES_KEPT = 5

/** Looks up who launches what an alias names, in each place where it is to be set. Places that do not answer are named. */
export const seeUsers = async (
  needs: Needs,
  items: readonly { assignment?: PlanAssignment }[],
): Promise<AliasUsers> => {
  const places = items.flatMap(({ assignment }) => assignment ?? [])
  const names = new Set<string>()
  const unread = places.slice(PLACES_AT_MOST)
  let templates = 0
  let instances = 0
  await inParallel(places.slice(0, PLACES_AT_MOST), PLACES_AT_ONCE, async place => {
    const { account, region, parameter, from } = place
    try {
      const [found, running] = await allOf([
        needs.uses.launchTemplatesOf({ account, region }, [parameter]),
        from ? needs.instances.list(account, region) : [],
      ])
      if (!found.known) throw new Error(found.why)
      const ofPlace = found.value.get(parameter) ?? []
      templates += ofPlace.length
      for (const { name } of ofPlace) names.add(name)
      instances += running.filter(({ image }) => image.imageId === from?.imageId).length
    } catch (error) {
      needs.log.warn('Who uses an alias could not be looked up.', { account, region, why: String(error) })
      unread.push(place)
    }
  })
  return {
    templates,
    templateNames: [...names].sort().slice(0, NAMES_KEPT),
    instances,
    unread: unread.map(({ account, region }) => ({ account, region })),
  }
}
