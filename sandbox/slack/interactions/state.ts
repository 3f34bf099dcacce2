import { isObject, type Json, type JsonObject, type StateValues } from '../types.ts'

/** How each kind of element carries what a person chose: the field of the state, and how it is filled. */
type Shape = { field: string; initial: string; kind: 'text' | 'one' | 'many' | 'option' | 'options' }

const SHAPES: Readonly<Record<string, Shape>> = {
  plain_text_input: { field: 'value', initial: 'initial_value', kind: 'text' },
  email_text_input: { field: 'value', initial: 'initial_value', kind: 'text' },
  url_text_input: { field: 'value', initial: 'initial_value', kind: 'text' },
  number_input: { field: 'value', initial: 'initial_value', kind: 'text' },
  rich_text_input: { field: 'rich_text_value', initial: 'initial_value', kind: 'one' },
  static_select: { field: 'selected_option', initial: 'initial_option', kind: 'option' },
  external_select: { field: 'selected_option', initial: 'initial_option', kind: 'option' },
  radio_buttons: { field: 'selected_option', initial: 'initial_option', kind: 'option' },
  overflow: { field: 'selected_option', initial: 'initial_option', kind: 'option' },
  multi_static_select: { field: 'selected_options', initial: 'initial_options', kind: 'options' },
  multi_external_select: { field: 'selected_options', initial: 'initial_options', kind: 'options' },
  checkboxes: { field: 'selected_options', initial: 'initial_options', kind: 'options' },
  users_select: { field: 'selected_user', initial: 'initial_user', kind: 'one' },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation', kind: 'one' },
  channels_select: { field: 'selected_channel', initial: 'initial_channel', kind: 'one' },
  multi_users_select: { field: 'selected_users', initial: 'initial_users', kind: 'many' },
  multi_conversations_select: {
    field: 'selected_conversations',
    initial: 'initial_conversations',
    kind: 'many',
  },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels', kind: 'many' },
  datepicker: { field: 'selected_date', initial: 'initial_date', kind: 'one' },
  timepicker: { field: 'selected_time', initial: 'initial_time', kind: 'one' },
  datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time', kind: 'one' },
  file_input: { field: 'files', initial: 'files', kind: 'many' },
}

/** What `state.values` holds before anybody touched anything. */
export const inputState = (blocks: readonly JsonObject[]): StateValues => {
  const values: StateValues = {}
  for (const { block, element } of elementsIn(blocks)) {
    const shape = SHAPES[String(element.type)]
    if (!shape || element.type === 'overflow') continue
    const nothing = shape.kind === 'many' || shape.kind === 'options' ? [] : null
    const state = { type: element.type ?? null, [shape.field]: element[shape.initial] ?? nothing }
    values[String(block.block_id)] = { ...values[String(block.block_id)], [String(element.action_id)]: state }
  }
  return values
}

/** A day, a time and a moment, as the pickers of the client give them. */
const PICKED: Readonly<Record<string, (given: Json) => boolean>> = {
  datepicker: given => /^\d{4}-\d{2}-\d{2}$/.test(String(given)) && !Number.isNaN(Date.parse(String(given))),
  timepicker: given => /^([01]\d|2[0-3]):[0-5]\d$/.test(String(given)),
  datetimepicker: given => Number.isInteger(given),
}

/** What a person gave, bare or as Slack's state holds it; undefined where the element offers no such thing. */
export const chosenState = (element: JsonObject, stated: Json): JsonObject | undefined => {
  const shape = SHAPES[String(element.type)]
  if (!shape) return undefined
  const type = element.type ?? null
  const given = isObject(stated) && stated[shape.field] !== undefined ? (stated[shape.field] ?? null) : stated
  if (shape.kind === 'text') return { type, value: given === null || given === '' ? null : String(given) }
  if (given === null)
    return { type, [shape.field]: shape.kind === 'options' || shape.kind === 'many' ? [] : null }
  if (shape.kind === 'one') {
    const fits = PICKED[String(type)] ?? (() => true)
    return fits(given) ? { type, [shape.field]: given } : undefined
  }
  const wanted = Array.isArray(given) ? given : [given]
  if (shape.kind === 'many') return { type, [shape.field]: wanted }
  const values = wanted.map(entry => (isObject(entry) ? entry.value : entry))
  const options = values.map(value => optionsOf(element).find(option => option.value === value))
  if (!options.every(option => option !== undefined)) return undefined
  return { type, [shape.field]: shape.kind === 'options' ? options : (options[0] ?? null) }
}

/** True when the person left the element empty. */
export const isUnanswered = (state: JsonObject | undefined): boolean =>
  !state ||
  Object.entries(state).every(
    ([name, value]) => name === 'type' || value === null || (Array.isArray(value) && value.length === 0),
  )

/** The options of a menu, those of its groups too. */
export const optionsOf = (element: JsonObject): JsonObject[] => {
  const groups = Array.isArray(element.option_groups) ? element.option_groups.filter(isObject) : []
  return [element.options, ...groups.map(group => group.options)].flatMap(options =>
    Array.isArray(options) ? options.filter(isObject) : [],
  )
}

export interface PlacedElement {
  block: JsonObject
  element: JsonObject
}

/** Every element with the block it stands in, also inside cards, carousels and containers. */
export const elementsIn = (blocks: readonly JsonObject[]): PlacedElement[] =>
  blocks.flatMap(block => {
    const inner = [block.elements, block.child_blocks].flatMap(list =>
      Array.isArray(list) ? list.filter(isObject) : [],
    )
    const nested = inner.filter(entry => entry.type === 'card' || 'block_id' in entry)
    const direct = [
      ...inner,
      block.accessory,
      block.element,
      ...(Array.isArray(block.actions) ? block.actions : []),
    ]
    return [
      ...direct
        .filter(isObject)
        .filter(element => element.action_id !== undefined)
        .map(element => ({ block, element })),
      ...elementsIn(nested),
    ]
  })
