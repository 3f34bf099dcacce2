import { type Family, familyKey, familyOfRecord, withoutLastGood } from '../../domain/failures.ts'
import type { ImageRecord } from '../../domain/record.ts'
import type { RecordedEvent } from '../../domain/recorded-event.ts'
import type { Failures, ImageRecords } from '../../ports.ts'
import { changeImage } from '../../stored/change-image.ts'
import { type ShowNeeds, showRecord } from '../cards/show.ts'
import { createSaveLastGood, type LastGoodNeeds } from '../steps/save-last-good.ts'

type Needs = ShowNeeds & LastGoodNeeds & { ledger: ImageRecords & Failures }

/** The cards of others are brought up to date by the schedule. */
const CARDS_OF_A_BATCH = 5

/** Looks up another good image for the failed images whose good image can no longer be launched. */
export const renewLastGood = async (needs: Needs, announced: readonly RecordedEvent[]): Promise<void> => {
  const gone = announced.filter(
    ({ event, meaning }) =>
      (event.state === 'deregistered' || event.state === 'disabled') &&
      (meaning === 'new' || meaning === 'redelivered'),
  )
  const families = new Map<string, Family>()
  for (const { record } of gone) {
    const family = familyOfRecord(record, needs.config)
    if (family) families.set(familyKey(family), family)
  }
  if (families.size === 0) return
  const goneIds = new Set(gone.map(({ event }) => event.imageId))
  const saveLastGood = createSaveLastGood(needs, undefined, goneIds)
  const isGone = ({ lastGood }: ImageRecord): boolean =>
    lastGood !== undefined && goneIds.has(lastGood.imageId)
  let shown = 0
  for (const { image } of await needs.ledger.readFailed([...families.values()])) {
    const { record, changed } = await changeImage(needs.ledger, image, now =>
      isGone(now) ? withoutLastGood(now, needs.clock.nowMs()) : undefined,
    )
    if (changed && record.cards.length > 0 && shown++ < CARDS_OF_A_BATCH)
      await showRecord(needs, await saveLastGood(record))
  }
}
