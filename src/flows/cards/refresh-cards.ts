import type { ImageRef } from '../../domain/image.ts'
import { needsRecycleBinLook } from '../../domain/recycle-bin-state.ts'
import { readImage } from '../../stored/change-image.ts'
import { type RecycleBinNeeds, saveRecycleBinState } from '../steps/save-recycle-bin-state.ts'
import { type ShowNeeds, type Shown, showRecord } from './show.ts'

/** Brings an image's cards up to date; what a burst took away got no look of its own into the Recycle Bin, so gets it now. */
export const refreshCards = async (needs: RecycleBinNeeds & ShowNeeds, image: ImageRef): Promise<Shown> => {
  const record = await readImage(needs.ledger, image)
  return showRecord(needs, needsRecycleBinLook(record) ? await saveRecycleBinState(needs, record) : record)
}
