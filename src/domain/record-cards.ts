import { needsLastGood } from './failures.ts'
import { needsNewBuild } from './new-build.ts'
import type { Card, ImageRecord } from './record.ts'
import { isAlertOutdated } from './record-alerts.ts'
import { needsRecycleBinLook } from './recycle-bin-state.ts'
import { hasOldRow } from './shared-cards.ts'

/** A card that shows it stands somewhere. */
export const hasCard = ({ cards, sharedCards = [] }: ImageRecord): boolean =>
  cards.length + sharedCards.length > 0

/** Whether a card or an alert of the image, or its row on another card, is behind the record. */
export const isOutdated = (record: ImageRecord): boolean =>
  record.cards.some(card => card.shownRev < record.rev) ||
  hasOldRow(record) ||
  (record.alerts ?? []).some(alert => isAlertOutdated(alert, record))

/** Whether something has to be looked up for its cards: whether it can be restored, the last good image, or what it replaces. */
const needsLook = (record: ImageRecord): boolean =>
  needsRecycleBinLook(record) || needsLastGood(record) || needsNewBuild(record)

/** Its cards need an update. */
export const needsRefresh = (record: ImageRecord): boolean =>
  isOutdated(record) || (record.cards.length > 0 && needsLook(record))

/** The record with a card that was posted. */
export const withCard = (record: ImageRecord, card: Card): ImageRecord =>
  record.cards.some(c => c.channel === card.channel && c.ts === card.ts)
    ? record
    : { ...record, cards: [...record.cards, card] }

/** The record without a card that was deleted. */
export const withoutCard = (record: ImageRecord, { channel, ts }: Card): ImageRecord => ({
  ...record,
  cards: record.cards.filter(card => card.channel !== channel || card.ts !== ts),
  lostCardTs: { ...record.lostCardTs, [channel]: ts },
})

/** The record with what its cards say of an e-mail, if that was about its last event. */
export const withEmailed = (record: ImageRecord, eventId: string, emailedAtMs: number): ImageRecord => {
  const { lastEvent } = record
  return lastEvent?.eventId !== eventId || lastEvent.emailedAtMs !== undefined
    ? record
    : { ...record, lastEvent: { ...lastEvent, emailedAtMs }, rev: record.rev + 1 }
}
