import { findEphemeral, findMessage, isReply, postNotice } from '../messages.ts'
import { redact } from '../redact.ts'
import {
  type Channel,
  isObject,
  type Json,
  type JsonObject,
  type Message,
  type Person,
  type View,
} from '../types.ts'
import { describeView, homeOf, topOf } from '../views.ts'
import { ImpossibleGesture, type Interactor, outcomeOf } from './interactor.ts'
import { asForm, envelope, FORM } from './payload.ts'
import { chosenState, elementsIn, inputState, type PlacedElement } from './state.ts'

export interface Click {
  /** Left out, the click goes to the open modal, or else to the Home. */
  channel?: string
  ts?: string
  action_id: string
  block_id?: string
  value?: Json
}

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
    ...(ephemeral ? {} : { message: structuredClone({ ...message }) as unknown as JsonObject }),
    state: { values: inputState(blocks) },
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
  rememberChoice(view, placed, given)
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

/** The channel as this person reaches it; a private or foreign one is out of reach. */
export const channelOf = ({ workspace }: Interactor, person: Person, where: string): Channel => {
  const channel = workspace.channelByIdOrName(where)
  if (!channel) throw new ImpossibleGesture(404, `there is no channel ${where}`)
  if (!channel.members.has(person.id)) {
    throw new ImpossibleGesture(403, `${person.name} is not in ${channel.name}`)
  }
  return channel
}

const blocksOf = (message: Message): JsonObject[] => [
  ...(message.blocks ?? []),
  ...(message.attachments ?? []).flatMap(({ blocks }) =>
    Array.isArray(blocks) ? blocks.filter(isObject) : [],
  ),
]

/** Two buttons may share an `action_id` in different blocks: then `block_id` or `value` says which. */
const findElement = (blocks: readonly JsonObject[], { action_id, block_id, value }: Click): PlacedElement => {
  const found = elementsIn(blocks).filter(
    ({ block, element }) =>
      element.action_id === action_id && (block_id === undefined || block.block_id === block_id),
  )
  const exact = found.find(({ element }) => value !== undefined && element.value === value)
  const holder = found.find(({ element }) => value !== undefined && chosenState(element, value) !== undefined)
  const placed = exact ?? holder ?? (value === undefined || found.length === 1 ? found[0] : undefined)
  if (!placed) throw new ImpossibleGesture(404, `there is no element ${action_id} to click`)
  return placed
}

const actionOf = ({ block, element }: PlacedElement, { value }: Click): JsonObject => {
  const { action_id = null, type = null } = element
  const identity: JsonObject = { type, action_id, block_id: block.block_id ?? null }
  if (type === 'button' || type === 'icon_button' || type === 'workflow_button') {
    return { ...identity, ...pick(element, ['text', 'value', 'style', 'confirm', 'url']) }
  }
  if (type === 'feedback_buttons') {
    return { ...identity, ...pick(feedbackOf(element, value), ['text', 'value']) }
  }
  const state = value === undefined ? undefined : chosenState(element, value)
  if (!state)
    throw new ImpossibleGesture(
      422,
      `Expected \`value\` to be one of the options of ${action_id}, got ${value}`,
    )
  return { ...identity, ...state, ...pick(element, ['placeholder', 'confirm']) }
}

const feedbackOf = (
  { positive_button, negative_button }: JsonObject,
  value: Json | undefined,
): JsonObject => {
  const chosen = [positive_button, negative_button].filter(isObject).find(button => button.value === value)
  if (!chosen)
    throw new ImpossibleGesture(422, 'Expected `value` to be that of one of the two feedback buttons')
  return chosen
}

const rememberChoice = (view: View, { block, element }: PlacedElement, { value }: Click): void => {
  const state = value === undefined ? undefined : chosenState(element, value)
  if (!state || element.type === 'overflow') return
  const blockId = String(block.block_id)
  view.state[blockId] = { ...view.state[blockId], [String(element.action_id)]: state }
}

const pick = (from: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)))

const labelOf = ({ text, action_id, type }: JsonObject): string =>
  isObject(text) ? String(text.text) : `${String(type)} ${String(action_id)}`

/** Slack hides the names of conversations that are not channels. */
export const shownName = (channel: Channel): string => {
  if (channel.imWith) return 'directmessage'
  return channel.isPrivate ? 'privategroup' : channel.name
}
