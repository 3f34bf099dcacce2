import { renderGreeting } from '../../../blocks/greeting.ts'
import type { AskOf } from '../../domain/ask.ts'
import { postsIn } from '../../domain/channel-posts.ts'
import { slashCommandOf } from '../../domain/command.ts'
import type { Config } from '../../domain/config.ts'
import { RetryLater, throwIfBusy } from '../../domain/retry-later.ts'
import type { Messenger } from '../../ports.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'

interface Needs extends PostOnceNeeds {
  messenger: PostOnceNeeds['messenger'] & Pick<Messenger, 'self' | 'channel'>
  config: Config
}

/**
 * Posts in a channel what it will be used for, once for each invitation of the bot: 1 was it the bot 2 which channel is it 3 post.
 *
 * @throws {RetryLater} where Slack does not answer now
 */
export const greetChannel = async (needs: Needs, { key, person, place }: AskOf<'joined'>): Promise<void> => {
  const { messenger, config, log } = needs
  const { channelId } = place
  // 1 was it the bot: by Slack's answer, not by the event
  const self = await messenger.self()
  if (!self.known)
    throw new RetryLater(
      self.retryAfterSec ?? RETRY_SEC,
      `Slack did not say who the bot is (${self.reason}).`,
    )
  if (self.userId !== person.userId) return
  // 2 which channel is it
  const channel = await messenger.channel(channelId)
  if (!channel.known && channel.retryAfterSec !== undefined)
    throw new RetryLater(
      channel.retryAfterSec,
      `Slack asks to wait before it says which channel ${channelId} is.`,
    )
  const { name, isShared } = channel.known ? channel : { name: undefined, isShared: false }
  const posts = postsIn(config, { id: channelId, ...(name !== undefined && { name }) })
  // 3 post
  const delivery = await postOnce(needs, {
    key: `greeting/${key}`,
    channel: channelId,
    message: renderGreeting(posts, slashCommandOf(config), isShared),
  })
  throwIfBusy(delivery, 'the channel is greeted')
  if (delivery.kind !== 'delivered')
    log.warn('A channel could not be told what is posted there.', { channelId, ...delivery })
}

const RETRY_SEC = 30
