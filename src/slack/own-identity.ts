import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import { errorName } from '../domain/error-name.ts'
import type { ChannelAnswer, SelfAnswer } from '../ports.ts'

type Unread = Extract<SelfAnswer, { known: false }>

const unreadOf = (error: unknown): Unread => {
  if (error instanceof WebAPIRateLimitedError)
    return { known: false, reason: 'ratelimited', retryAfterSec: Math.max(1, error.retryAfter) }
  if (error instanceof WebAPIPlatformError) return { known: false, reason: error.data.error }
  return { known: false, reason: errorName(error) }
}

/** Asks Slack who the bot is, once for each token. https://docs.slack.dev/reference/methods/auth.test */
export const createSelfReader = (connect: () => Promise<WebClient>): (() => Promise<SelfAnswer>) => {
  const known = new WeakMap<WebClient, SelfAnswer>()
  return async () => {
    try {
      const web = await connect()
      const before = known.get(web)
      if (before) return before
      const { user_id, bot_id } = await web.auth.test()
      if (!user_id) return { known: false, reason: 'no user_id' }
      const self: SelfAnswer = { known: true, userId: user_id, ...(bot_id && { botId: bot_id }) }
      known.set(web, self)
      return self
    } catch (error) {
      return unreadOf(error)
    }
  }
}

/** Which channel this is. https://docs.slack.dev/reference/methods/conversations.info */
export const readChannel = async (
  connect: () => Promise<WebClient>,
  channelId: string,
): Promise<ChannelAnswer> => {
  try {
    const { channel } = await (await connect()).conversations.info({ channel: channelId })
    return {
      known: true,
      ...(channel?.name && { name: channel.name }),
      isShared: channel?.is_ext_shared === true,
    }
  } catch (error) {
    return unreadOf(error)
  }
}
