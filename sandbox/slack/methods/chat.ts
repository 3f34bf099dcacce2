import type { Args } from '../args.ts'
import { type Content, checkTogether, isEmpty, readContent } from '../content.ts'
import { BOT } from '../defaults.ts'
import { postEphemeral } from '../ephemerals.ts'
import { changeMessage, findMessage, postMessage, removeMessage } from '../messages.ts'
import { SlackError } from '../slack-error.ts'
import { type Method, type Methods, toJson } from './method.ts'
import { channelById, channelToPostTo, messageAt } from './places.ts'

const contentToPost = (args: Args): Content => {
  const content = readContent(args)
  if (isEmpty(content)) throw new SlackError('no_text')
  checkTogether(content)
  return content
}

const post: Method = {
  scopes: ['chat:write'],
  tier: 'posting',
  run(args, world) {
    const channel = channelToPostTo(world, args.required('channel'))
    const content = contentToPost(args)
    const threadTs = args.string('thread_ts')
    const message = postMessage(world.workspace, channel, content, {
      ...(threadTs ? { threadTs } : {}),
      isBroadcast: args.boolean('reply_broadcast') ?? false,
    })
    return { channel: channel.id, ts: message.ts, message: toJson(message) }
  },
}

/** An update is stricter than a post: longer texts are refused, not cut. */
const MAX_UPDATE_TEXT = 4_000

const update: Method = {
  scopes: ['chat:write'],
  tier: 3,
  run(args, { workspace }) {
    const channel = channelById(workspace, args.required('channel'))
    const message = messageAt(channel, args.required('ts'))
    if (message.user !== BOT.user_id) throw new SlackError('cant_update_message')
    if (channel.isArchived) throw new SlackError('is_inactive')
    if ([...(args.string('text') ?? '')].length > MAX_UPDATE_TEXT) throw new SlackError('msg_too_long')
    const content = readContent(args)
    if (isEmpty(content) && !message.attachments?.length) throw new SlackError('no_text')
    checkTogether(content)
    changeMessage(workspace, channel, message, content)
    if (args.boolean('reply_broadcast') && message.thread_ts) message.subtype = 'thread_broadcast'
    return { channel: channel.id, ts: message.ts, text: message.text, message: toJson(message) }
  },
}

const remove: Method = {
  scopes: ['chat:write'],
  tier: 3,
  run(args, { workspace }) {
    const channel = channelById(workspace, args.required('channel'))
    const message = messageAt(channel, args.required('ts'))
    if (message.user !== BOT.user_id) throw new SlackError('cant_delete_message')
    removeMessage(workspace, channel, message)
    return { channel: channel.id, ts: message.ts }
  },
}

const ephemeral: Method = {
  scopes: ['chat:write'],
  tier: 4,
  run(args, world) {
    const channel = channelToPostTo(world, args.required('channel'))
    const person = world.workspace.people.get(args.required('user'))
    if (!person || !channel.members.has(person.id)) throw new SlackError('user_not_in_channel')
    const content = contentToPost(args)
    if (content.attachments?.some(attachment => attachment.blocks !== undefined)) {
      throw new SlackError('invalid_attachments')
    }
    const threadTs = args.string('thread_ts')
    if (threadTs && !findMessage(channel, threadTs)) throw new SlackError('thread_not_found')
    const message = postEphemeral(world.workspace, channel, person, content, threadTs || undefined)
    return { message_ts: message.ts }
  },
}

const permalink: Method = {
  scopes: [],
  tier: 'none',
  run(args, { workspace }) {
    const channel = channelById(workspace, args.required('channel'))
    const message = messageAt(channel, args.required('message_ts'))
    const link = `https://sandbox.${workspace.domain}/archives/${channel.id}/p${message.ts.replace('.', '')}`
    const isReply = message.thread_ts !== undefined && message.thread_ts !== message.ts
    return {
      channel: channel.id,
      permalink: isReply ? `${link}?thread_ts=${message.thread_ts}&cid=${channel.id}` : link,
    }
  },
}

export const chatMethods: Methods = {
  'chat.postMessage': post,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': ephemeral,
  'chat.getPermalink': permalink,
}
