import { type Channel, isObject, type Json, type JsonObject, type Message, type Person } from './types.ts'
import type { Workspace } from './workspace.ts'

/** Saves for each member whether the message mentions them. An update mentions nobody. */
export const saveMentions = (workspace: Workspace, channel: Channel, message: Message): void => {
  const called = mentionedIn(workspace, channel, message)
  for (const id of called) {
    channel.mentions.set(id, [...(channel.mentions.get(id) ?? []), message.ts])
  }
}

const isNewTo = (channel: Channel, person: Person) => {
  const lastRead = Number(channel.lastRead.get(person.id) ?? '0')
  return (ts: string): boolean => Number(ts) > lastRead
}

/** Whether somebody else wrote the message since the person last read the channel. */
export const isUnread = (channel: Channel, person: Person, { user, ts }: Message): boolean =>
  user !== person.id && isNewTo(channel, person)(ts)

/** How many messages of the channel a person has not read, and how many of them mention the person. */
export const unreadOf = (channel: Channel, person: Person): { unread: number; mentions: number } => {
  const roots = channel.messages.filter(
    message =>
      message.thread_ts === undefined ||
      message.thread_ts === message.ts ||
      message.subtype === 'thread_broadcast',
  )
  return {
    unread: roots.filter(message => isUnread(channel, person, message)).length,
    mentions: (channel.mentions.get(person.id) ?? []).filter(isNewTo(channel, person)).length,
  }
}

const mentionedIn = (workspace: Workspace, channel: Channel, message: Message): Set<string> => {
  // With blocks, `text` is only the notification's wording: what counts is what the blocks say.
  const hasBlocks = message.blocks !== undefined || message.attachments !== undefined
  const sources = hasBlocks ? [message.blocks ?? [], message.attachments ?? []] : [message.text]
  const called = new Set<string>()
  for (const source of sources) for (const id of callsIn(source)) addCalled(workspace, channel, id, called)
  called.delete(message.user)
  return called
}

const addCalled = (workspace: Workspace, channel: Channel, id: string, called: Set<string>): void => {
  const ids = id === '*' ? [...channel.members] : (workspace.userGroups.get(id)?.users ?? [id])
  for (const personId of ids) {
    if (workspace.people.has(personId) && channel.members.has(personId)) called.add(personId)
  }
}

/** Ids of people and groups that a text calls; `*` for a call to everybody. */
const callsIn = (value: Json): string[] => {
  if (typeof value === 'string') return callsInText(value)
  if (Array.isArray(value)) return value.flatMap(callsIn)
  if (!isObject(value) || value.type === 'plain_text') return []
  if (value.type === 'mrkdwn') return callsInMrkdwn(value)
  if (value.type === 'user') return callsInText(`<@${String(value.user_id)}>`)
  if (value.type === 'usergroup') return callsInText(`<!subteam^${String(value.usergroup_id)}>`)
  if (value.type === 'broadcast') return ['*']
  return Object.values(value)
    .filter(field => typeof field === 'object')
    .flatMap(callsIn)
}

/** Unless it is verbatim, Slack also reads plain words such as `@here` as calls. */
const callsInMrkdwn = ({ text, verbatim }: JsonObject): string[] => {
  const isParsed = verbatim !== true && /(^|\W)@(here|channel|everyone)\b/.test(String(text))
  return [...callsInText(String(text)), ...(isParsed ? ['*'] : [])]
}

const callsInText = (text: string): string[] =>
  [
    ...text.matchAll(/<(?:@|!subteam\^)([A-Z0-9]+)(?:\|[^>]*)?>|<!(?:here|channel|everyone)(?:\|[^>]*)?>/g),
  ].map(match => match[1] ?? '*')
