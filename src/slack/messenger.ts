import type { KnownBlock } from '@slack/types'
import { WebClient } from '@slack/web-api'
import type { Delivery, Log, Messenger, Thread } from '../ports.ts'
import { createBoltLogger } from './bolt-logger.ts'
import { createChannelIds } from './channel-ids.ts'
import { deliveryOf } from './delivery.ts'
import { createFiles } from './files.ts'
import { findingOf, findMessage } from './find-message.ts'
import { createSelfReader, readChannel } from './own-identity.ts'
import { readGroupHandles, readMembers, readPerson } from './people.ts'
import { respond } from './respond.ts'

interface Message {
  text: string
  blocks: readonly KnownBlock[]
  metadata?: { event_type: string; event_payload: Record<string, string> }
}

interface Needs {
  token: () => Promise<string>
  /** The address of Slack's Web API, where it is not Slack's own. */
  slackApiUrl: string | undefined
  /** The id of our own app: messages of other apps are not ours, whatever their metadata say. */
  appId: string | undefined
  /** With an organization's token, its workspaces whose channels and user groups the config names. */
  teams?: readonly string[]
  log: Log
}

const TIMEOUT_MS = 5_000

/** Slack as the flows need it. The client does not retry: it could post twice, and the queue retries. */
export const createMessenger = ({ token, slackApiUrl, appId, teams = [], log }: Needs): Messenger => {
  let client: { token: string; web: WebClient } | undefined
  const connect = async (): Promise<WebClient> => {
    const now = await token()
    if (client?.token !== now)
      client = {
        token: now,
        web: new WebClient(now, {
          ...(slackApiUrl && { slackApiUrl }),
          timeout: TIMEOUT_MS,
          retryConfig: { retries: 0 },
          rejectRateLimitedCalls: true,
          logger: createBoltLogger(log),
        }),
      }
    return client.web
  }

  const delivering = async (send: (web: WebClient) => Promise<Delivery>): Promise<Delivery> => {
    try {
      return await send(await connect())
    } catch (error) {
      return deliveryOf(error)
    }
  }

  const post = (channel: string, message: Message, thread?: Thread): Promise<Delivery> =>
    delivering(async web => {
      const { text, blocks, metadata } = message
      const common = {
        channel,
        text,
        blocks: [...blocks],
        ...(metadata && { metadata }),
        unfurl_links: false,
        unfurl_media: false,
        parse: 'none' as const,
      }
      const answer = thread
        ? await web.chat.postMessage(
            thread.broadcast
              ? { ...common, thread_ts: thread.ts, reply_broadcast: true }
              : { ...common, thread_ts: thread.ts },
          )
        : await web.chat.postMessage(common)
      const channelId = answer.channel ?? channel
      channelIds.learn(channel, channelId)
      return { kind: 'delivered', channelId, ts: answer.ts ?? '' }
    })

  const channelIds = createChannelIds(teams)

  return {
    ...createFiles(connect),

    /** Blocks that Slack refuses are posted again as plain text: a plain message is better than none. */
    async post(channel, message, thread) {
      const delivery = await post(channel, message, thread)
      if (delivery.kind !== 'rejected') return delivery
      log.error('Slack refused the blocks of a message; it is posted as text.', {
        channel,
        code: delivery.code,
      })
      return post(channel, { ...message, blocks: [] }, thread)
    },

    async find(channel, search) {
      try {
        const web = await connect()
        const channelId = await channelIds.read(web, channel)
        if (channelId === undefined) return { kind: 'unreadable', code: 'not_in_channel' }
        return await findMessage(web, channelId, search, appId)
      } catch (error) {
        return findingOf(error)
      }
    },

    update: (channelId, ts, { text, blocks, metadata }) =>
      delivering(async web => {
        await web.chat.update({
          channel: channelId,
          ts,
          text,
          blocks: [...blocks],
          ...(metadata && { metadata }),
          parse: 'none',
        })
        return { kind: 'delivered', channelId, ts }
      }),

    postEphemeral: (channelId, userId, { text, blocks }) =>
      delivering(async web => {
        const answer = await web.chat.postEphemeral({
          channel: channelId,
          user: userId,
          text,
          blocks: [...blocks],
          parse: 'none',
        })
        return { kind: 'delivered', channelId, ts: answer.message_ts ?? '' }
      }),

    showForm: (viewId, view) =>
      delivering(async web => {
        await web.views.update({ view_id: viewId, view })
        return { kind: 'delivered', channelId: '', ts: '' }
      }),

    publishHome: (userId, view) =>
      delivering(async web => {
        await web.views.publish({ user_id: userId, view })
        return { kind: 'delivered', channelId: '', ts: '' }
      }),

    async permalink(channelId, ts) {
      try {
        const web = await connect()
        return (await web.chat.getPermalink({ channel: channelId, message_ts: ts })).permalink
      } catch (error) {
        log.warn('Slack gave no link to a message.', { channelId, why: String(error) })
        return undefined
      }
    },

    respond: (...asked) => respond(slackApiUrl, ...asked),

    async isReachable() {
      try {
        return (await (await connect()).auth.test()).ok
      } catch {
        return false
      }
    },

    self: createSelfReader(connect),
    channel: channelId => readChannel(connect, channelId),
    person: userId => readPerson(connect, userId),
    groupHandles: () => readGroupHandles(connect, teams, log),
    members: userGroup => readMembers(connect, userGroup, teams, log),
  }
}
