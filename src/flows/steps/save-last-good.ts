import type { Config } from '../../domain/config.ts'
import {
  type Family,
  familyOfRecord,
  needsLastGood,
  newestGood,
  withLastGood,
  withLastGoodDue,
} from '../../domain/failures.ts'
import { imageKey } from '../../domain/image.ts'
import { type FamilyImage, type ImageRecord, stateOf } from '../../domain/record.ts'
import type { Clock, ImageRecords, Images, Log } from '../../ports.ts'
import { changeImage, changeRecord } from '../../stored/change-image.ts'
import { createFamilyImages, type FamilyImages } from './family-images.ts'
import type { RevokedNeeds } from './read-revoked.ts'

export interface LastGoodNeeds {
  images: Pick<Images, 'search'>
  ledger: ImageRecords & RevokedNeeds['ledger']
  config: Config
  clock: Clock
  log: Log
}

/** Writes what works instead into the record of a failed image, and returns the record as it now is. */
export type SaveLastGood = (record: ImageRecord) => Promise<ImageRecord>

/**
 * Looks up the last good image for the failed images of one batch. If EC2 does not answer, or the batch has too many families, the card
 * is posted without it, and the schedule looks again.
 *
 * @param goneIds images that EC2 may still show as available for a moment
 */
export const createSaveLastGood = (
  needs: LastGoodNeeds,
  familyImages: FamilyImages = createFamilyImages(needs),
  goneIds: ReadonlySet<string> = new Set(),
): SaveLastGood => {
  const { ledger, config, clock, log } = needs
  return async record => {
    const family = familyOfRecord(record, config)
    if (stateOf(record) !== 'failed' || (record.lastGood && !needsLastGood(record)) || !family) return record
    try {
      const lastGood = await findGood(needs, familyImages, family, goneIds)
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

/** The good image gets a record if it has none: once it is gone, EC2 no longer says which family it belonged to. */
const findGood = async (
  { ledger, config }: LastGoodNeeds,
  familyImages: FamilyImages,
  family: Family,
  goneIds: ReadonlySet<string>,
): Promise<FamilyImage | undefined> => {
  const standing = (await familyImages(family)).filter(({ image }) => !goneIds.has(image.imageId))
  const good = newestGood(family, standing, config)
  const own = standing.find(({ image }) => image.imageId === good?.imageId)
  if (own)
    await changeImage(ledger, own.image, now =>
      now.facts === undefined && now.lastEvent === undefined ? { ...now, facts: own.facts } : undefined,
    )
  return good
}
