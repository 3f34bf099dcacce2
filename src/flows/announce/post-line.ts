import { renderThreadLine } from '../../../blocks/thread-line.ts'
import type { Config } from '../../domain/config.ts'
import type { ImageEvent } from '../../domain/event.ts'
import { placeName } from '../../domain/fleet.ts'
import { isNewImage } from '../../domain/new-build.ts'
import type { CardMention, ImageRecord } from '../../domain/record.ts'
import type { Delivery } from '../../ports.ts'
import type { StandingCard } from '../cards/standing-cards.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'

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

/** One line for each event and channel. */
export const lineKey = (event: Pick<ImageEvent, 'id'>, channel: string): string =>
  `line/${event.id}/${channel}`

/**
 * Posts the line of an event in the thread of the card that shows its image. On the card of another image, the line says where its own
 * image is. A line about one more copy of a build is not sent to the channel, and mentions nobody whom the card mentions.
 */
export const postLine = (
  needs: PostOnceNeeds & { config: Config },
  record: ImageRecord,
  card: StandingCard,
  { event, superseded, quiet, mention }: Announcement,
): Promise<Delivery> => {
  const { channel, channelId, ts, owner } = card
  const isLast = record.lastEvent?.eventId === event.id
  const isAskedFor = isLast && record.lastEvent?.by !== undefined
  const isCopy = isLast && owner !== undefined && isNewImage(record)
  return postOnce(needs, {
    key: lineKey(event, channel),
    channel: channelId,
    message: renderThreadLine(
      record,
      event,
      superseded,
      isCopy ? notOn(card, mention) : mention,
      owner && placeName(needs.config, record),
    ),
    thread: { ts, broadcast: !quiet && (event.state === 'failed' || !(isAskedFor || isCopy)) },
  })
}

/** Those that a card has not mentioned already. */
const notOn = (
  { mention: before }: StandingCard,
  mention: CardMention | undefined,
): CardMention | undefined => {
  const who = (mention?.who ?? []).filter(one => !before?.who.includes(one))
  return mention && who.length > 0 ? { ...mention, who } : undefined
}
