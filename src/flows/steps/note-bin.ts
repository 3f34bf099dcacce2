import type { ImageRef } from '../../domain/image.ts'
import type { Clock, ImageRecords, Images, Log } from '../../ports.ts'
import { changeImage, readImage } from './change-image.ts'
import { lookInBin } from './look-in-bin.ts'

export interface NoteBinNeeds {
  images: Pick<Images, 'recycled'>
  ledger: ImageRecords
  clock: Clock
  log: Log
}

/** Notes of a deregistered image whether it can be brought back, and until when. */
export const noteBin = async (needs: NoteBinNeeds, image: ImageRef): Promise<void> => {
  const apply = await lookInBin(needs, await readImage(needs.ledger, image))
  await changeImage(needs.ledger, image, record => {
    const noted = apply(record)
    return noted === record ? undefined : noted
  })
}
