import { type Content, fallbackText } from './content.ts'
import { BOT, TEAM } from './defaults.ts'
import { saveMentions } from './mentions.ts'
import { SlackError } from './slack-error.ts'
import type { Channel, Message, Person } from './types.ts'
import type { Workspace } from './workspace.ts'

/** Posting, changing and deleting the messages of a channel. */

export const findMessage = (channel: Channel, ts: string): Message | undefined =>
  channel.messages.find(message => message.ts === ts)

/** What the channel shows at its top level: roots, and replies that were sent to the channel too. */
export const rootsOf = (channel: Channel): Message[] =>
  channel.messages.filter(message => !isReply(message) || message.subtype === 'thread_broadcast')

export const repliesTo = (channel: Channel, ts: string): Message[] =>
  channel.messages.filter(message => isReply(message) && message.thread_ts === ts)

export const isReply = (message: Message): boolean =>
  message.thread_ts !== undefined && message.thread_ts !== message.ts

/** A message of the bot's, not yet anywhere. */
export const fromBot = (workspace: Workspace, content: Content): Message => ({
  type: 'message',
  ts: workspace.nextTs(),
  user: BOT.user_id,
  bot_id: BOT.bot_id,
  app_id: BOT.app_id,
  team: TEAM.id,
  text: content.text || fallbackText(content.blocks),
  ...(content.blocks?.length ? { blocks: content.blocks } : {}),
  ...(content.attachments?.length ? { attachments: content.attachments } : {}),
  ...(content.metadata && Object.keys(content.metadata).length > 0 ? { metadata: content.metadata } : {}),
  ...(content.files ? { files: content.files } : {}),
})

export interface ThreadPlace {
  threadTs?: string
  isBroadcast?: boolean
}

/** The bot writes into a channel, or into a thread of it. */
export const postMessage = (
  workspace: Workspace,
  channel: Channel,
  content: Content,
  { threadTs, isBroadcast = false }: ThreadPlace = {},
): Message => {
  const message = fromBot(workspace, content)
  if (threadTs !== undefined) joinThread(channel, message, threadTs, isBroadcast)
  return keep(workspace, channel, message)
}

/** A person writes into a channel. */
export const postAsPerson = (workspace: Workspace, channel: Channel, person: Person, text: string): Message =>
  keep(workspace, channel, {
    type: 'message',
    ts: workspace.nextTs(),
    user: person.id,
    team: person.team_id,
    text,
  })

const keep = (workspace: Workspace, channel: Channel, message: Message): Message => {
  channel.messages.push(message)
  saveMentions(workspace, channel, message)
  workspace.channelChanged(channel)
  return message
}

const joinThread = (channel: Channel, message: Message, threadTs: string, isBroadcast: boolean): void => {
  if (!/^\d+\.\d{6}$/.test(threadTs)) throw new SlackError('invalid_thread_ts')
  const root = findMessage(channel, threadTs)
  if (!root) throw new SlackError('thread_not_found')
  if (isReply(root)) throw new SlackError('invalid_thread_ts')
  message.thread_ts = threadTs
  message.parent_user_id = root.user
  if (isBroadcast) message.subtype = 'thread_broadcast'
  root.thread_ts = root.ts
  countReplies(root, [...repliesTo(channel, threadTs), message])
}

const countReplies = (root: Message, replies: readonly Message[]): void => {
  const users = [...new Set(replies.map(reply => reply.user))]
  root.reply_count = replies.length
  root.reply_users = users
  root.reply_users_count = users.length
  root.latest_reply = replies.at(-1)?.ts ?? root.ts
}

/** Only blocks given: the text follows them. Only text given: the blocks go, and Slack marks the message as edited. */
export const changeMessage = (
  workspace: Workspace,
  channel: Channel,
  message: Message,
  content: Content,
): void => {
  applyContent(message, content)
  if (!content.blocks?.length && !content.attachments?.length) {
    message.edited = { user: BOT.user_id, ts: `${Math.floor(workspace.clock.nowMs() / 1000)}.000000` }
  }
  workspace.channelChanged(channel)
}

/** Replaces what a message says. */
export const applyContent = (message: Message, { text, blocks, attachments, metadata }: Content): void => {
  message.text = text || fallbackText(blocks)
  // Blocks vanish unless given again; attachments stay until they are replaced or emptied.
  if (blocks?.length) message.blocks = blocks
  else delete message.blocks
  if (attachments?.length) message.attachments = attachments
  else if (attachments) delete message.attachments
  if (metadata && Object.keys(metadata).length === 0) delete message.metadata
  else if (metadata) message.metadata = metadata
}

/** A root that has replies leaves a tombstone, so that its thread stays reachable. */
export const removeMessage = (workspace: Workspace, channel: Channel, message: Message): void => {
  if (repliesTo(channel, message.ts).length > 0) {
    message.subtype = 'tombstone'
    applyContent(message, { text: 'This message was deleted.', attachments: [], metadata: {} })
  } else {
    channel.messages = channel.messages.filter(other => other !== message)
    const root = isReply(message) ? findMessage(channel, message.thread_ts ?? '') : undefined
    if (root) countReplies(root, repliesTo(channel, root.ts))
  }
  workspace.channelChanged(channel)
}
