import {
  type CleanupRule,
  type Due,
  dueImages,
  longestDueFirst,
  WARNED_BEFORE_MS,
} from '../../domain/cleanup.ts'
import { placesIn } from '../../domain/fleet.ts'
import { chunksOf } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import type { ListedImage } from '../../domain/list-filter.ts'
import { type ImageRecord, observedSinceMs } from '../../domain/record.ts'
import { inParallel } from '../../in-parallel.ts'
import { visitPlaces } from '../lists/read-listed.ts'
import { readRevoked } from '../steps/read-revoked.ts'
import type { FindDueNeeds } from './needs.ts'

/** When an image was disabled, by amiops or otherwise; undefined if the ledger does not have it. */
const disabledAtMs = ({ lastEvent, observedState }: ImageRecord): number | undefined => {
  if (observedState) return observedState.state === 'disabled' ? observedSinceMs(observedState) : undefined
  return lastEvent?.state === 'disabled' ? lastEvent.atMs : undefined
}

const RECORDS_AT_ONCE = 500

const readDisabled = async (
  { ledger }: Pick<FindDueNeeds, 'ledger'>,
  images: readonly ListedImage[],
): Promise<ReadonlyMap<string, number>> => {
  const found = new Map<string, number>()
  const disabled = images.filter(({ state }) => state === 'disabled').map(({ image }) => image)
  await inParallel(chunksOf(disabled, RECORDS_AT_ONCE), 2, async some => {
    for (const [key, record] of await ledger.readImages(some)) {
      const atMs = disabledAtMs(record)
      if (atMs !== undefined) found.set(key, atMs)
    }
  })
  return found
}

/**
 * The images that the rules want cleaned up now, or deregistered within the time of the warnings, by what the last scans saw and the
 * ledger knows. Nobody asks EC2.
 *
 * @param isAsked of which families
 * @returns also `unscanned`, the accounts and regions that were not scanned yet: their images are not looked at
 */
export const findDue = async (
  needs: FindDueNeeds,
  rules: readonly CleanupRule[],
  isAsked: (family: string | undefined) => boolean,
): Promise<Due & { unscanned: readonly string[] }> => {
  const { ledger, config, clock } = needs
  const nowMs = clock.nowMs()
  const keeps = await ledger.readKeeps(nowMs)
  const keptUntilMs = new Map(keeps.map(({ image, untilMs }) => [imageKey(image), untilMs]))
  const revoked = await readRevoked(needs)
  const found: Due = { due: [], kept: [], unknown: [] }
  const unscanned = await visitPlaces(needs, placesIn(config), async listed => {
    const images = listed.filter(({ family }) => isAsked(family))
    const facts = { keptUntilMs, disabledAtMs: await readDisabled(needs, images), revoked }
    const here = dueImages(images, rules, facts, nowMs, WARNED_BEFORE_MS)
    found.due.push(...here.due)
    found.kept.push(...here.kept)
    found.unknown.push(...here.unknown)
  })
  return { ...found, due: found.due.sort(longestDueFirst), unscanned }
}
