import { findEphemeral } from '../ephemerals.ts'
import { findMessage, isReply } from '../messages.ts'
import { toJson } from '../methods/method.ts'
import { type Channel, isObject, type JsonObject, type Message, type Person, type View } from '../types.ts'
import { describeView, homeOf, topOf } from '../views.ts'
import { ImpossibleGesture, type Interactor } from './interactor.ts'
import { channelOf, shownName } from './reach.ts'

/** Where a person acts: a message they see, or the view in front of them. */
export interface Source {
  /** The `ts` of the message or the id of the view. */
  id: string
  blocks: readonly JsonObject[]
  /** The fields with which a payload names the place. */
  fields: JsonObject
  /** Where a notice to the person appears. */
  channel: Channel
  threadTs?: string
  view?: View
  message?: { ts: string; isEphemeral: boolean }
}

export interface Place {
  /** Left out, the open modal is meant, or else the Home. */
  channel?: string
  ts?: string
}

export const findSource = (interactor: Interactor, person: Person, { channel, ts = '' }: Place): Source =>
  channel === undefined ? viewSource(interactor, person) : messageSource(interactor, person, channel, ts)

const messageSource = (interactor: Interactor, person: Person, where: string, ts: string): Source => {
  const channel = channelOf(interactor, person, where)
  const ephemeral = findEphemeral(interactor.workspace, person, channel, ts)
  const message = ephemeral ?? findMessage(channel, ts)
  if (!message) throw new ImpossibleGesture(404, `${person.name} sees no message ${ts} in ${channel.name}`)
  const isEphemeral = ephemeral !== undefined
  const thread = isReply(message) && message.thread_ts ? { thread_ts: message.thread_ts } : {}
  return {
    id: message.ts,
    blocks: blocksOf(message),
    channel,
    message: { ts: message.ts, isEphemeral },
    ...(thread.thread_ts ? { threadTs: thread.thread_ts } : {}),
    fields: {
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: channel.id,
        is_ephemeral: isEphemeral,
        ...thread,
      },
      channel: { id: channel.id, name: shownName(channel) },
      ...(isEphemeral ? {} : { message: toJson(message) }),
    },
  }
}

const viewSource = ({ workspace }: Interactor, person: Person): Source => {
  const view = topOf(workspace, person.id) ?? homeOf(workspace, person.id)
  if (!view) throw new ImpossibleGesture(404, `${person.name} has no modal or Home open`)
  return {
    id: view.id,
    blocks: view.blocks,
    channel: workspace.imWith(person),
    view,
    fields: { container: { type: 'view', view_id: view.id }, view: describeView(view) },
  }
}

const blocksOf = (message: Message): JsonObject[] => [
  ...(message.blocks ?? []),
  ...(message.attachments ?? []).flatMap(({ blocks }) =>
    Array.isArray(blocks) ? blocks.filter(isObject) : [],
  ),
]
