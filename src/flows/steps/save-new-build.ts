import { copyOf } from '../../domain/builds.ts'
import { familyOfRecord } from '../../domain/failures.ts'
import { type ImageFacts, type ImageRef, imageKey } from '../../domain/image.ts'
import {
  isNewImage,
  needsNewBuild,
  newBuildOf,
  withNewBuild,
  withNewBuildDue,
} from '../../domain/new-build.ts'
import type { ImageRecord } from '../../domain/record.ts'
import type { Images } from '../../ports.ts'
import { changeRecord } from '../../stored/change-image.ts'
import { createFamilyImages, type FamilyImages } from './family-images.ts'
import type { LastGoodNeeds } from './save-last-good.ts'

export type NewBuildNeeds = LastGoodNeeds & { images: Pick<Images, 'describe'> }

/** Writes what a new image replaces into its record, and returns the record as it now is. */
export type SaveNewBuild = (record: ImageRecord) => Promise<ImageRecord>

/**
 * Looks up, for the new images of one batch, which builds of their families they replace. If EC2 does not answer, or the batch has too
 * many families, the card is posted without it, and the schedule looks again.
 */
export const createSaveNewBuild = (
  needs: NewBuildNeeds,
  familyImages: FamilyImages = createFamilyImages(needs),
): SaveNewBuild => {
  const { ledger, config, clock, log } = needs
  return async record => {
    const { facts } = record
    const family = familyOfRecord(record, config)
    if (!isNewImage(record) || (record.newBuild && !needsNewBuild(record)) || !family || !facts) return record
    try {
      const [listed, origin] = [await familyImages(family), await findOrigin(needs, record, facts)]
      const isKnown = origin !== 'unknown'
      const newBuild = isKnown ? newBuildOf({ image: record, facts }, listed, origin, config) : undefined
      const { record: saved } = await changeRecord(ledger, record, now =>
        isNewImage(now) ? withNewBuild(now, newBuild) : undefined,
      )
      return saved
    } catch (error) {
      log.warn('The build that a new image replaces could not be looked up now.', {
        image: imageKey(record),
        why: String(error),
      })
      const { record: saved } = await changeRecord(ledger, record, now => withNewBuildDue(now, clock.nowMs()))
      return saved
    }
  }
}

/** What the image is a copy of, if it is one. `unknown`: its age can't be found out. */
const findOrigin = async (
  { images }: NewBuildNeeds,
  record: ImageRecord,
  facts: ImageFacts,
): Promise<{ image: ImageRef; facts: ImageFacts } | undefined | 'unknown'> => {
  const source = copyOf(record, facts)
  if (source === undefined) return undefined
  const { account } = record
  const [region = '', imageId = ''] = source.split('/')
  const found = (await images.describe(account, region, [imageId])).get(imageId)
  return found ? { image: { account, region, imageId }, facts: found } : 'unknown'
}
