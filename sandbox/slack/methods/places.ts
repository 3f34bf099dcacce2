import { BOT } from '../defaults.ts'
import { findMessage } from '../messages.ts'
import { SlackError } from '../slack-error.ts'
import type { Channel, Message, Person } from '../types.ts'
import type { Workspace } from '../workspace.ts'
import type { World } from './method.ts'

/** Where a method acts: channels, people and messages as the bot may see them. */

const isSeen = (channel: Channel): boolean => !channel.isPrivate || channel.members.has(BOT.user_id)

/** A channel named by its id, as all methods but the posting ones want it. */
export const channelById = (workspace: Workspace, id: string): Channel => {
  const channel = workspace.channelById(id)
  if (!channel || !isSeen(channel)) throw new SlackError('channel_not_found')
  return channel
}

/** The posting methods also take a channel's name, and a person's id for the direct message with that person. */
export const channelToPostTo = (
  { workspace, hasScope, hasMessagesTab }: World,
  idOrName: string,
): Channel => {
  const person = workspace.people.get(idOrName)
  const channel = person ? workspace.imWith(person) : workspace.channelByIdOrName(idOrName)
  if (!channel || !isSeen(channel)) throw new SlackError('channel_not_found')
  if (channel.imWith !== undefined && !hasMessagesTab) throw new SlackError('messages_tab_disabled')
  if (channel.isArchived) throw new SlackError('is_archived')
  if (!channel.members.has(BOT.user_id) && !hasScope('chat:write.public'))
    throw new SlackError('not_in_channel')
  return channel
}

export const messageAt = (channel: Channel, ts: string): Message => {
  const message = findMessage(channel, ts)
  if (!message || message.subtype === 'tombstone') throw new SlackError('message_not_found')
  return message
}

export const personById = (workspace: Workspace, id: string): Person => {
  const person = workspace.people.get(id)
  if (!person) throw new SlackError('user_not_found')
  return person
}
