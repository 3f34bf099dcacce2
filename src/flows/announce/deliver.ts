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
  /** Its line stays in the thread, and is not sent to the channel as well. */
  quiet: boolean
  /** Whom it mentions. */
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
  // A card that another function has posted shows the record as that function had read it.
  const shownRev = payload ? 0 : record.rev
  const postedFor = payload?.event ?? news.event.id
  const { record: kept } = await changeRecord(ledger, record, now =>
    withCard(now, { channel, channelId, ts, shownRev, postedFor, ...(mention && { mention }) }),
  )
  // A function that changed the record meanwhile had no card to update yet.
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
  // Posted for this event by a function that ended before it could settle the event.
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

/**
 * Posts a superseded event where the channel has no card of its image: as a line in the thread of another channel's card, or as
 * a line of its own where there is none.
 */
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
