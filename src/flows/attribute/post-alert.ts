import type { Message } from '../../../blocks/message.ts'
import type { ChannelBackoff } from '../../channel-backoff.ts'
import type { Config } from '../../domain/config.ts'
import { type ImageFacts, type ImageRef, imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import { decideRoute, mentionOf } from '../../domain/route.ts'
import type { Delivery, Images } from '../../ports.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'

export interface AlertNeeds extends PostOnceNeeds {
  images: Pick<Images, 'describe'>
  config: Config
  backoff: ChannelBackoff
}

/** An alert about something that somebody did to an image outside Slack. */
interface Alert {
  kind: 'exposed' | 'unexplained'
  image: ImageRef
  /** Identifies it: the id of the call, or of what a scan found. The message has it as `call` in its metadata. */
  id: string
  atMs: number
  /** The first of a group's hour is a message, the others are in its thread. */
  group?: string
}

const HOUR_MS = 60 * 60_000

/**
 * Posts an alert once: in the channel of failures, or in the fallback channel where that one cannot be reached.
 *
 * @param draw the message, with the notice of the fallback channel; it mentions people unless it is in a thread
 * @returns where it is
 * @throws {RetryLater} while Slack has no room, or where no channel takes it
 */
export const postAlert = async (
  needs: AlertNeeds,
  alert: Alert,
  draw: (notice: string | undefined, calls: boolean) => Message,
): Promise<{ delivery: Extract<Delivery, { kind: 'delivered' }>; notice?: string }> => {
  const { config, backoff } = needs
  const { failed, fallback } = config.channels
  const about = { image: imageKey(alert.image), [alert.kind]: alert.id }
  const posted = await postWithFallback(needs, failed ?? fallback, about, (channel, notice) => {
    backoff.throwIfFull(channel)
    return post(needs, alert, channel, calls => draw(notice, calls))
  })
  const { delivery, notice, channel } = posted
  backoff.throwIfBusy(channel, delivery)
  if (delivery.kind !== 'delivered')
    throw new RetryLater(
      300,
      `The alert of ${imageKey(alert.image)} was posted in no channel: ${refusedWords(posted)}`,
    )
  return { delivery, ...(notice !== undefined && { notice }) }
}

/** An alert mentions the same people as a failed image. */
export const alertMention = (
  { config }: Pick<AlertNeeds, 'config'>,
  { account, region, imageId, facts }: ImageRecord,
): ReturnType<typeof mentionOf> =>
  mentionOf(decideRoute(config, { account, region, imageId, state: 'failed' }, facts))

/** An alert shows the image's name if EC2 answers; it does not wait for it. */
export const readFacts = async (
  { images, log }: Pick<AlertNeeds, 'images' | 'log'>,
  image: ImageRecord,
): Promise<ImageFacts | undefined> => {
  try {
    return (await images.describe(image.account, image.region, [image.imageId])).get(image.imageId)
  } catch (error) {
    log.warn('The image of an alert could not be looked at.', { image: imageKey(image), why: String(error) })
    return undefined
  }
}

const post = async (
  needs: AlertNeeds,
  { kind, id, atMs, group }: Alert,
  channel: string,
  draw: (calls: boolean) => Message,
): Promise<Delivery> => {
  const key = `${kind}/${id}/${channel}`
  const message = draw(true)
  if (group === undefined) return postOnce(needs, { key, channel, message })
  const firstKey = `${group}/${Math.floor(atMs / HOUR_MS)}/${channel}`
  const first = await postOnce(needs, { key: firstKey, channel, message })
  if (first.kind !== 'delivered' || first.payload === undefined || first.payload.call === id) return first
  const reply = {
    key,
    channel: first.channelId,
    message: draw(false),
    thread: { ts: first.ts, broadcast: false },
  }
  const delivery = await postOnce(needs, reply)
  // Somebody deleted the first message: this one stands alone.
  return delivery.kind === 'gone' ? postOnce(needs, { key: `${key}/alone`, channel, message }) : delivery
}
