import { validateSuggestions } from '../block-kit/validate.ts'
import type { Answer } from '../bot.ts'
import { redact } from '../redact.ts'
import { isObject, type Json, type JsonObject, type Person } from '../types.ts'
import { findElement } from './action.ts'
import { ImpossibleGesture, type Interactor, outcomeOf } from './interactor.ts'
import { asForm, envelope, FORM } from './payload.ts'
import { findSource, type Place } from './source.ts'
import { isExternal } from './suggestions.ts'

export interface Query extends Place {
  action_id: string
  block_id?: string
  /** What the person typed into the menu. */
  value: string
}

export interface SuggestOutcome {
  /** Of the bot's HTTP answer; 0 when none came in time. */
  status: number
  options?: Json
  option_groups?: Json
  error?: string
  /** What is wrong with the bot's answer. */
  messages?: string[]
}

/** Slack asks the bot from so many characters on, unless the menu says otherwise. */
const MIN_QUERY_LENGTH = 3

/** A person types into a menu whose options come from the bot. https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
export const suggest = async (
  interactor: Interactor,
  person: Person,
  query: Query,
): Promise<SuggestOutcome> => {
  const { bot, timeline, suggestions } = interactor
  const source = findSource(interactor, person, query)
  const { value, ...where } = query
  const placed = findElement(source.blocks, where)
  if (!isExternal(placed.element))
    throw new ImpossibleGesture(422, `${query.action_id} has its own options and asks nobody for more`)
  const { min_query_length } = placed.element
  const needed = typeof min_query_length === 'number' ? min_query_length : MIN_QUERY_LENGTH
  if ([...value].length < needed)
    throw new ImpossibleGesture(422, `Expected \`value\` to have at least ${needed} characters`)

  const payload: JsonObject = {
    ...envelope('block_suggestion', person, interactor.workspace.isOrgWide),
    ...source.fields,
    action_id: query.action_id,
    block_id: placed.block.block_id ?? null,
    value,
  }
  const answer = await bot.send(FORM, asForm(payload))
  const outcome = read(answer)
  const title = `${person.name} searched ${query.action_id} for ${value} -> ${outcome.error ?? outcomeOf(answer)}`
  timeline.record('slack', title, { payload: redact(payload), answer: answer.body }, answer.endedAtMs)
  if (!outcome.error) suggestions.remember(person, source.id, placed, { ...outcome } as JsonObject)
  return outcome
}

/** Options or groups of options, at most a hundred, each as in a menu that carries its own. */
const read = ({ status, body, error }: Answer): SuggestOutcome => {
  if (error) return { status, error }
  const given = parse(body)
  const messages = validateSuggestions(given)
  if (messages.length > 0 || !isObject(given)) return { status, error: 'invalid_options', messages }
  return { status, ...given }
}

const parse = (body: string): Json => {
  try {
    return JSON.parse(body) as Json
  } catch {
    return null
  }
}
