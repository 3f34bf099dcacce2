import { renderCard } from '../../blocks/card.ts'
import { renderThreadLine } from '../../blocks/thread-line.ts'
import { accountName, type Config } from '../domain/config.ts'
import type { ImageEvent } from '../domain/event.ts'
import { imageKey } from '../domain/image.ts'
import { Later } from '../domain/later.ts'
import type { ImageRecord } from '../domain/record.ts'
import type { Clock, Delivery, Ledger, Log, Messenger } from '../ports.ts'
import { changeImage, readImage } from './change-image.ts'
import type { Turns } from './turns.ts'

export interface TellNeeds {
  ledger: Pick<Ledger, 'readImages' | 'saveImage'>
  messenger: Pick<Messenger, 'post' | 'update'>
  config: Config
  clock: Clock
  log: Log
  turns: Turns
}

/** One event for one channel. */
export interface News {
  event: ImageEvent
  isOld: boolean
  /** In Slack's own syntax. */
  mention: readonly string[]
  notice?: string
}

/** How long a card may take to be posted before another delivery tries. */
const POSTING_MS = 60_000

/** A card is posted once for each channel: whoever writes its name there first posts it. */
const takePlace = async (
  { ledger, clock }: TellNeeds,
  image: ImageRecord,
  channel: string,
): Promise<boolean> => {
  const nowMs = clock.nowMs()
  const { changed } = await changeImage(ledger, image, record =>
    record.cards.some(card => card.channel === channel) || (record.posting[channel] ?? 0) > nowMs
      ? undefined
      : { ...record, posting: { ...record.posting, [channel]: nowMs + POSTING_MS } },
  )
  return changed
}

const leavePlace = (record: ImageRecord, channel: string): ImageRecord => {
  const { [channel]: _taken, ...posting } = record.posting
  return { ...record, posting }
}

const postCard = async (
  needs: TellNeeds,
  image: ImageRecord,
  channel: string,
  news: News,
): Promise<Delivery> => {
  const { ledger, messenger, config } = needs
  if (!(await takePlace(needs, image, channel)))
    throw new Later(5, `Another delivery is posting the card of ${imageKey(image)} in ${channel}.`)
  const record = await readImage(ledger, image)
  const delivery = await messenger.post(
    channel,
    renderCard({
      record,
      accountName: accountName(config, image.account),
      style: 'name',
      mention: news.mention,
      ...(news.notice !== undefined && { notice: news.notice }),
    }),
  )
  await changeImage(ledger, image, now => {
    const left = leavePlace(now, channel)
    if (delivery.kind !== 'delivered') return left
    const { channelId, ts } = delivery
    return {
      ...left,
      cards: [...left.cards, { channel, channelId, ts, shownRev: record.rev, postedFor: news.event.id }],
    }
  })
  return delivery
}

/** An image that has a card in the channel gets one line in its thread; another gets its card. */
const deliver = async (
  needs: TellNeeds,
  image: ImageRecord,
  channel: string,
  news: News,
): Promise<Delivery> => {
  const record = await readImage(needs.ledger, image)
  const card = record.cards.find(c => c.channel === channel)
  if (!card) return postCard(needs, image, channel, news)
  // A function that died after posting it could not say so any more.
  if (card.postedFor === news.event.id) return { kind: 'delivered', channelId: card.channelId, ts: card.ts }
  const askedFor = record.told?.eventId === news.event.id && record.told.by !== undefined
  const broadcast = news.event.state === 'failed' || (!askedFor && !news.isOld)
  const line = renderThreadLine(record, news.event, news.isOld, news.mention)
  const delivery = await needs.messenger.post(card.channelId, line, { ts: card.ts, broadcast })
  if (delivery.kind !== 'gone') return delivery
  await changeImage(needs.ledger, image, now => ({ ...now, cards: now.cards.filter(c => c.ts !== card.ts) }))
  return postCard(needs, image, channel, news)
}

/**
 * Tells one event in one channel; where the channel cannot be reached, in the fallback channel with the reason.
 * @throws {Later} when Slack has no room now, or not even the fallback takes it: the queue keeps the event
 */
export const tell = async (
  needs: TellNeeds,
  image: ImageRecord,
  channel: string,
  news: News,
): Promise<void> => {
  const { config, log, turns } = needs
  turns.take(channel)
  const delivery = await deliver(needs, image, channel, news)
  if (delivery.kind === 'delivered') return
  if (delivery.kind === 'busy')
    throw new Later(
      turns.wait(channel, delivery.retryAfterSec),
      `Slack asks to wait before the next message in ${channel}.`,
    )
  const code = delivery.kind === 'gone' ? 'thread_not_found' : delivery.code
  log.warn('A channel could not be told of an event.', {
    channel,
    code,
    image: imageKey(image),
    eventId: news.event.id,
  })
  const { fallback } = config.channels
  if (channel === fallback)
    throw new Later(
      300,
      `The fallback channel ${channel} refuses the card of ${imageKey(image)}: ${code}. Invite the bot, or name another channel in amiops.config.yml.`,
    )
  const notice = `Meant for #${channel}, which could not be reached: \`${code}\`. Invite the bot there, or correct amiops.config.yml.`
  await tell(needs, image, fallback, { ...news, notice: news.notice ?? notice })
}
