import { needsLastGood } from '../../domain/failures.ts'
import { needsNewBuild } from '../../domain/new-build.ts'
import { type ImageRecord, stateOf } from '../../domain/record.ts'
import { createFamilyImages } from './family-images.ts'
import { createSaveLastGood } from './save-last-good.ts'
import { createSaveNewBuild, type NewBuildNeeds } from './save-new-build.ts'

/** Writes into an image's record what its card says of its family, and returns the record as it now is. */
export type SaveFamily = (record: ImageRecord) => Promise<ImageRecord>

/** The last good image for a failed image, and what a new image replaces. Each family of a batch is looked up once for both. */
export const createSaveFamily = (needs: NewBuildNeeds): SaveFamily => {
  const familyImages = createFamilyImages(needs)
  const saveLastGood = createSaveLastGood(needs, familyImages)
  const saveNewBuild = createSaveNewBuild(needs, familyImages)
  return record => (stateOf(record) === 'failed' ? saveLastGood(record) : saveNewBuild(record))
}

/** It could not be looked up when the card was posted. */
export const needsFamily = (record: ImageRecord): boolean => needsLastGood(record) || needsNewBuild(record)
