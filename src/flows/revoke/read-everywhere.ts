import { createCollectedFleet, lineageOf, type ReadMember } from '../../domain/collected-fleet.ts'
import { errorName } from '../../domain/error-name.ts'
import { placeKey, placeName, placesIn } from '../../domain/fleet.ts'
import { groupBy } from '../../domain/group-by.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import type { Copy } from '../../domain/promotion.ts'
import type { Reading } from '../../domain/reading.ts'
import { idInRegion } from '../../domain/revocation.ts'
import { inParallel } from '../../in-parallel.ts'
import type { PlanNeeds } from '../plans/needs.ts'
import type { Everywhere } from './everywhere.ts'
import { lostWords, readOrigins } from './read-origins.ts'

/** Each account has limits of its own. */
const PLACES_AT_ONCE = 48
const OWNERS_KEPT = 20

/**
 * Many places: what a reading of all of them found, gone through once. EC2 is asked for the facts of those images alone that are to be
 * changed, which may be a minute older than the reading says.
 */
export const readEverywhere = async (needs: PlanNeeds, reading: Reading, bad: Copy): Promise<Everywhere> => {
  const { ledger, config } = needs
  const fleet = createCollectedFleet(config, bad)
  const missing = new Map(placesIn(config).map(place => [placeKey(place), place]))
  const unread = { images: [] as string[], instances: [] as string[] }
  await ledger.readReadParts(reading, part => {
    const place = missing.get(placeKey(part))
    if (part.kind !== 'fleet' || !place) return
    missing.delete(placeKey(place))
    fleet.add(place, part)
    for (const { what, why } of part.unread)
      unread[what].push(`${wordsOf[what]} in ${placeName(config, place)} (${why})`)
  })
  for (const place of missing.values())
    for (const what of ['images', 'instances'] as const)
      unread[what].push(`${wordsOf[what]} in ${placeName(config, place)} (TimeoutError)`)
  return {
    async related() {
      const origins = await readOrigins(needs, bad)
      const { images, isCut } = fleet.related(origins.images, origins.lost && idInRegion(origins.lost))
      const { found, silent } = await readFacts(
        needs,
        images.map(({ image }) => image),
      )
      found.set(imageKey(bad.image), bad)
      return {
        images,
        found,
        unread: [
          ...origins.unread,
          ...unread.images,
          ...lostWords(origins),
          ...silent,
          ...(isCut ? ['further images: there are too many'] : []),
        ],
      }
    },
    family: async (family, regions) => ({
      copies: fleet.members(family).flatMap(one => (regions.has(one.region) ? copyOf(one) : [])),
      unread: [],
    }),
    complete: async ({ image }) => (await readFacts(needs, [image])).found.get(imageKey(image)),
    owners: async ids => ({ owners: fleet.owners(ids).slice(0, OWNERS_KEPT), unread: unread.instances }),
  }
}

const wordsOf = { images: 'copies and what was made from it', instances: 'instances' } as const

const copyOf = (member: ReadMember): Copy => {
  const { image, facts } = lineageOf(member)
  const { state, createdAtMs } = member
  return { image, facts: { ...facts, state, createdAtMs, tags: {}, snapshots: [] } }
}

/** What EC2 says of these images now. A place that does not answer is named: its images are left out. */
const readFacts = async (
  { images, config, log }: PlanNeeds,
  refs: readonly ImageRef[],
): Promise<{ found: Map<string, Copy>; silent: string[] }> => {
  const found = new Map<string, Copy>()
  const silent: string[] = []
  await inParallel([...groupBy(refs, placeKey).values()], PLACES_AT_ONCE, async inPlace => {
    const [{ account, region } = { account: '', region: '' }] = inPlace
    try {
      const ids = inPlace.map(({ imageId }) => imageId)
      for (const [imageId, facts] of await images.describe(account, region, ids)) {
        const image = { account, region, imageId }
        found.set(imageKey(image), { image, facts })
      }
    } catch (error) {
      log.warn('Images could not be looked at.', { account, region, why: String(error) })
      const ids = inPlace.map(({ imageId }) => imageId).join(', ')
      silent.push(`${ids} in ${placeName(config, { account, region })} (${errorName(error)})`.slice(0, 400))
    }
  })
  return { found, silent }
}
