import { imageKey } from '../../domain/image.ts'
import type { Card, ImageRecord } from '../../domain/record.ts'
import { withoutCard } from '../../domain/record-cards.ts'
import { sharedCardIn, withoutCopy, withoutSharedCard } from '../../domain/shared-cards.ts'
import type { ImageRecords } from '../../ports.ts'
import { changeImage, changeRecord } from '../../stored/change-image.ts'

/** A card that shows an image: its own, or that of another image of its build. */
export interface StandingCard extends Card {
  /** Whose card it is, where it is another image's. */
  owner?: ImageRecord
}

/** All cards that show an image, its own first. A channel in which the shared card was deleted has none. */
export const readStandingCards = async (
  ledger: ImageRecords,
  record: ImageRecord,
): Promise<readonly StandingCard[]> => {
  const { cards, sharedCards = [] } = record
  if (sharedCards.length === 0) return cards
  const owners = await ledger.readImages(sharedCards.map(({ image }) => image))
  const shared = sharedCards.flatMap(({ channel, image }) => {
    const owner = owners.get(imageKey(image))
    const card = owner?.cards.find(one => one.channel === channel)
    return owner && card && !cards.some(own => own.channel === channel) ? [{ ...card, owner }] : []
  })
  return [...cards, ...shared]
}

/**
 * The record of an image whose card in a channel is gone; where another image's card showed it there, it has no row any more.
 *
 * @param card the card that was found deleted; absent if the ledger has that already
 */
export const withoutLostCard = async (
  ledger: ImageRecords,
  record: ImageRecord,
  channel: string,
  card?: StandingCard,
): Promise<ImageRecord> => {
  const shared = sharedCardIn(record, channel)
  if (!shared || (card && !card.owner))
    return card ? (await changeRecord(ledger, record, now => withoutCard(now, card))).record : record
  await changeImage(ledger, shared.image, now => withoutCopy(card ? withoutCard(now, card) : now, record))
  return (await changeRecord(ledger, record, now => withoutSharedCard(now, channel))).record
}
