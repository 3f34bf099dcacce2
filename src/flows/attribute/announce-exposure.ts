import { renderExposure } from '../../../blocks/exposure.ts'
import type { ChannelBackoff } from '../../channel-backoff.ts'
import type { CloudTrailCall } from '../../domain/cloud-trail-call.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { decideExposure } from '../../domain/exposure.ts'
import { type ImageFacts, imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import type { Sharing } from '../../domain/sharing.ts'
import type { Delivery, Images } from '../../ports.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'

export interface ExposureNeeds extends PostOnceNeeds {
  images: Pick<Images, 'describe'>
  config: Config
  backoff: ChannelBackoff
}

const HOUR_MS = 60 * 60_000

/**
 * Posts an alert in the channel of failures where a call made an image public, or shared it with an organisation or an
 * account that the config does not list; in the fallback channel where that one cannot be reached. Each call once.
 *
 * @throws {RetryLater} while Slack has no room, or where no channel takes it
 */
export const announceExposure = async (
  needs: ExposureNeeds,
  call: CloudTrailCall,
  record: ImageRecord,
): Promise<void> => {
  const { config, backoff } = needs
  const exposure = decideExposure(config, call)
  if (!exposure) return
  const { failed, fallback } = config.channels
  const facts = record.facts ?? (await readFacts(needs, call))
  const alert = { call, exposure, facts, accountName: accountName(config, call.account) }
  const about = { image: imageKey(call), call: call.id }
  const posted = await postWithFallback(needs, failed ?? fallback, about, (channel, notice) => {
    backoff.throwIfFull(channel)
    return post(needs, call, exposure, channel, renderExposure({ ...alert, notice }))
  })
  backoff.throwIfBusy(posted.channel, posted.delivery)
  if (posted.delivery.kind !== 'delivered')
    throw new RetryLater(300, `The alert of ${imageKey(call)} stands nowhere: ${refusedWords(posted)}`)
}

/** The alert shows the image's name if EC2 answers; it does not wait for it. */
const readFacts = async (
  { images, log }: ExposureNeeds,
  image: CloudTrailCall,
): Promise<ImageFacts | undefined> => {
  try {
    return (await images.describe(image.account, image.region, [image.imageId])).get(image.imageId)
  } catch (error) {
    log.warn('An exposed image could not be looked at.', { image: imageKey(image), why: String(error) })
    return undefined
  }
}

/** A pipeline shares many images: the first of a caller's hour is a message, the others are in its thread. What is public
 * always has a message of its own. */
const post = async (
  needs: ExposureNeeds,
  call: CloudTrailCall,
  exposure: Sharing,
  channel: string,
  message: ReturnType<typeof renderExposure>,
): Promise<Delivery> => {
  const key = `exposed/${call.id}/${channel}`
  const withCall = {
    ...message,
    metadata: { event_type: 'amiops_exposure', event_payload: { call: call.id } },
  }
  if (exposure.isPublic) return postOnce(needs, { key, channel, message: withCall })
  const { kind, name } = call.principal
  const hour = Math.floor(call.atMs / HOUR_MS)
  const firstKey = `shared/${call.account}/${kind} ${name.slice(0, 100)}/${hour}/${channel}`
  const first = await postOnce(needs, { key: firstKey, channel, message: withCall })
  if (first.kind !== 'delivered' || first.payload === undefined || first.payload.call === call.id)
    return first
  const reply = {
    key,
    channel: first.channelId,
    message: withCall,
    thread: { ts: first.ts, broadcast: false },
  }
  const delivery = await postOnce(needs, reply)
  // Somebody deleted the first message: this one stands alone.
  return delivery.kind === 'gone'
    ? postOnce(needs, { key: `${key}/alone`, channel, message: withCall })
    : delivery
}
