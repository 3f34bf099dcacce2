import { type Circuit, createCircuit } from '../../circuit.ts'
import type { Config } from '../../domain/config.ts'
import {
  type Family,
  familyKey,
  familyOfRecord,
  needsLastGood,
  newestGood,
  patternsOf,
  withLastGood,
  withLastGoodDue,
} from '../../domain/failures.ts'
import { imageKey } from '../../domain/image.ts'
import { type FamilyImage, type ImageRecord, stateOf } from '../../domain/record.ts'
import { allOf } from '../../in-parallel.ts'
import type { Clock, ImageRecords, Images, Log } from '../../ports.ts'
import { changeImage, changeRecord } from '../../stored/change-image.ts'

export interface LastGoodNeeds {
  images: Pick<Images, 'search'>
  ledger: ImageRecords
  config: Config
  clock: Clock
  log: Log
}

/** A batch may hold a thousand failures: only so many families are asked for. */
const FAMILIES_OF_A_BATCH = 5

/** Writes what works instead into the record of a failed image, and returns the record as it now is. */
export type SaveLastGood = (record: ImageRecord) => Promise<ImageRecord>

/**
 * Looks up, for the failed images of one batch, what works instead. Where EC2 does not answer, or the batch holds more families
 * than are asked for, the card goes without, and the schedule looks again.
 *
 * @param goneIds images that EC2 may still show as available for a moment
 */
export const createSaveLastGood = (
  needs: LastGoodNeeds,
  goneIds: ReadonlySet<string> = new Set(),
): SaveLastGood => {
  const { ledger, config, clock, log } = needs
  const found = new Map<string, Promise<FamilyImage | undefined>>()
  const ask: Circuit = createCircuit()

  const find = (family: Family): Promise<FamilyImage | undefined> => {
    const key = familyKey(family)
    if (!found.has(key) && found.size >= FAMILIES_OF_A_BATCH)
      return Promise.reject(new Error('Other families were looked up first.'))
    const looked = found.get(key) ?? ask(() => findGood(needs, family, goneIds))
    found.set(key, looked)
    return looked
  }

  return async record => {
    const family = familyOfRecord(record, config)
    if (stateOf(record) !== 'failed' || (record.lastGood && !needsLastGood(record)) || !family) return record
    try {
      const lastGood = await find(family)
      const { record: saved } = await changeRecord(ledger, record, now =>
        stateOf(now) === 'failed' ? withLastGood(now, lastGood) : undefined,
      )
      return saved
    } catch (error) {
      log.warn('The last good image of a family could not be looked up now.', {
        image: imageKey(record),
        why: String(error),
      })
      const { record: saved } = await changeRecord(ledger, record, now => withLastGoodDue(now, clock.nowMs()))
      return saved
    }
  }
}

/** The image gets a record of its own where it has none: once it is gone, EC2 no longer says of which family it was. */
const findGood = async (
  { images, ledger, config }: LastGoodNeeds,
  family: Family,
  goneIds: ReadonlySet<string>,
): Promise<FamilyImage | undefined> => {
  const { account, region } = family
  const patterns = patternsOf(family, config)
  const found = await allOf(patterns.map(pattern => images.search(account, region, pattern)))
  const standing = found.flat().filter(({ image }) => !goneIds.has(image.imageId))
  const good = newestGood(family, standing, config)
  const own = standing.find(({ image }) => image.imageId === good?.imageId)
  if (own)
    await changeImage(ledger, own.image, now =>
      now.facts === undefined && now.lastEvent === undefined ? { ...now, facts: own.facts } : undefined,
    )
  return good
}
