import type { Content } from './content.ts'
import { TEAM } from './defaults.ts'
import { applyContent, fromBot } from './messages.ts'
import { type Channel, type Ephemeral, type Person, SLACKBOT_ID } from './types.ts'
import type { Workspace } from './workspace.ts'

/** Messages that only one person sees. */

/** The bot posts a message that one person sees in a channel. */
export const postEphemeral = (
  workspace: Workspace,
  channel: Channel,
  person: Person,
  content: Content,
  threadTs?: string,
): Ephemeral => {
  const message: Ephemeral = { ...fromBot(workspace, content), channel: channel.id, is_ephemeral: true }
  if (threadTs !== undefined) message.thread_ts = threadTs
  return showPrivately(workspace, person, message)
}

/** The client's own words to a person, when the bot did not answer as it should. */
export const postNotice = (
  workspace: Workspace,
  channel: Channel,
  person: Person,
  text: string,
  threadTs?: string,
): Ephemeral =>
  showPrivately(workspace, person, {
    type: 'message',
    ts: workspace.nextTs(),
    user: SLACKBOT_ID,
    team: TEAM.id,
    text,
    channel: channel.id,
    is_ephemeral: true,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
  })

export const ephemeralsOf = (workspace: Workspace, person: Person): readonly Ephemeral[] =>
  workspace.ephemerals.get(person.id) ?? []

export const findEphemeral = (workspace: Workspace, person: Person, channel: Channel, ts: string) =>
  ephemeralsOf(workspace, person).find(message => message.channel === channel.id && message.ts === ts)

export const changeEphemeral = (
  workspace: Workspace,
  person: Person,
  message: Ephemeral,
  content: Content,
): void => {
  applyContent(message, content)
  workspace.changed({ type: 'person', name: person.name })
}

export const removeEphemeral = (workspace: Workspace, person: Person, message: Ephemeral): void => {
  workspace.ephemerals.set(
    person.id,
    ephemeralsOf(workspace, person).filter(other => other !== message),
  )
  workspace.changed({ type: 'person', name: person.name })
}

const showPrivately = (workspace: Workspace, person: Person, message: Ephemeral): Ephemeral => {
  workspace.ephemerals.set(person.id, [...ephemeralsOf(workspace, person), message])
  workspace.changed({ type: 'person', name: person.name })
  return message
}
