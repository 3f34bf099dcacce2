import { renderExposure } from '../../../blocks/exposure.ts'
import { renderExposureLine } from '../../../blocks/exposure-notes.ts'
import type { ChannelBackoff } from '../../channel-backoff.ts'
import { accountName, type Config } from '../../domain/config.ts'
import type { ImageEvent } from '../../domain/event.ts'
import { type Exposure, type ExposureAlert, keptExposure } from '../../domain/exposure-alert.ts'
import { type ImageFacts, imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { nameAlert, withAlert } from '../../domain/record-alerts.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import { decideRoute, mentionOf } from '../../domain/route.ts'
import type { Delivery, ImageRecords, Images } from '../../ports.ts'
import { changeImage, changeRecord } from '../../stored/change-image.ts'
import { viewOf } from '../cards/view.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'
import type { createReadPublicAccess } from './read-public-access.ts'

export interface ExposureNeeds extends PostOnceNeeds {
  ledger: PostOnceNeeds['ledger'] & ImageRecords
  images: Pick<Images, 'describe'>
  readPublicAccess: ReturnType<typeof createReadPublicAccess>
  config: Config
  backoff: ChannelBackoff
}

const HOUR_MS = 60 * 60_000

/**
 * Posts an alert that an image was made public, or shared with an organization or an account that the config does not know: 1 name
 * the alert of a scan, where there is one 2 post it in the channel of failures, or in the fallback channel where that one cannot be
 * reached; each exposure once, with a mention of whom the rules call for a failure 3 keep it in the record, which keeps it up to date
 * 4 a line in the audit channel.
 *
 * @returns the record with the alert
 * @throws {RetryLater} while Slack has no room, or where no channel takes it
 */
export const announceExposure = async (
  needs: ExposureNeeds,
  known: ImageRecord,
  found: Omit<Exposure, 'publicAccess'>,
): Promise<ImageRecord> => {
  const { ledger, config, backoff } = needs
  // 1 name the alert of a scan
  const { principal } = found
  if (principal && nameAlert(known, { ...found, principal })) {
    const { record } = await changeRecord(ledger, known, now => nameAlert(now, { ...found, principal }))
    await audit(needs, record, found)
    return record
  }
  // 2 post it
  const facts = known.facts ?? (await readFacts(needs, known))
  const record = { ...known, ...(facts && { facts }) }
  const exposure = { ...found, publicAccess: await needs.readPublicAccess(known) }
  const { failed, fallback } = config.channels
  const about = { image: imageKey(known), exposure: found.id }
  const mention = mentionOf(decideRoute(config, failureOf(known, found), facts))
  const draw = (notice: string | undefined, calls: boolean) => {
    const alert = {
      ...exposure,
      ...(notice !== undefined && { notice }),
      ...(calls && mention && { mention }),
    }
    const standing = withAlert(record, { ...alert, channelId: '', ts: '', shownRev: record.rev })
    return renderExposure({ ...viewOf(config, standing, 'name'), alert })
  }
  const posted = await postWithFallback(needs, failed ?? fallback, about, (channel, notice) => {
    backoff.throwIfFull(channel)
    return post(needs, known, exposure, channel, calls => draw(notice, calls))
  })
  const { delivery, notice, channel } = posted
  backoff.throwIfBusy(channel, delivery)
  if (delivery.kind !== 'delivered')
    throw new RetryLater(
      300,
      `The alert of ${imageKey(known)} was posted in no channel: ${refusedWords(posted)}`,
    )
  // 3 keep it
  const alert: ExposureAlert = {
    ...exposure,
    to: keptExposure(exposure.to),
    channelId: delivery.channelId,
    ts: delivery.ts,
    shownRev: record.rev,
    ...(mention && { mention }),
    ...(notice !== undefined && { notice }),
  }
  const update = (now: ImageRecord): ImageRecord | undefined => {
    const next = withAlert(now.facts || !facts ? now : { ...now, facts }, alert)
    return next === now ? undefined : next
  }
  const kept = (await changeImage(ledger, known, update)).record
  // 4 audit channel
  await audit(needs, { ...kept, ...(facts && { facts }) }, found)
  return kept
}

/** Who is called when an image fails is called when one is exposed. */
const failureOf = (
  { account, region, imageId }: ImageRecord,
  { id, atMs }: Pick<Exposure, 'id' | 'atMs'>,
): ImageEvent => ({
  account,
  region,
  imageId,
  id,
  atMs,
  state: 'failed',
})

/** A line with the actor; a scan's alert gets one of its own once CloudTrail names them. */
const audit = async (
  needs: ExposureNeeds,
  record: ImageRecord,
  found: Pick<Exposure, 'id' | 'to' | 'principal'>,
): Promise<void> => {
  const { config, backoff, log } = needs
  const { audit: channel } = config.channels
  if (channel === undefined) return
  backoff.throwIfFull(channel)
  const delivery = await postOnce(needs, {
    key: `audit/exposed/${found.id}`,
    channel,
    message: renderExposureLine(record, found, accountName(config, record.account)),
  })
  backoff.throwIfBusy(channel, delivery)
  if (delivery.kind !== 'delivered')
    log.error('The audit channel could not be told of an exposure; the history has it.', {
      image: imageKey(record),
      ...delivery,
    })
}

/** The alert shows the image's name if EC2 answers; it does not wait for it. */
const readFacts = async (
  { images, log }: ExposureNeeds,
  image: ImageRecord,
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
  { account }: ImageRecord,
  { id, to, principal, atMs }: Exposure,
  channel: string,
  draw: (calls: boolean) => ReturnType<typeof renderExposure>,
): Promise<Delivery> => {
  const key = `exposed/${id}/${channel}`
  const message = draw(true)
  if (to.isPublic || !principal) return postOnce(needs, { key, channel, message })
  const { kind, name } = principal
  const hour = Math.floor(atMs / HOUR_MS)
  const firstKey = `shared/${account}/${kind} ${name.slice(0, 100)}/${hour}/${channel}`
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
