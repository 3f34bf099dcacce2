import type { ListNote } from '../../../blocks/image-list.ts'
import type { AccountRegion } from '../../domain/alias.ts'
import type { Config } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import { placeName } from '../../domain/fleet.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import { type ListedImage, type ListFilter, newestFirst } from '../../domain/list-filter.ts'
import { createListing } from '../../domain/listing.ts'
import { stateOf } from '../../domain/record.ts'
import { inParallel } from '../../in-parallel.ts'
import type { ImageRecords, Images, Log, Names } from '../../ports.ts'
import { PLACES_AT_ONCE } from './places.ts'

interface Needs {
  images: Pick<Images, 'recycleBin'>
  ledger: ImageRecords & Names
  config: Config
  log: Log
}

/** The most records that are read for one list: only they have the tags, owners and families of images that are gone. */
export const GONE_SEARCHED = 5_000

/**
 * The images of these places that are gone: those that the ledger knows by name, and those in the Recycle Bin.
 *
 * @param live the ids of the images that exist: one that was restored is not gone
 */
export const readGone = async (
  needs: Needs,
  places: readonly AccountRegion[],
  filter: ListFilter,
  live: ReadonlySet<string>,
): Promise<{ images: ListedImage[]; notes: ListNote[] }> => {
  const { config, log } = needs
  const notes: ListNote[] = []
  const images: ListedImage[] = []
  await inParallel(places, PLACES_AT_ONCE, async place => {
    const bin = await needs.images.recycleBin(place.account, place.region).catch(error => {
      log.warn('The Recycle Bin could not be listed.', { ...place, why: String(error) })
      const why = errorName(error)
      notes.push({ kind: 'no-bin', place: placeName(config, place), why })
      return []
    })
    images.push(...(await mergeGone(needs, place, bin)).filter(({ image }) => !live.has(image.imageId)))
  })
  const needsFacts = filter.tags.length + filter.owners.length + filter.families.length > 0
  if (!needsFacts) return { images, notes }
  const newest = images.sort(newestFirst)
  if (newest.length > GONE_SEARCHED) notes.push({ kind: 'not-all', images: GONE_SEARCHED })
  return { images: await completeGone(needs, newest.slice(0, GONE_SEARCHED)), notes }
}

/** Each image once: the ledger may know it by several names and times, of which the last counts. */
const mergeGone = async (
  { ledger, config }: Needs,
  place: AccountRegion,
  bin: Awaited<ReturnType<Images['recycleBin']>>,
): Promise<ListedImage[]> => {
  const listing = createListing(config)
  const found = new Map<string, ListedImage>()
  const byTime = [...(await ledger.readAllGone(place))].sort((a, b) => a.atMs - b.atMs)
  for (const { imageId, name, atMs } of byTime)
    found.set(imageId, {
      ...listing.ofScan({ ...place, imageId }, 'deregistered', { name, tags: {} }),
      goneAtMs: atMs,
    })
  for (const { imageId, name, enteredAtMs, untilMs } of bin) {
    const facts = { ...(name !== undefined && { name }), tags: {} }
    found.set(imageId, {
      ...(found.get(imageId) ?? listing.ofScan({ ...place, imageId }, 'deregistered', facts)),
      ...(enteredAtMs !== undefined && { goneAtMs: enteredAtMs }),
      recycledUntilMs: untilMs,
    })
  }
  return [...found.values()]
}

/** Completes the images that are gone by their records; the others stay as they are. */
export const completeGone = async (
  { ledger, config }: Pick<Needs, 'ledger' | 'config'>,
  images: readonly ListedImage[],
): Promise<ListedImage[]> => {
  const gone = images.filter(({ state }) => state === 'deregistered').map(({ image }): ImageRef => image)
  if (gone.length === 0) return [...images]
  const listing = createListing(config)
  const records = await ledger.readImages(gone)
  return images.flatMap(one => {
    const record = one.state === 'deregistered' ? records.get(imageKey(one.image)) : undefined
    if (!record?.facts) return [one]
    // Restored since the last scan.
    if (stateOf(record) !== 'deregistered' && one.recycledUntilMs === undefined) return []
    const { goneAtMs, recycledUntilMs } = one
    return [
      {
        ...listing.ofFacts(one.image, 'deregistered', record.facts),
        ...(goneAtMs !== undefined && { goneAtMs }),
        ...(recycledUntilMs !== undefined && { recycledUntilMs }),
      },
    ]
  })
}
