import { errorName } from '../../domain/error-name.ts'
import { placeKey, placeName, placesIn } from '../../domain/fleet.ts'
import { chunksOf } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import type { Copy } from '../../domain/promotion.ts'
import { idInRegion, type RevokedImage, revokedImagesOf, sourceOf } from '../../domain/revocation.ts'
import { allOf, inParallel } from '../../in-parallel.ts'
import type { PlanNeeds } from '../plans/needs.ts'
import { readCopies } from '../promote/read-copies.ts'
import { lostWords, readOrigins } from './read-origins.ts'

const PLACES_AT_ONCE = 16
/** A filter takes at most this many values. */
const SOURCES_AT_ONCE = 200
/** The most generations that are followed, and the most images that are found. */
const GENERATIONS = 10
const MOST_IMAGES = 900

/** A bad image with all that goes with it. */
export interface Related {
  images: readonly RevokedImage[]
  /** By `imageKey`. */
  found: ReadonlyMap<string, Copy>
  /** What could not be looked up, in words. */
  unread: readonly string[]
}

/**
 * Finds what an image was copied from and its copies, then what was made from any of them, generation by generation, in all configured
 * accounts and regions. A place that does not answer is named, and not asked again.
 */
export const readRelated = async (needs: PlanNeeds, bad: Copy): Promise<Related> => {
  const { images, config, log } = needs
  const places = placesIn(config)
  const [{ copies: named, unread: silent }, origins] = await allOf([
    readCopies(needs, bad, new Set(places.map(({ region }) => region))),
    readOrigins(needs, bad),
  ])
  const copies = [...new Map([...named, ...origins.images].map(one => [imageKey(one.image), one])).values()]
  const { lost } = origins
  const unread = new Map(
    places.flatMap(place => {
      const why = silent.get(placeKey(place))
      return why === undefined ? [] : [[placeKey(place), `copies in ${placeName(config, place)} (${why})`]]
    }),
  )
  const found = new Map(copies.map(one => [imageKey(one.image), one]))
  const asked = new Set<string>()
  let sources = [...new Set([...copies.map(({ image }) => image.imageId), ...(lost ? [lost.imageId] : [])])]
  const limits: string[] = []
  for (let generation = 0; sources.length > 0; generation++) {
    if (generation === GENERATIONS || found.size >= MOST_IMAGES) {
      limits.push(`what was made from the last ${sources.length} images: there are too many`)
      break
    }
    for (const id of sources) asked.add(id)
    const before = found.size
    await inParallel(
      places.filter(place => !unread.get(placeKey(place))?.startsWith('what was made')),
      PLACES_AT_ONCE,
      async place => {
        try {
          for (const some of chunksOf(sources, SOURCES_AT_ONCE))
            for (const one of await images.madeFrom(place.account, place.region, some))
              if (!isBuiltUpon(lost, one)) found.set(imageKey(one.image), one)
        } catch (error) {
          log.warn('What was made from an image could not be looked up.', { ...place, why: String(error) })
          const why = errorName(error)
          unread.set(placeKey(place), `what was made from it in ${placeName(config, place)} (${why})`)
        }
      },
    )
    sources =
      found.size === before
        ? []
        : [...new Set([...found.values()].map(({ image }) => image.imageId))].filter(id => !asked.has(id))
  }
  const related = revokedImagesOf(bad.image, copies, [...found.values()], lost && idInRegion(lost))
  const ids = new Set(related.map(({ image }) => idInRegion(image)))
  return {
    images: related,
    found: new Map([...found].filter(([, { image }]) => ids.has(idInRegion(image)))),
    unread: [...origins.unread, ...unread.values(), ...lostWords(origins), ...limits],
  }
}

/** What was built upon an image that is not ours, or is gone, can be anything: its copies alone are the same as the bad one. */
const isBuiltUpon = (lost: { region: string; imageId: string } | undefined, one: Copy): boolean =>
  lost !== undefined && one.facts.sourceInstanceId !== undefined && sourceOf(one) === idInRegion(lost)
