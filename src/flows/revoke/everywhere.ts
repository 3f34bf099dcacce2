import { errorName } from '../../domain/error-name.ts'
import { familyOf } from '../../domain/family.ts'
import { placeName, placesIn } from '../../domain/fleet.ts'
import type { Copy } from '../../domain/promotion.ts'
import type { OwnedInstances } from '../../domain/revocation.ts'
import { inParallel } from '../../in-parallel.ts'
import type { PlanNeeds } from '../plans/needs.ts'
import { countOwners } from './count-owners.ts'
import { type Related, readRelated } from './read-related.ts'

/** What a revocation reads in all configured accounts and regions. */
export interface Everywhere {
  /** The bad image with its copies and descendants. */
  related(): Promise<Related>
  /** The images of a family in these regions. */
  family(
    family: string,
    regions: ReadonlySet<string>,
  ): Promise<{ copies: readonly Copy[]; unread: readonly string[] }>
  /** An image of a family with all of its facts; undefined where EC2 does not know it any more. */
  complete(copy: Copy): Promise<Copy | undefined>
  /** The instances that run these images, by owner. @param ids as `idInRegion` */
  owners(ids: ReadonlySet<string>): Promise<{ owners: OwnedInstances[]; unread: readonly string[] }>
}

const PLACES_AT_ONCE = 16

/** Few places: EC2 is asked in each of them. */
export const askEverywhere = (needs: PlanNeeds, bad: Copy): Everywhere => ({
  related: () => readRelated(needs, bad),
  family: (family, regions) => readFamily(needs, family, regions),
  complete: async copy => copy,
  owners: ids => countOwners(needs, ids),
})

const readFamily = async (
  { images, config, log }: PlanNeeds,
  family: string,
  regions: ReadonlySet<string>,
): Promise<{ copies: Copy[]; unread: string[] }> => {
  const copies: Copy[] = []
  const unread: string[] = []
  const patterns = config.families[family]?.name ?? ['*']
  await inParallel(
    placesIn(config).filter(({ region }) => regions.has(region)),
    PLACES_AT_ONCE,
    async place => {
      try {
        for (const pattern of patterns)
          for (const one of await images.search(place.account, place.region, pattern))
            if (familyOf(one.facts, config) === family) copies.push(one)
      } catch (error) {
        log.warn('The images of a family could not be read.', { family, ...place, why: String(error) })
        unread.push(`images of ${family} in ${placeName(config, place)} (${errorName(error)})`)
      }
    },
  )
  return { copies, unread }
}
