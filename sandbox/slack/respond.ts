import { createArgs } from './args.ts'
import { type Content, isEmpty, readContent } from './content.ts'
import { changeEphemeral, findEphemeral, postEphemeral, removeEphemeral } from './ephemerals.ts'
import { changeMessage, findMessage, postMessage, removeMessage } from './messages.ts'
import { SlackError } from './slack-error.ts'
import type { Channel, JsonObject, Person } from './types.ts'
import type { Workspace } from './workspace.ts'

/** Where an answer through a response_url goes, and what it may replace. */
export interface ResponseTarget {
  kind: 'actions' | 'commands'
  channelId: string
  userId: string
  /** The message that was clicked; a command has none. */
  source?: { ts: string; isEphemeral: boolean }
}

/** Does what the body sent to a response_url asks for. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
export const respond = (workspace: Workspace, target: ResponseTarget, body: JsonObject): void => {
  const channel = workspace.channelById(target.channelId)
  const person = workspace.people.get(target.userId)
  if (!channel || !person) throw new SlackError('channel_not_found')
  const args = createArgs(body)
  if (args.boolean('delete_original')) {
    removeSource(workspace, target, channel, person)
    return
  }
  const content = readContent(args)
  if (isEmpty(content)) throw new SlackError('no_text')
  const threadTs = args.string('thread_ts')
  if (args.boolean('replace_original') && target.source) {
    replaceSource(workspace, target, channel, person, content)
  } else if (args.string('response_type') === 'in_channel') {
    postMessage(workspace, channel, content, threadTs ? { threadTs } : {})
  } else {
    postEphemeral(workspace, channel, person, content, threadTs || undefined)
  }
}

/** The clicked message, wherever this person sees it. */
const sourceOf = (workspace: Workspace, { source }: ResponseTarget, channel: Channel, person: Person) => {
  const ephemeral = source?.isEphemeral ? findEphemeral(workspace, person, channel, source.ts) : undefined
  const message = source && !source.isEphemeral ? findMessage(channel, source.ts) : undefined
  if (!ephemeral && !message) throw new SlackError('message_not_found')
  return { ephemeral, message }
}

const removeSource = (
  workspace: Workspace,
  target: ResponseTarget,
  channel: Channel,
  person: Person,
): void => {
  const { ephemeral, message } = sourceOf(workspace, target, channel, person)
  if (ephemeral) removeEphemeral(workspace, person, ephemeral)
  if (message) removeMessage(workspace, channel, message)
}

/** A public message stays public and a private one private, whatever `response_type` says. */
const replaceSource = (
  workspace: Workspace,
  target: ResponseTarget,
  channel: Channel,
  person: Person,
  content: Content,
): void => {
  const { ephemeral, message } = sourceOf(workspace, target, channel, person)
  if (ephemeral) changeEphemeral(workspace, person, ephemeral, content)
  if (message) changeMessage(workspace, channel, message, content)
}
