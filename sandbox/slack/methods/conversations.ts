import type { Args } from '../args.ts'
import { BOT } from '../defaults.ts'
import { findMessage, isReply, repliesTo, rootsOf } from '../messages.ts'
import { SlackError } from '../slack-error.ts'
import type { Channel, JsonObject, Message } from '../types.ts'
import { describeChannel, isOfType, READ } from './channels.ts'
import { type Methods, toJson } from './method.ts'
import { pageOf } from './pages.ts'
import { channelById, personById } from './places.ts'
import { checkTeam } from './team.ts'

const HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history']

/** Metadata is read back only by those who ask for it. */
const shown = (args: Args, message: Message): JsonObject => {
  const { metadata, ...rest } = message
  return toJson(args.boolean('include_all_metadata') && metadata ? { ...rest, metadata } : rest)
}

const inRange = (args: Args) => {
  const oldest = Number(args.string('oldest') || 0)
  const latest = Number(args.string('latest') || Number.POSITIVE_INFINITY)
  const isInclusive = args.boolean('inclusive') ?? false
  return ({ ts }: Message) =>
    (Number(ts) > oldest && Number(ts) < latest) || (isInclusive && [oldest, latest].includes(Number(ts)))
}

const readableChannel = (channel: Channel): Channel => {
  if (!channel.members.has(BOT.user_id)) throw new SlackError('not_in_channel')
  return channel
}

export const conversationMethods: Methods = {
  'conversations.info': {
    scopes: READ,
    tier: 3,
    run(args, { workspace }) {
      const channel = channelById(workspace, args.required('channel'))
      const count = args.boolean('include_num_members') ? { num_members: channel.members.size } : {}
      return { channel: { ...describeChannel(channel), ...count } }
    },
  },
  'conversations.list': {
    scopes: READ,
    tier: 2,
    run(args, { workspace }) {
      checkTeam(workspace, args)
      const types = (args.string('types') || 'public_channel').split(',')
      const hidesArchived = args.boolean('exclude_archived') ?? false
      const seen = [...workspace.channels.values()].filter(
        channel =>
          isOfType(channel, types) &&
          !(hidesArchived && channel.isArchived) &&
          (!channel.isPrivate || channel.members.has(BOT.user_id)),
      )
      const { page, next } = pageOf(args, seen, 100)
      return { channels: page.map(describeChannel), response_metadata: { next_cursor: next } }
    },
  },
  'conversations.history': {
    scopes: HISTORY,
    tier: 3,
    run(args, { workspace }) {
      const channel = readableChannel(channelById(workspace, args.required('channel')))
      const newestFirst = rootsOf(channel).filter(inRange(args)).reverse()
      const { page, next } = pageOf(args, newestFirst, 100)
      return {
        messages: page.map(message => shown(args, message)),
        has_more: next !== '',
        pin_count: 0,
        response_metadata: { next_cursor: next },
      }
    },
  },
  'conversations.replies': {
    scopes: HISTORY,
    tier: 3,
    run(args, { workspace }) {
      const channel = readableChannel(channelById(workspace, args.required('channel')))
      const asked = findMessage(channel, args.required('ts'))
      if (!asked) throw new SlackError('thread_not_found')
      const root = isReply(asked) ? findMessage(channel, asked.thread_ts ?? '') : asked
      if (!root) throw new SlackError('thread_not_found')
      const replies = repliesTo(channel, root.ts).filter(inRange(args))
      const { page, next } = pageOf(args, [root, ...replies], 1000)
      return {
        messages: page.map(message => shown(args, message)),
        has_more: next !== '',
        response_metadata: { next_cursor: next },
      }
    },
  },
  'conversations.members': {
    scopes: READ,
    tier: 4,
    run(args, { workspace }) {
      const channel = channelById(workspace, args.required('channel'))
      const { page, next } = pageOf(args, [...channel.members], 100)
      return { members: page, response_metadata: { next_cursor: next } }
    },
  },
  'conversations.join': {
    scopes: ['channels:join'],
    tier: 3,
    run(args, { workspace }) {
      const channel = channelById(workspace, args.required('channel'))
      if (channel.isPrivate || channel.imWith) throw new SlackError('method_not_supported_for_channel_type')
      if (channel.isArchived) throw new SlackError('is_archived')
      const wasMember = channel.members.has(BOT.user_id)
      channel.members.add(BOT.user_id)
      workspace.channelChanged(channel)
      const warning = 'already_in_channel'
      return {
        channel: describeChannel(channel),
        ...(wasMember ? { warning, response_metadata: { warnings: [warning] } } : {}),
      }
    },
  },
  'conversations.open': {
    scopes: ['im:write', 'mpim:write'],
    tier: 3,
    run(args, { workspace }) {
      const users = args.required('users').split(',')
      if (users.length > 1) throw new SlackError('method_not_supported_for_channel_type')
      const channel = workspace.imWith(personById(workspace, users[0] ?? ''))
      return { channel: { id: channel.id } }
    },
  },
}
