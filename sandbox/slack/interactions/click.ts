import { postNotice } from '../ephemerals.ts'
import { redact } from '../redact.ts'
import type { JsonObject, Person, StateValues } from '../types.ts'
import { describeView } from '../views.ts'
import { actionOf, type Click, findElement, labelOf } from './action.ts'
import { hold } from './hold.ts'
import { type Interactor, outcomeOf } from './interactor.ts'
import { asForm, envelope, FORM } from './payload.ts'
import { findSource, type Source } from './source.ts'
import { chosenState, inputState, type PlacedElement } from './state.ts'

export interface ClickOutcome {
  /** Of the bot's HTTP answer; 0 when none came in time. */
  status: number
  error?: string
}

/** A person uses a button, a menu or another element; a confirm dialog counts as confirmed. */
export const click = async (interactor: Interactor, person: Person, given: Click): Promise<ClickOutcome> => {
  const { workspace, bot, timeline, triggers, suggestions } = interactor
  const source = findSource(interactor, person, given)
  const placed = findElement(source.blocks, given, suggestions.offer(person, source.id))
  const payload: JsonObject = {
    ...envelope('block_actions', person, workspace.isOrgWide),
    ...source.fields,
    ...chosenIn(interactor, person, source, placed, given),
    trigger_id: triggers.issue(person.id),
    actions: [{ ...actionOf(placed, given), action_ts: workspace.nextTs() }],
  }
  const answer = await bot.send(FORM, asForm(payload))
  const label = labelOf(placed.element)
  const title = `${person.name} clicked ${label} -> ${outcomeOf(answer)}`
  timeline.record('slack', title, { payload: redact(payload), answer: answer.body }, answer.endedAtMs)
  if (!answer.error) return { status: answer.status }
  // Slack puts a warning sign beside the element; here it stands in words below.
  const notice = `:warning: ${label} failed with the error "${answer.error}"`
  postNotice(workspace, source.channel, person, notice, source.threadTs)
  return { status: answer.status, error: answer.error }
}

/** A view keeps what was chosen; a message only tells it, and gives an address to answer to. */
const chosenIn = (
  interactor: Interactor,
  person: Person,
  source: Source,
  placed: PlacedElement,
  given: Click,
): JsonObject => {
  const { view, message, blocks, channel } = source
  const before = view ? view.state : inputState(blocks)
  const state = withChoice(hold(interactor, person, source, before, given.values ?? {}), placed, given)
  if (view) {
    view.state = state
    return { view: describeView(view) }
  }
  return {
    state: { values: state },
    response_url: interactor.responseUrls.issue({
      kind: 'actions',
      channelId: channel.id,
      userId: person.id,
      ...(message ? { source: message } : {}),
    }),
  }
}

/** The state as it is once the person has chosen; an overflow keeps no choice. */
const withChoice = (state: StateValues, { block, element }: PlacedElement, { value }: Click): StateValues => {
  const chosen = value === undefined ? undefined : chosenState(element, value)
  if (!chosen || element.type === 'overflow') return state
  const blockId = String(block.block_id)
  return { ...state, [blockId]: { ...state[blockId], [String(element.action_id)]: chosen } }
}
