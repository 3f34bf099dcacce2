import type { ImageRef } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'

/** What is known of each image: its state, facts, cards and latest request. */
export interface ImageRecords {
  /** The records of these images by image key; of an image that is not known, an empty one. */
  readImages(images: readonly ImageRef[]): Promise<ReadonlyMap<string, ImageRecord>>
  /** Writes a record. @returns false when somebody else wrote since it was read: read again. */
  saveImage(record: ImageRecord): Promise<boolean>
  /** The images with a request whose time to be settled has come, longest waiting first. */
  readDueImages(nowMs: number): Promise<readonly ImageRef[]>
  /** Images with outdated cards, changed before then, the latest first; none with an open request. */
  readOutdatedImages(beforeMs: number, limit: number): Promise<readonly ImageRef[]>
}
