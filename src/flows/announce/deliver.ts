import { renderCard } from '../../../blocks/card.ts'
import { renderThreadLine } from '../../../blocks/thread-line.ts'
import type { Config } from '../../domain/config.ts'
import { imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { isOutdated, withCard } from '../../domain/record-cards.ts'
import type { Delivery, ImageRecords, Messenger } from '../../ports.ts'
import { changeRecord } from '../../stored/change-image.ts'
import { showRecord } from '../cards/show.ts'
import { readStandingCards, withoutLostCard } from '../cards/standing-cards.ts'
import { viewOf } from '../cards/view.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'
import { cardKeyOf, isOfAnother, ownCardKey, shareCard } from './card-of-build.ts'
import { type Announcement, lineKey, postLine } from './post-line.ts'

export interface DeliverNeeds extends PostOnceNeeds {
  ledger: PostOnceNeeds['ledger'] & ImageRecords
  messenger: PostOnceNeeds['messenger'] & Pick<Messenger, 'update'>
  config: Config
}

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
  ownKey?: string,
): Promise<Announced> => {
  const { ledger, config } = needs
  const { mention, notice } = news
  const card = renderCard({
    ...viewOf(config, record, 'name'),
    ...(mention && { mention }),
    ...(notice !== undefined && { notice }),
  })
  const event_payload = {
    image: imageKey(record),
    event: news.event.id,
    ...(mention && { called: mention.who.join(' '), rule: mention.rule }),
  }
  const delivery = await postOnce(needs, {
    key: ownKey ?? (await cardKeyOf(needs, record, channel)),
    channel,
    message: { ...card, metadata: { event_type: 'amiops_card', event_payload } },
  })
  if (delivery.kind !== 'delivered') return { delivery, record }
  if (isOfAnother(delivery, record)) {
    const shared = await shareCard(needs, record, channel, delivery)
    return shared
      ? deliver(needs, shared, channel, news)
      : postCard(needs, record, channel, news, ownCardKey(record, channel))
  }
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

/** An image that a card in the channel shows gets one line in its thread; another gets its card. */
export const deliver = async (
  needs: DeliverNeeds,
  known: ImageRecord,
  channel: string,
  news: Announcement,
): Promise<Announced> => {
  const { ledger } = needs
  const card = (await readStandingCards(ledger, known)).find(one => one.channel === channel)
  if (!card) return postFirst(needs, await withoutLostCard(ledger, known, channel), channel, news)
  // Posted for this event by a function that ended before it could settle the event.
  if (card.postedFor === news.event.id)
    return { delivery: { kind: 'delivered', channelId: card.channelId, ts: card.ts }, record: known }
  const record = card.owner && isOutdated(known) ? (await showRecord(needs, known)).record : known
  const delivery = await postLine(needs, record, card, news)
  if (delivery.kind !== 'gone') return { delivery, record }
  return postFirst(needs, await withoutLostCard(ledger, record, channel, card), channel, news)
}

const postFirst = (
  needs: DeliverNeeds,
  record: ImageRecord,
  channel: string,
  news: Announcement,
): Promise<Announced> =>
  news.superseded ? postLate(needs, record, channel, news) : postCard(needs, record, channel, news)

/**
 * Posts a superseded event in a channel without a card of its image: a quiet one in the thread of another channel's card, every other one
 * as a message of its own.
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
  return postLate(needs, await withoutLostCard(needs.ledger, record, card.channel, card), channel, news)
}
