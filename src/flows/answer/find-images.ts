import type { AccountRegion } from '../../domain/alias.ts'
import type { ImageCommand } from '../../domain/command.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import { placeKey } from '../../domain/fleet.ts'
import { isImageId } from '../../domain/pasted.ts'
import { READ_DIRECTLY, type Reading } from '../../domain/reading.ts'
import { inParallel } from '../../in-parallel.ts'
import type { ImageRecords, Log } from '../../ports.ts'
import { askForReading, type BeingRead, type Waiting } from '../readings/ask-for-reading.ts'
import type { ReadingNeeds } from '../readings/needs.ts'
import { locateImage } from '../steps/locate-image.ts'
import {
  type FindInPlaceNeeds,
  type FoundImage,
  findInPlace,
  foundFirst,
  type Sought,
} from './find-in-place.ts'

export type FindImagesNeeds = FindInPlaceNeeds &
  ReadingNeeds & { ledger: FindInPlaceNeeds['ledger'] & ReadingNeeds['ledger'] & ImageRecords }

export interface Found {
  kind: 'found'
  /** The newest first; those that are gone after the others. */
  found: readonly FoundImage[]
  /** The accounts and regions that were searched. */
  places: readonly AccountRegion[]
  /** Where EC2 could not be asked, and its code. */
  unreachable: readonly { where: string; why: string }[]
}

/** Nobody turns more pages. */
const MOST = 1_000

/**
 * Finds what a person typed: an id or the beginning of one, a name or a part of it, a name with `*` and `?`; in every configured
 * account and region that fits: 1 where the ledger knows the id 2 else everywhere, of many places by a message for each.
 *
 * @param message what the answer is for: it comes again where the places are being read
 */
export const findImages = async (
  needs: FindImagesNeeds,
  { target, verb, account, region }: ImageCommand,
  message: Waiting,
): Promise<Found | BeingRead> => {
  const places = placesFor(needs.config, account, region)
  const sought = { target, toRestore: verb === 'restore' }
  // 1 where the ledger knows the id
  const known = isImageId(target) && places.length > 1 ? await locateImage(needs, places, target) : []
  if (known.length > 0) {
    const there = await findDirectly(needs, sought, known)
    if (there.found.length + there.unreachable.length > 0) return there
  }
  // 2 everywhere
  const what = {
    kind: 'found' as const,
    ...sought,
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
  }
  const source = await askForReading(needs, what, places, message)
  if (source.kind === 'waiting') return source
  return source.kind === 'few'
    ? findDirectly(needs, sought, places)
    : joinFound(needs, source.reading, places)
}

const placesFor = (
  { accounts }: Config,
  account: string | undefined,
  region: string | undefined,
): AccountRegion[] =>
  accounts
    .filter(({ id }) => account === undefined || id === account)
    .flatMap(({ id, regions }) =>
      regions
        .filter(one => region === undefined || one === region)
        .map(one => ({ account: id, region: one })),
    )

/** All at the same time: those that do not answer delay no other. */
const findDirectly = async (
  needs: FindInPlaceNeeds & { config: Config },
  sought: Sought,
  places: readonly AccountRegion[],
): Promise<Found> => {
  const { config, log } = needs
  const unreachable: { where: string; why: string }[] = []
  const found: FoundImage[] = []
  await inParallel(places, READ_DIRECTLY, async place => {
    try {
      found.push(...(await findInPlace(needs, place, sought)))
    } catch (error) {
      logUnasked(log, place, error)
      unreachable.push({ where: nameOf(config, place), why: errorName(error) })
    }
  })
  return { kind: 'found', found: found.sort(foundFirst), places, unreachable }
}

/** Puts together what was found in many places. */
const joinFound = async (
  { ledger, config }: FindImagesNeeds,
  reading: Reading,
  places: readonly AccountRegion[],
): Promise<Found> => {
  const missing = new Map(places.map(place => [placeKey(place), place]))
  const unreachable: { where: string; why: string }[] = []
  let found: FoundImage[] = []
  await ledger.readReadParts(reading, part => {
    const place = missing.get(placeKey(part))
    if (part.kind !== 'found' || !place) return
    missing.delete(placeKey(place))
    if (part.why !== undefined) unreachable.push({ where: nameOf(config, place), why: part.why })
    for (const { imageId, ...one } of part.images) found.push({ image: { ...place, imageId }, ...one })
    if (found.length > 2 * MOST) found = found.sort(foundFirst).slice(0, MOST)
  })
  for (const place of missing.values())
    unreachable.push({ where: nameOf(config, place), why: 'TimeoutError' })
  return { kind: 'found', found: found.sort(foundFirst).slice(0, MOST), places, unreachable }
}

const nameOf = (config: Config, { account, region }: AccountRegion): string =>
  `${accountName(config, account)} ${region}`

export const logUnasked = (log: Log, place: AccountRegion, error: unknown): void =>
  log.warn('EC2 could not be asked for an image.', { ...place, why: String(error) })
