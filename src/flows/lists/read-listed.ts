import type { ListNote } from '../../../blocks/image-list.ts'
import type { AccountRegion } from '../../domain/alias.ts'
import { FUNCTIONS_APART_MS } from '../../domain/clocks.ts'
import type { Config } from '../../domain/config.ts'
import { placeKey, placeName, stateOfMark } from '../../domain/fleet.ts'
import { chunksOf } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import type { ListedImage } from '../../domain/list-filter.ts'
import { createListing, type Listing } from '../../domain/listing.ts'
import { type ImageRecord, stateOf } from '../../domain/record.ts'
import { inParallel } from '../../in-parallel.ts'
import type { FleetScans, ImageRecords, Places } from '../../ports.ts'
import { PLACES_AT_ONCE } from './places.ts'

interface Needs {
  ledger: FleetScans & ImageRecords & Places
  config: Config
}

interface Listed {
  images: ListedImage[]
  notes: ListNote[]
}

/** The images that the last scans saw in these places, with what the ledger has learned since. EC2 is not asked. */
export const readPlaces = async (
  { ledger, config }: Needs,
  places: readonly AccountRegion[],
): Promise<Listed> => {
  const listing = createListing(config)
  const known = new Map((await ledger.readPlaces()).map(place => [placeKey(place), place]))
  const images = new Map<string, ListedImage>()
  const unscanned: string[] = []
  const refused: { place: string; why: string }[] = []
  const scannedAtMs: number[] = []
  await inParallel(places, PLACES_AT_ONCE, async place => {
    const fleet = await ledger.readFleet(place)
    const scan = known.get(placeKey(place))?.scan
    const atMs = scan?.scannedAtMs
    const name = placeName(config, place)
    if (atMs === undefined && scan?.failure && !scan.failure.isOurs)
      refused.push({ place: name, why: scan.failure.name })
    else if (atMs === undefined || fleet === undefined) unscanned.push(name)
    if (atMs !== undefined) scannedAtMs.push(atMs)
    for (const [imageId, { mark, facts }] of fleet ?? []) {
      const image = { ...place, imageId }
      const state = stateOfMark(mark)
      if (state === undefined || state === 'deregistered') continue
      images.set(imageKey(image), listing.ofScan(image, state, facts ?? { tags: {} }))
    }
  })
  const oldestMs = Math.min(...scannedAtMs)
  if (Number.isFinite(oldestMs))
    for (const record of await readChanged(ledger, places, oldestMs)) overlay(images, listing, record)
  return {
    images: [...images.values()],
    notes: [
      ...(refused.length > 0
        ? [{ kind: 'refused' as const, places: refused.sort((a, b) => a.place.localeCompare(b.place)) }]
        : []),
      ...(unscanned.length > 0 ? [{ kind: 'unscanned' as const, places: unscanned.sort() }] : []),
      ...(Number.isFinite(oldestMs) ? [{ kind: 'scanned' as const, atMs: oldestMs }] : []),
    ],
  }
}

/** How many places are read at once. */
const PLACES_HELD = 32

/**
 * The same of many places, a few at a time, so that a caller which keeps few of the images does not hold all of them in memory.
 *
 * @returns the names of those that were not scanned yet, or cannot be scanned
 */
export const visitPlaces = async (
  needs: Needs,
  places: readonly AccountRegion[],
  visit: (images: readonly ListedImage[]) => Promise<void> | void,
): Promise<string[]> => {
  const unscanned: string[] = []
  for (const some of chunksOf(places, PLACES_HELD)) {
    const { images, notes } = await readPlaces(needs, some)
    for (const note of notes)
      if (note.kind === 'unscanned') unscanned.push(...note.places)
      else if (note.kind === 'refused')
        unscanned.push(...note.places.map(({ place, why }) => `${place} (${why})`))

    await visit(images)
  }
  return unscanned
}

/** The records of what changed since the oldest of the scans began. */
const readChanged = async (
  ledger: Needs['ledger'],
  places: readonly AccountRegion[],
  sinceMs: number,
): Promise<ImageRecord[]> => {
  const wanted = new Set(places.map(placeKey))
  const changed = await ledger.readRecentlyChanged(sinceMs - FUNCTIONS_APART_MS)
  const ours = new Map(
    changed.filter(image => wanted.has(placeKey(image))).map(image => [imageKey(image), image]),
  )
  return [...(await ledger.readImages([...ours.values()])).values()]
}

/** What the ledger knows is newer than the scan. */
const overlay = (images: Map<string, ListedImage>, listing: Listing, record: ImageRecord): void => {
  const key = imageKey(record)
  const state = stateOf(record)
  if (state === 'deregistered') return void images.delete(key)
  const known = images.get(key)
  if (state === undefined || (!known && !record.facts)) return
  const { account, region, imageId } = record
  images.set(
    key,
    known
      ? { ...known, state, facts: withDateOf(known.facts, record) }
      : listing.ofFacts({ account, region, imageId }, state, record.facts),
  )
}

/** A request may have changed the date since the scan. */
const withDateOf = (listed: ListedImage['facts'], { facts }: ImageRecord): ListedImage['facts'] => {
  if (!facts) return listed
  const { deprecatedAtMs: _scanned, ...rest } = listed
  return { ...rest, ...(facts.deprecatedAtMs !== undefined && { deprecatedAtMs: facts.deprecatedAtMs }) }
}
