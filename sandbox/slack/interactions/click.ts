import { findEphemeral, postNotice } from '../ephemerals.ts'
import { findMessage, isReply } from '../messages.ts'
import { toJson } from '../methods/method.ts'
import { redact } from '../redact.ts'
import {
  type Channel,
  isObject,
  type JsonObject,
  type Message,
  type Person,
  type StateValues,
} from '../types.ts'
import { describeView, homeOf, topOf } from '../views.ts'
import { actionOf, type Click, findElement, labelOf } from './action.ts'
import { ImpossibleGesture, type Interactor, outcomeOf } from './interactor.ts'
import { asForm, envelope, FORM } from './payload.ts'
import { channelOf, shownName } from './reach.ts'
import { chosenState, inputState, type PlacedElement } from './state.ts'

export interface ClickOutcome {
  /** Of the bot's HTTP answer; 0 when none came in time. */
  status: number
  error?: string
}

/** A person uses a button, a menu or another element; a confirm dialog counts as confirmed. */
export const click = async (interactor: Interactor, person: Person, given: Click): Promise<ClickOutcome> =>
  given.channel === undefined
    ? clickInView(interactor, person, given)
    : clickInMessage(interactor, person, given.channel, given)

const clickInMessage = async (interactor: Interactor, person: Person, where: string, given: Click) => {
  const { workspace, responseUrls } = interactor
  const channel = channelOf(interactor, person, where)
  const ephemeral = findEphemeral(workspace, person, channel, given.ts ?? '')
  const message = ephemeral ?? findMessage(channel, given.ts ?? '')
  if (!message)
    throw new ImpossibleGesture(404, `${person.name} sees no message ${given.ts} in ${channel.name}`)
  const blocks = blocksOf(message)
  const placed = findElement(blocks, given)
  const thread = isReply(message) && message.thread_ts ? { thread_ts: message.thread_ts } : {}
  const payload: JsonObject = {
    ...envelope('block_actions', person),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral !== undefined,
      ...thread,
    },
    channel: { id: channel.id, name: shownName(channel) },
    ...(ephemeral ? {} : { message: toJson(message) }),
    state: { values: withChoice(inputState(blocks), placed, given) },
    response_url: responseUrls.issue({
      kind: 'actions',
      channelId: channel.id,
      userId: person.id,
      source: { ts: message.ts, isEphemeral: ephemeral !== undefined },
    }),
  }
  return sendClick(interactor, person, payload, placed, given, channel)
}

const clickInView = async (interactor: Interactor, person: Person, given: Click) => {
  const { workspace } = interactor
  const view = topOf(workspace, person.id) ?? homeOf(workspace, person.id)
  if (!view) throw new ImpossibleGesture(404, `${person.name} has no modal or Home open`)
  const placed = findElement(view.blocks, given)
  view.state = withChoice(view.state, placed, given)
  const payload: JsonObject = {
    ...envelope('block_actions', person),
    container: { type: 'view', view_id: view.id },
    view: describeView(view),
  }
  return sendClick(interactor, person, payload, placed, given, workspace.imWith(person))
}

const sendClick = async (
  { workspace, bot, timeline, triggers }: Interactor,
  person: Person,
  payload: JsonObject,
  placed: PlacedElement,
  given: Click,
  channel: Channel,
): Promise<ClickOutcome> => {
  const action = { ...actionOf(placed, given), action_ts: workspace.nextTs() }
  const complete = { ...payload, trigger_id: triggers.issue(person.id), actions: [action] }
  const answer = await bot.send(FORM, asForm(complete))
  const title = `${person.name} clicked ${labelOf(placed.element)} -> ${outcomeOf(answer)}`
  timeline.record('slack', title, { payload: redact(complete), answer: answer.body })
  if (answer.error) postNotice(workspace, channel, person, answer.error)
  return { status: answer.status, ...(answer.error ? { error: answer.error } : {}) }
}

const blocksOf = (message: Message): JsonObject[] => [
  ...(message.blocks ?? []),
  ...(message.attachments ?? []).flatMap(({ blocks }) =>
    Array.isArray(blocks) ? blocks.filter(isObject) : [],
  ),
]

/** The state as it is once the person has chosen; an overflow keeps no choice. */
const withChoice = (state: StateValues, { block, element }: PlacedElement, { value }: Click): StateValues => {
  const chosen = value === undefined ? undefined : chosenState(element, value)
  if (!chosen || element.type === 'overflow') return state
  const blockId = String(block.block_id)
  return { ...state, [blockId]: { ...state[blockId], [String(element.action_id)]: chosen } }
}
