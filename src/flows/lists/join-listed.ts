import type { ListNote } from '../../../blocks/image-list.ts'
import type { AccountRegion } from '../../domain/alias.ts'
import type { Config } from '../../domain/config.ts'
import { placeKey, placeName } from '../../domain/fleet.ts'
import type { ListedImage } from '../../domain/list-filter.ts'
import { createListing, type Listing } from '../../domain/listing.ts'
import { createNewest } from '../../domain/newest.ts'
import type { ListedHere, ListedPart, Reading } from '../../domain/reading.ts'
import type { Readings } from '../../ports.ts'
import { GONE_SEARCHED } from './read-gone.ts'

interface Needs {
  ledger: Pick<Readings, 'readReadParts'>
  config: Config
}

/** The newest images of a list, how many it has, and what could not be read. */
export interface NewestListed {
  total: number
  images: readonly ListedImage[]
  notes: ListNote[]
}

/** Joins what was read of many places. @param most how many images at most, the newest first */
export const joinListed = async (
  { ledger, config }: Needs,
  reading: Reading,
  places: readonly AccountRegion[],
  most: number,
): Promise<NewestListed> => {
  const newest = createNewest(most)
  const sum = createNotes(config, places)
  let total = 0
  await ledger.readReadParts(reading, part => {
    if (part.kind !== 'listed' || !sum.add(part)) return
    const { account, region } = part
    total += part.images.length
    newest.add(
      part.images
        .slice(0, most)
        .map(({ imageId, ...image }) => ({ image: { account, region, imageId }, ...image })),
    )
  })
  const listing = createListing(config)
  const images = newest
    .end()
    .map(({ image, ...one }) => listedOf(listing, image, { ...one, imageId: image.imageId }))
  return { total, images, notes: sum.end() }
}

/** An image of a list, with the family and owners of the config. */
export const listedOf = (
  listing: Listing,
  { account, region }: AccountRegion,
  { imageId, state, facts, goneAtMs, recycledUntilMs }: ListedHere,
): ListedImage =>
  Object.assign(
    listing.ofScan({ account, region, imageId }, state, facts),
    goneAtMs === undefined ? {} : { goneAtMs },
    recycledUntilMs === undefined ? {} : { recycledUntilMs },
  )

/** What the notes of all places come to. */
const createNotes = (config: Config, places: readonly AccountRegion[]) => {
  const missing = new Map(places.map(place => [placeKey(place), place]))
  const unscanned: string[] = []
  const refused: { place: string; why: string }[] = []
  const noBin: ListNote[] = []
  let [undecided, isCut, oldestMs] = [0, false, Number.POSITIVE_INFINITY]
  return {
    /** @returns whether the place belongs to the list */
    add: (part: AccountRegion & ListedPart): boolean => {
      const place = missing.get(placeKey(part))
      if (!place) return false
      missing.delete(placeKey(place))
      const name = placeName(config, place)
      if (part.scanError !== undefined) refused.push({ place: name, why: part.scanError })
      else if (part.scannedAtMs === undefined) unscanned.push(name)
      else oldestMs = Math.min(oldestMs, part.scannedAtMs)
      if (part.noBin !== undefined) noBin.push({ kind: 'no-bin', place: name, why: part.noBin })
      undecided += part.undecided
      isCut ||= part.isCut === true
      return true
    },
    end: (): ListNote[] => {
      const unread = [...missing.values()].map(place => placeName(config, place))
      return [
        ...(unread.length > 0 ? [{ kind: 'unread' as const, places: unread }] : []),
        ...(refused.length > 0
          ? [{ kind: 'refused' as const, places: refused.sort((a, b) => a.place.localeCompare(b.place)) }]
          : []),
        ...(unscanned.length > 0 ? [{ kind: 'unscanned' as const, places: unscanned.sort() }] : []),
        ...(Number.isFinite(oldestMs) ? [{ kind: 'scanned' as const, atMs: oldestMs }] : []),
        ...noBin,
        ...(isCut ? [{ kind: 'not-all' as const, images: GONE_SEARCHED }] : []),
        ...(undecided > 0 ? [{ kind: 'undecided' as const, images: undecided }] : []),
      ]
    },
  }
}
