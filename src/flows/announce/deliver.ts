import { renderCard } from '../../../blocks/card.ts'
import { renderThreadLine } from '../../../blocks/thread-line.ts'
import type { Config } from '../../domain/config.ts'
import type { ImageEvent } from '../../domain/event.ts'
import { imageKey } from '../../domain/image.ts'
import type { CardMention, ImageRecord } from '../../domain/record.ts'
import { isOutdated, withCard, withoutCard } from '../../domain/record-cards.ts'
import type { Delivery, ImageRecords, Messenger } from '../../ports.ts'
import { changeRecord } from '../../stored/change-image.ts'
import { showRecord } from '../cards/show.ts'
import { viewOf } from '../cards/view.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'

export interface DeliverNeeds extends PostOnceNeeds {
  ledger: PostOnceNeeds['ledger'] & ImageRecords
  messenger: PostOnceNeeds['messenger'] & Pick<Messenger, 'update'>
  config: Config
}

/** One event for one channel. */
export interface Announcement {
  event: ImageEvent
  /** Something newer is known of the image: it gets a line, never a card. */
  superseded: boolean
  /** The line stays in its thread. */
  quiet: boolean
  /** Whom it calls. */
  mention?: CardMention | undefined
  notice?: string
}

/** One card for each image and channel; a new one after the card was deleted. */
export const cardKey = (record: ImageRecord, channel: string): string =>
  `card/${imageKey(record)}/${channel}/${record.lostCardTs?.[channel] ?? 'first'}`

/** One line for each event and channel. */
export const lineKey = (event: Pick<ImageEvent, 'id'>, channel: string): string =>
  `line/${event.id}/${channel}`

/** A message in Slack, or why there is none, and the record as it now is. */
interface Announced {
  delivery: Delivery
  record: ImageRecord
}

const postCard = async (
  needs: DeliverNeeds,
  record: ImageRecord,
  channel: string,
  news: Announcement,
): Promise<Announced> => {
  const { ledger, config } = needs
  const { mention, notice } = news
  const card = renderCard({
    ...viewOf(config, record, 'name'),
    ...(mention && { mention }),
    ...(notice !== undefined && { notice }),
  })
  const event_payload = { image: imageKey(record), event: news.event.id }
  const delivery = await postOnce(needs, {
    key: cardKey(record, channel),
    channel,
    message: { ...card, metadata: { event_type: 'amiops_card', event_payload } },
  })
  if (delivery.kind !== 'delivered') return { delivery, record }
  const { channelId, ts, payload } = delivery
  // Somebody else's card shows what they knew.
  const shownRev = payload ? 0 : record.rev
  const postedFor = payload?.event ?? news.event.id
  const { record: kept } = await changeRecord(ledger, record, now =>
    withCard(now, { channel, channelId, ts, shownRev, postedFor, ...(mention && { mention }) }),
  )
  // A function that changed the record meanwhile found no card to update.
  const shown = isOutdated(kept) ? (await showRecord(needs, kept)).record : kept
  return postedFor === news.event.id ? { delivery, record: shown } : deliver(needs, shown, channel, news)
}

/** An image that has a card in the channel gets one line in its thread; another gets its card. */
export const deliver = async (
  needs: DeliverNeeds,
  record: ImageRecord,
  channel: string,
  news: Announcement,
): Promise<Announced> => {
  const card = record.cards.find(c => c.channel === channel)
  if (!card)
    return news.superseded ? postLate(needs, record, channel, news) : postCard(needs, record, channel, news)
  // A function that died after posting it could not say so any more.
  if (card.postedFor === news.event.id)
    return { delivery: { kind: 'delivered', channelId: card.channelId, ts: card.ts }, record }
  const askedFor = record.lastEvent?.eventId === news.event.id && record.lastEvent.by !== undefined
  const broadcast = !news.quiet && (news.event.state === 'failed' || !askedFor)
  const delivery = await postOnce(needs, {
    key: lineKey(news.event, channel),
    channel: card.channelId,
    message: renderThreadLine(record, news.event, news.superseded, news.mention),
    thread: { ts: card.ts, broadcast },
  })
  if (delivery.kind !== 'gone') return { delivery, record }
  const { record: left } = await changeRecord(needs.ledger, record, now => withoutCard(now, card))
  return news.superseded ? postLate(needs, left, channel, news) : postCard(needs, left, channel, news)
}

/** An event that is superseded, in a channel without a card of its image: a line in the thread of the card that another
 * channel has; a line of its own where no channel has one. */
const postLate = async (
  needs: DeliverNeeds,
  record: ImageRecord,
  channel: string,
  news: Announcement,
): Promise<Announced> => {
  const message = renderThreadLine(record, news.event, true, news.mention)
  const [card] = news.quiet ? record.cards : []
  if (!card)
    return {
      delivery: await postOnce(needs, { key: lineKey(news.event, channel), channel, message }),
      record,
    }
  const delivery = await postOnce(needs, {
    key: lineKey(news.event, card.channel),
    channel: card.channelId,
    message,
    thread: { ts: card.ts, broadcast: false },
  })
  if (delivery.kind !== 'gone') return { delivery, record }
  const { record: left } = await changeRecord(needs.ledger, record, now => withoutCard(now, card))
  return postLate(needs, left, channel, news)
}
