import { type ImageRef, imageKey } from '../domain/image.ts'
import { changedAtMs, deletedSnapshotsOf, type ImageRecord, withBin } from '../domain/record.ts'
import type { Clock, Images, Log } from '../ports.ts'

interface Needs {
  images: Pick<Images, 'recycled'>
  clock: Clock
  log: Log
}

/** The Recycle Bin may show an image some time after EC2 told that it is gone. */
const LAGS_MS = 2 * 60_000

/**
 * Looks whether the Recycle Bin keeps an image that EC2 no longer has, and the snapshots that were deleted with it: without
 * them it does not come back. Where EC2 does not tell, what was known stays.
 *
 * @returns what writes it into a record
 */
export const lookInBin = async (
  { images, clock, log }: Needs,
  record: ImageRecord,
): Promise<(record: ImageRecord) => ImageRecord> => {
  const image: ImageRef = record
  const deleted = deletedSnapshotsOf(record)
  const isYoung = (now: ImageRecord): boolean => clock.nowMs() - changedAtMs(now) < LAGS_MS
  try {
    const found = await images.recycled(image, deleted)
    if (!found) return now => (isYoung(now) && !now.recycled ? now : withBin(now, 'image'))
    // Seen whole once, a snapshot that left the Recycle Bin was restored by somebody.
    const isWhole = deleted.every(snapshotId => found.snapshotIds.includes(snapshotId))
    return now =>
      withBin(now, now.notKept === 'snapshots' || !(isWhole || now.recycled) ? 'snapshots' : found.untilMs)
  } catch (error) {
    log.warn('EC2 did not tell whether the Recycle Bin keeps an image.', {
      image: imageKey(image),
      why: String(error),
    })
    return now => (isYoung(now) || now.recycled ? now : withBin(now, 'unknown'))
  }
}
