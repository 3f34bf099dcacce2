import type { Answer } from '../bot.ts'
import { postNotice } from '../messages.ts'
import { judgeView } from '../methods/views.ts'
import { redact } from '../redact.ts'
import { SlackError } from '../slack-error.ts'
import { isObject, type Json, type JsonObject, type Person, type View } from '../types.ts'
import { changeView, closeAll, closeTop, describeView, pushModal, topOf } from '../views.ts'
import type { Workspace } from '../workspace.ts'
import { ImpossibleGesture, type Interactor, outcomeOf } from './interactor.ts'
import { asForm, envelope, FORM } from './payload.ts'
import { chosenState, elementsIn, isUnanswered } from './state.ts'

export interface SubmitOutcome {
  status: number
  /** What the person reads beside each input, by `block_id`. */
  errors?: JsonObject
  error?: string
}

const openModalOf = (workspace: Workspace, person: Person): View => {
  const view = topOf(workspace, person.id)
  if (!view) throw new ImpossibleGesture(404, `${person.name} has no modal open`)
  return view
}

/** A person fills in the modal in front and submits it. */
export const submit = async (
  interactor: Interactor,
  person: Person,
  values: Record<string, Json>,
): Promise<SubmitOutcome> => {
  const { workspace, bot, timeline, triggers } = interactor
  const view = openModalOf(workspace, person)
  if (!view.submit) throw new ImpossibleGesture(422, 'this modal has no submit button')
  fillIn(view, values)
  const payload = {
    ...envelope('view_submission', person),
    trigger_id: triggers.issue(person.id),
    view: describeView(view),
    response_urls: [],
  }
  const answer = await bot.send(FORM, asForm(payload))
  const title = `${person.name} submitted ${titleOf(view)} -> ${outcomeOf(answer)}`
  timeline.record('slack', title, { payload: redact(payload), answer: answer.body })
  const outcome = answer.error ? { error: answer.error } : follow(workspace, person, view, answer)
  if (outcome.error) postNotice(workspace, workspace.imWith(person), person, outcome.error)
  return { status: answer.status, ...outcome }
}

/** A person closes the modal in front; the bot hears of it only if it asked to. */
export const close = async ({ workspace, bot, timeline }: Interactor, person: Person, isClearing = false) => {
  const view = openModalOf(workspace, person)
  const clears = isClearing || view.clear_on_close
  if (clears) closeAll(workspace, person.id)
  else closeTop(workspace, person.id)
  if (!view.notify_on_close) return { status: 0 }
  const payload = { ...envelope('view_closed', person), view: describeView(view), is_cleared: clears }
  const answer = await bot.send(FORM, asForm(payload))
  timeline.record('slack', `${person.name} closed ${titleOf(view)} -> ${outcomeOf(answer)}`, redact(payload))
  return { status: answer.status }
}

const titleOf = (view: View): string => String(view.title?.text ?? view.callback_id)

/** Puts the values into the view's state, as far as the client would let a person. */
const fillIn = (view: View, values: Record<string, Json>): void => {
  for (const [blockId, byAction] of Object.entries(values)) {
    if (!isObject(byAction)) throw new ImpossibleGesture(422, `Expected values of ${blockId} by action_id`)
    for (const [actionId, given] of Object.entries(byAction)) fillInOne(view, blockId, actionId, given)
  }
  const missing = view.blocks
    .filter(block => block.type === 'input' && block.optional !== true)
    .find(
      block =>
        isObject(block.element) &&
        isUnanswered(view.state[String(block.block_id)]?.[String(block.element.action_id)]),
    )
  if (missing) throw new ImpossibleGesture(422, `${String(missing.block_id)} is a required field`)
}

const fillInOne = (view: View, blockId: string, actionId: string, given: Json): void => {
  const placed = elementsIn(view.blocks).find(
    ({ block, element }) => block.block_id === blockId && element.action_id === actionId,
  )
  if (!placed) throw new ImpossibleGesture(422, `this modal has no input ${blockId}/${actionId}`)
  const state = chosenState(placed.element, given)
  if (!state)
    throw new ImpossibleGesture(422, `${blockId}/${actionId} does not offer ${JSON.stringify(given)}`)
  checkLength(placed.element, state.value ?? null, blockId)
  view.state[blockId] = { ...view.state[blockId], [actionId]: state }
}

const checkLength = ({ min_length, max_length }: JsonObject, value: Json, blockId: string): void => {
  if (typeof value !== 'string') return
  const length = [...value].length
  if (typeof min_length === 'number' && length < min_length) {
    throw new ImpossibleGesture(422, `${blockId} must be at least ${min_length} characters`)
  }
  if (length > (typeof max_length === 'number' ? max_length : 3000)) {
    throw new ImpossibleGesture(422, `${blockId} is too long`)
  }
}

/** Does what the bot's answer asks for; an answer that makes no sense leaves the modal open. */
const follow = (
  workspace: Workspace,
  person: Person,
  view: View,
  answer: Answer,
): Omit<SubmitOutcome, 'status'> => {
  try {
    return act(workspace, person, view, parseBody(answer.body))
  } catch (refusal) {
    if (refusal instanceof SlackError) return { error: refusal.code }
    throw refusal
  }
}

const parseBody = (body: string): JsonObject | undefined => {
  if (body.trim() === '') return undefined
  try {
    const parsed = JSON.parse(body) as Json
    return isObject(parsed) && Object.keys(parsed).length > 0 ? parsed : undefined
  } catch {
    throw new SlackError('invalid_response_action')
  }
}

const act = (
  workspace: Workspace,
  person: Person,
  view: View,
  body: JsonObject | undefined,
): Omit<SubmitOutcome, 'status'> => {
  switch (body?.response_action) {
    case undefined:
      closeTop(workspace, person.id)
      return {}
    case 'clear':
      closeAll(workspace, person.id)
      return {}
    case 'update':
      changeView(workspace, view, judgeView(body?.view, 'modal'))
      return {}
    case 'push':
      pushModal(workspace, judgeView(body?.view, 'modal'), person.id)
      return {}
    case 'errors':
      return { errors: judgeErrors(view, body?.errors) }
    default:
      throw new SlackError('invalid_response_action')
  }
}

/** Errors hang on inputs: one for any other block makes Slack refuse the whole answer. */
const judgeErrors = (view: View, errors: Json | undefined): JsonObject => {
  const inputs = new Set(view.blocks.filter(block => block.type === 'input').map(block => block.block_id))
  const isFitting =
    isObject(errors) && Object.keys(errors).length > 0 && Object.keys(errors).every(id => inputs.has(id))
  if (!isFitting) throw new SlackError('invalid_response_action')
  return errors
}
