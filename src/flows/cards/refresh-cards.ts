import { needsLastGood } from '../../domain/failures.ts'
import type { ImageRef } from '../../domain/image.ts'
import { needsRecycleBinLook } from '../../domain/recycle-bin-state.ts'
import type { Images } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'
import { createSaveLastGood, type LastGoodNeeds } from '../steps/save-last-good.ts'
import { type RecycleBinNeeds, saveRecycleBinState } from '../steps/save-recycle-bin-state.ts'
import { type ShowNeeds, type Shown, showRecord } from './show.ts'

type RefreshCardsNeeds = RecycleBinNeeds &
  LastGoodNeeds &
  ShowNeeds & { images: Pick<Images, 'recycled' | 'search'> }

/**
 * Brings an image's cards up to date, with what was not looked up when they were posted: of what a burst took away, whether it can
 * be restored; of a failure, what works instead.
 */
export const refreshCards = async (
  needs: RefreshCardsNeeds,
  image: ImageRef,
  saveLastGood = createSaveLastGood(needs),
): Promise<Shown> => {
  const record = await readImage(needs.ledger, image)
  const kept = needsRecycleBinLook(record) ? await saveRecycleBinState(needs, record) : record
  return showRecord(needs, needsLastGood(kept) ? await saveLastGood(kept) : kept)
}
