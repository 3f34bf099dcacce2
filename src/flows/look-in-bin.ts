import { type ImageRef, imageKey } from '../domain/image.ts'
import { deletedSnapshotsOf, type ImageRecord, withBin } from '../domain/record.ts'
import type { Images, Log } from '../ports.ts'

interface Needs {
  images: Pick<Images, 'recycled'>
  log: Log
}

/**
 * Looks whether the Recycle Bin keeps an image that EC2 no longer has, and the snapshots that were deleted with it: without
 * them it does not come back. Where EC2 does not tell, what was known stays.
 *
 * @returns what writes it into a record
 */
export const lookInBin = async (
  { images, log }: Needs,
  record: ImageRecord,
): Promise<(record: ImageRecord) => ImageRecord> => {
  const image: ImageRef = record
  const deleted = deletedSnapshotsOf(record)
  try {
    const found = await images.recycled(image, deleted)
    const isWhole = found && deleted.every(snapshotId => found.snapshotIds.includes(snapshotId))
    return now => withBin(now, isWhole ? found.untilMs : undefined)
  } catch (error) {
    log.warn('EC2 did not tell whether the Recycle Bin keeps an image.', {
      image: imageKey(image),
      why: String(error),
    })
    return now => now
  }
}
