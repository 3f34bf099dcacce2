import type { ImageRef } from '../../domain/image.ts'
import { needsRecycleBinLook } from '../../domain/recycle-bin-state.ts'
import type { Images } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'
import { createSaveFamily, needsFamily } from '../steps/save-family.ts'
import type { NewBuildNeeds } from '../steps/save-new-build.ts'
import { type RecycleBinNeeds, saveRecycleBinState } from '../steps/save-recycle-bin-state.ts'
import { type NameInThreadsNeeds, nameInThreads } from './name-in-threads.ts'
import { type ShowNeeds, type Shown, showRecord } from './show.ts'

type RefreshCardsNeeds = RecycleBinNeeds &
  NewBuildNeeds &
  NameInThreadsNeeds &
  ShowNeeds & { images: Pick<Images, 'recycled' | 'search' | 'describe'> }

/**
 * Brings an image's cards up to date, and looks up what was not looked up when they were posted: whether an image that a burst
 * deregistered can be restored, the last good image for a failed one, what a new image replaces, who made a change outside Slack.
 */
export const refreshCards = async (
  needs: RefreshCardsNeeds,
  image: ImageRef,
  saveFamily = createSaveFamily(needs),
): Promise<Shown> => {
  const record = await readImage(needs.ledger, image)
  const kept = needsRecycleBinLook(record) ? await saveRecycleBinState(needs, record) : record
  const known = needsFamily(kept) ? await saveFamily(kept) : kept
  // Before the cards: where Slack has no room, they stay outdated, and the schedule comes back.
  const retryAfterSec = await nameInThreads(needs, known)
  return retryAfterSec === undefined
    ? showRecord(needs, known)
    : { kind: 'outdated', retryAfterSec, record: known }
}
