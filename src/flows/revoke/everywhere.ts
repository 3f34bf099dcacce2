import { familyOf } from '../../domain/family.ts'
import { placeKey, placeName, placesIn } from '../../domain/fleet.ts'
import type { Copy } from '../../domain/promotion.ts'
import type { OwnedInstances } from '../../domain/revocation.ts'
import type { PlanNeeds } from '../plans/needs.ts'
import { searchRegions } from '../steps/search-regions.ts'
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

/** Few places: EC2 is asked in each of them. */
export const askEverywhere = (needs: PlanNeeds, bad: Copy): Everywhere => ({
  related: () => readRelated(needs, bad),
  family: (family, regions) => readFamily(needs, family, regions),
  complete: async copy => copy,
  owners: ids => countOwners(needs, ids),
})

const readFamily = async (
  needs: PlanNeeds,
  family: string,
  regions: ReadonlySet<string>,
): Promise<{ copies: Copy[]; unread: string[] }> => {
  const { config } = needs
  const { found, unread } = await searchRegions(needs, config.families[family]?.name ?? ['*'], regions)
  return {
    copies: found.filter(one => familyOf(one.facts, config) === family),
    unread: placesIn(config).flatMap(place => {
      const error = unread.get(placeKey(place))
      return error === undefined ? [] : `images of ${family} in ${placeName(config, place)} (${error})`
    }),
  }
}
