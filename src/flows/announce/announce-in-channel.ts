import { renderNote } from '../../../blocks/note.ts'
import type { ChannelBackoff } from '../../channel-backoff.ts'
import { imageKey } from '../../domain/image.ts'
import type { Card, ImageRecord } from '../../domain/record.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import { postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'
import { type DeliverNeeds, deliver } from './deliver.ts'
import type { Announcement } from './post-line.ts'

export interface AnnounceChannelNeeds extends DeliverNeeds {
  backoff: ChannelBackoff
}

/**
 * Announces one event in one channel. If the channel cannot be reached, it goes into the fallback channel with the reason.
 *
 * @param known the image's record, as it was read or written
 * @returns the record as it now is
 * @throws {RetryLater} when Slack has no room now, or not even the fallback takes it: the queue keeps the event
 */
export const announceInChannel = async (
  needs: AnnounceChannelNeeds,
  known: ImageRecord,
  channel: string,
  news: Announcement,
): Promise<ImageRecord> => {
  const { backoff } = needs
  let record = known
  const about = { image: imageKey(known), eventId: news.event.id }
  const posted = await postWithFallback(needs, channel, about, async (where, notice) => {
    backoff.throwIfFull(where)
    const standing = record.cards.find(card => card.channel === where)
    const announced = await deliver(needs, record, where, { ...news, ...(notice && { notice }) })
    record = announced.record
    if (notice && standing && announced.delivery.kind === 'delivered')
      await postMissedNotice(needs, standing, channel, notice)
    return announced.delivery
  })
  const { delivery } = posted
  backoff.throwIfBusy(posted.channel, delivery)
  if (delivery.kind === 'delivered') return record
  throw new RetryLater(
    300,
    `The card of ${imageKey(known)} was posted in no channel: ${refusedWords(posted)}`,
  )
}

/** If the fallback channel has a card of the image already, the notice goes into its thread, once for each channel. */
const postMissedNotice = async (
  needs: AnnounceChannelNeeds,
  { channelId, ts }: Card,
  channel: string,
  notice: string,
): Promise<void> => {
  await postOnce(needs, {
    key: `notice/${channel}/${ts}`,
    channel: channelId,
    message: renderNote('📮', notice),
    thread: { ts, broadcast: false },
  })
}
