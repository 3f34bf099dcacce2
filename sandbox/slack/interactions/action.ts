import { isObject, type Json, type JsonObject } from '../types.ts'
import { ImpossibleGesture } from './interactor.ts'
import type { Place } from './source.ts'
import { chosenState, elementsIn, type PlacedElement } from './state.ts'

export interface Click extends Place {
  action_id: string
  block_id?: string
  value?: Json
  /** What the person has typed and chosen beside it, by `block_id` and `action_id`. */
  values?: JsonObject
}

/** Two buttons may share an `action_id` in different blocks: then `block_id` or `value` says which. */
export const findElement = (
  blocks: readonly JsonObject[],
  { action_id, block_id, value }: Click,
  offer: (placed: PlacedElement) => PlacedElement = placed => placed,
): PlacedElement => {
  const found = elementsIn(blocks)
    .filter(
      ({ block, element }) =>
        element.action_id === action_id && (block_id === undefined || block.block_id === block_id),
    )
    .map(offer)
  const exact = found.find(({ element }) => value !== undefined && element.value === value)
  const holder = found.find(({ element }) => value !== undefined && chosenState(element, value) !== undefined)
  const placed = exact ?? holder ?? (value === undefined || found.length === 1 ? found[0] : undefined)
  if (!placed) throw new ImpossibleGesture(404, `there is no element ${action_id} to click`)
  return placed
}

/** The entry of `actions` that tells the app what was done. */
export const actionOf = ({ block, element }: PlacedElement, { value }: Click): JsonObject => {
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

const pick = (from: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)))

/** What the person read on it. */
export const labelOf = ({ text, action_id, type }: JsonObject): string =>
  isObject(text) ? String(text.text) : `${String(type)} ${String(action_id)}`
