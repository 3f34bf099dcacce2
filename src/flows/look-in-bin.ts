import { type ImageRef, imageKey } from '../domain/image.ts'
import { type ImageRecord, withBin } from '../domain/record.ts'
import type { Images, Log } from '../ports.ts'

interface Needs {
  images: Pick<Images, 'recycled'>
  log: Log
}

/**
 * Looks whether the Recycle Bin keeps an image that EC2 no longer has. A way back is a nicety: where EC2 does not tell,
 * what was known stays.
 *
 * @returns what writes it into a record
 */
export const lookInBin = async (
  { images, log }: Needs,
  image: ImageRef,
): Promise<(record: ImageRecord) => ImageRecord> => {
  try {
    const found = await images.recycled(image, [])
    return record => withBin(record, found?.untilMs)
  } catch (error) {
    log.warn('EC2 did not tell whether the Recycle Bin keeps an image.', {
      image: imageKey(image),
      why: String(error),
    })
    return record => record
  }
}
