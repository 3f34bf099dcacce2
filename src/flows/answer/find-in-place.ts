import type { AccountRegion } from '../../domain/alias.ts'
import { isMatch } from '../../domain/glob.ts'
import type { ImageFacts, ImageRef } from '../../domain/image.ts'
import { idPatternOf, isImageId } from '../../domain/pasted.ts'
import { stateOf } from '../../domain/record.ts'
import { allOf } from '../../in-parallel.ts'
import type { ImageRecords, Images, Log, Names } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'

export interface FindInPlaceNeeds {
  images: Pick<Images, 'describe' | 'search' | 'recycleBin'>
  ledger: ImageRecords & Names
  log: Log
}

export interface FoundImage {
  image: ImageRef
  facts: ImageFacts
  /** When it was deregistered, if the ledger knows; until when the Recycle Bin keeps it. */
  goneAtMs?: number
  recycledUntilMs?: number
}

/** What a person typed, and whether an image of that name is to be restored. */
export interface Sought {
  target: string
  toRestore: boolean
}

const isGone = ({ facts }: FoundImage): boolean => facts.state === 'deregistered'

/** The newest first; those that are gone after the others. */
export const foundFirst = (a: FoundImage, b: FoundImage): number =>
  Number(isGone(a)) - Number(isGone(b)) ||
  (b.goneAtMs ?? b.facts.createdAtMs ?? 0) - (a.goneAtMs ?? a.facts.createdAtMs ?? 0) ||
  (a.image.imageId < b.image.imageId ? -1 : 1)

/**
 * Finds what a person typed in one account and region: in EC2, in the Recycle Bin and among what the ledger knows to be gone.
 *
 * @throws where EC2 does not answer
 */
export const findInPlace = async (
  needs: FindInPlaceNeeds,
  place: AccountRegion,
  { target, toRestore }: Sought,
): Promise<FoundImage[]> => {
  const { images } = needs
  const { account, region } = place
  const byId = isImageId(target) ? await findById(needs, { account, region, imageId: target }) : []
  if (byId.length > 0) return byId
  const idPattern = idPatternOf(target)
  if (isImageId(target) && idPattern !== undefined) return findByPattern(needs, place, idPattern, 'image-id')

  if (/[*?]/.test(target)) return findByPattern(needs, place, target)
  const named = await images.search(account, region, target)
  // An image to restore is deregistered; a newer image may have its name by now.
  if (named.length > 0 && !toRestore) return [...named]
  const found = await findByPattern(needs, place, `*${target}*`)
  const exact = found.filter(({ facts }) => facts.name === target)
  if (exact.length > 0 && toRestore) return exact
  if (found.length > 0) return found
  if (idPattern !== undefined) return findByPattern(needs, place, idPattern, 'image-id')
  // AWS's documentation uses ids that EC2 would never give, such as ami-example.
  return /^ami-[\w-]+$/.test(target) ? findById(needs, { account, region, imageId: target }) : []
}

/** In EC2, in the Recycle Bin and in the ledger, each image once. */
const findByPattern = async (
  needs: FindInPlaceNeeds,
  place: AccountRegion,
  pattern: string,
  by: 'name' | 'image-id' = 'name',
): Promise<FoundImage[]> => {
  const { account, region } = place
  const [live, recycled, gone] = await allOf([
    needs.images.search(account, region, pattern, by),
    readRecycled(needs, place, pattern, by),
    readGone(needs, place, pattern),
  ])
  const found = new Map<string, FoundImage>()
  for (const one of [...recycled, ...gone, ...live]) {
    const { imageId } = one.image
    // The ledger knows more about it than the Recycle Bin, except until when it is kept.
    found.set(imageId, { ...one, ...(isGone(one) && untilOf(found.get(imageId))) })
  }
  return [...found.values()]
}

const untilOf = (one: FoundImage | undefined): Pick<FoundImage, 'recycledUntilMs'> =>
  one?.recycledUntilMs === undefined ? {} : { recycledUntilMs: one.recycledUntilMs }

const GONE: ImageFacts = { state: 'deregistered', tags: {}, snapshots: [] }

/** A Recycle Bin that does not answer does not hold up the list. */
const readRecycled = async (
  { images, log }: FindInPlaceNeeds,
  { account, region }: AccountRegion,
  pattern: string,
  by: 'name' | 'image-id',
): Promise<FoundImage[]> => {
  try {
    const all = await images.recycleBin(account, region)
    return all
      .filter(({ imageId, name = '' }) => isMatch(pattern, by === 'name' ? name : imageId))
      .map(({ imageId, untilMs, name, description }) => ({
        image: { account, region, imageId },
        facts: { ...GONE, ...(name && { name }), ...(description && { description }) },
        recycledUntilMs: untilMs,
      }))
  } catch (error) {
    log.warn('The Recycle Bin could not be listed.', { account, region, why: String(error) })
    return []
  }
}

/** Optional: where the ledger does not answer, the list has only what EC2 knows. */
const readGone = async (
  { ledger, log }: FindInPlaceNeeds,
  place: AccountRegion,
  pattern: string,
): Promise<FoundImage[]> => {
  try {
    const records = await ledger.readImages(await ledger.readGone(place, pattern))
    return [...records.values()]
      .filter(record => stateOf(record) === 'deregistered')
      .map(({ account, region, imageId, facts, lastEvent, recycled }) => ({
        image: { account, region, imageId },
        facts: { ...GONE, ...facts, state: 'deregistered' },
        ...(lastEvent?.state === 'deregistered' && { goneAtMs: lastEvent.atMs }),
        ...(recycled && { recycledUntilMs: recycled.untilMs }),
      }))
  } catch (error) {
    log.warn('The ledger could not be asked for images that are gone.', { ...place, why: String(error) })
    return []
  }
}

const findById = async (needs: FindInPlaceNeeds, image: ImageRef): Promise<FoundImage[]> => {
  const { images, ledger } = needs
  const { account, region, imageId: target } = image
  const live = (await images.describe(account, region, [target])).get(target)
  if (live) return [{ image, facts: live }]
  const record = await readImage(ledger, image)
  // Gone from EC2, but amiops kept what it knew.
  if (record.facts) return [{ image, facts: record.facts }]
  if (record.lastEvent) return [{ image, facts: { ...GONE, state: record.lastEvent.state } }]
  return isImageId(target) ? readRecycled(needs, image, target, 'image-id') : []
}
