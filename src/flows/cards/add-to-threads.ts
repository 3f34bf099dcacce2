import type { Message } from '../../../blocks/message.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'

/**
 * Adds a quiet line to the threads of an image's cards, once in each.
 *
 * @param keyOf the line's key in a channel
 * @param cards the cards that get it; without it, all cards of the image
 * @throws {RetryLater} where Slack has no room now
 */
export const addToThreads = async (
  needs: PostOnceNeeds,
  record: ImageRecord,
  keyOf: (channel: string) => string,
  message: Message,
  cards = record.cards,
): Promise<void> => {
  for (const { channel, channelId, ts } of cards) {
    const delivery = await postOnce(needs, {
      key: keyOf(channel),
      channel: channelId,
      message,
      thread: { ts, broadcast: false },
    })
    throwIfBusy(delivery, `the next line in a thread of ${channel}`)
  }
}
