import type { AccountRegion } from '../../domain/alias.ts'
import type { ImageCommand } from '../../domain/command.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import { isMatch } from '../../domain/glob.ts'
import type { ImageFacts, ImageRef } from '../../domain/image.ts'
import { idPatternOf, isImageId } from '../../domain/pasted.ts'
import { stateOf } from '../../domain/record.ts'
import { allOf, inParallel } from '../../in-parallel.ts'
import type { ImageRecords, Images, Log, Names } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'

interface Needs {
  images: Pick<Images, 'describe' | 'search' | 'recycleBin'>
  ledger: ImageRecords & Names
  config: Config
  log: Log
}

export interface FoundImage {
  image: ImageRef
  facts: ImageFacts
  /** When it was deregistered, if the ledger knows; until when the Recycle Bin keeps it. */
  goneAtMs?: number
  recycledUntilMs?: number
}

export interface Found {
  /** The newest first; those that are gone after the others. */
  found: readonly FoundImage[]
  /** The accounts and regions that were searched. */
  places: readonly AccountRegion[]
  /** Where EC2 could not be asked, and its code. */
  unreachable: readonly { where: string; why: string }[]
}

const PLACES_AT_ONCE = 16

/**
 * Finds what a person typed: an id or the beginning of one, a name or a part of it, a name with `*` and `?`; in every configured
 * account and region that fits, in EC2, in the Recycle Bin and among what the ledger knows to be gone.
 */
export const findImages = async (needs: Needs, command: ImageCommand): Promise<Found> => {
  const { config, log } = needs
  const places = config.accounts
    .filter(a => command.account === undefined || a.id === command.account)
    .flatMap(a =>
      a.regions
        .filter(region => command.region === undefined || region === command.region)
        .map(region => ({ account: a.id, region })),
    )
  const unreachable: { where: string; why: string }[] = []
  const found: FoundImage[] = []
  await inParallel(places, PLACES_AT_ONCE, async place => {
    try {
      found.push(...(await findIn(needs, place, command)))
    } catch (error) {
      log.warn('EC2 could not be asked for an image.', { ...place, why: String(error) })
      const where = `${accountName(config, place.account)} ${place.region}`
      unreachable.push({ where, why: errorName(error) })
    }
  })
  return { found: found.sort(byAge), places, unreachable }
}

const isGone = ({ facts }: FoundImage): boolean => facts.state === 'deregistered'

const byAge = (a: FoundImage, b: FoundImage): number =>
  Number(isGone(a)) - Number(isGone(b)) ||
  (b.goneAtMs ?? b.facts.createdAtMs ?? 0) - (a.goneAtMs ?? a.facts.createdAtMs ?? 0) ||
  (a.image.imageId < b.image.imageId ? -1 : 1)

const findIn = async (
  needs: Needs,
  place: AccountRegion,
  { target, verb }: ImageCommand,
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
  if (named.length > 0 && verb !== 'restore') return [...named]
  const found = await findByPattern(needs, place, `*${target}*`)
  const exact = found.filter(({ facts }) => facts.name === target)
  if (exact.length > 0 && verb === 'restore') return exact
  if (found.length > 0) return found
  if (idPattern !== undefined) return findByPattern(needs, place, idPattern, 'image-id')
  // AWS's documentation uses ids that EC2 would never give, such as ami-example.
  return /^ami-[\w-]+$/.test(target) ? findById(needs, { account, region, imageId: target }) : []
}

/** In EC2, in the Recycle Bin and in the ledger, each image once. */
const findByPattern = async (
  needs: Needs,
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
  { images, log }: Needs,
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
  { ledger, log }: Needs,
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

const findById = async (needs: Needs, image: ImageRef): Promise<FoundImage[]> => {
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
