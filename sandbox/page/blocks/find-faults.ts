import type { AnyBlock, InputBlock, KnownBlock, NumberInput, PlainTextInput } from '@slack/types'
import type { FormValues, StateValue } from './state-value.ts'

const isUnanswered = ({ type: _, ...fields }: StateValue) =>
  Object.values(fields).every(
    field => field === null || field === undefined || (Array.isArray(field) && field.length === 0),
  )

const findNumberFault = (element: NumberInput, text: string): string | undefined => {
  const number = Number(text)
  const { min_value, max_value } = element
  if (!Number.isFinite(number)) return 'Please enter a number.'
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return 'Please enter a whole number.'
  if (min_value !== undefined && number < Number(min_value)) return `Please enter ${min_value} or more.`
  if (max_value !== undefined && number > Number(max_value)) return `Please enter ${max_value} or less.`
  return undefined
}

const findLengthFault = ({ min_length, max_length }: PlainTextInput, text: string): string | undefined => {
  if (min_length !== undefined && text.length < min_length)
    return `Please enter ${min_length} or more characters.`
  if (max_length !== undefined && text.length > max_length)
    return `Please enter ${max_length} or fewer characters.`
  return undefined
}

const findFault = ({ element }: InputBlock, text: string): string | undefined => {
  switch (element.type) {
    case 'plain_text_input':
      return findLengthFault(element, text)
    case 'number_input':
      return findNumberFault(element, text)
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? undefined : 'Please enter an email address.'
    case 'url_text_input':
      return /^https?:\/\/\S+\.\S+/.test(text) ? undefined : 'Please enter a web address.'
    default:
      return undefined
  }
}

/** What Slack's own client refuses before it asks the app, by `block_id`. */
export const findFaults = (blocks: readonly AnyBlock[], values: FormValues): Record<string, string> => {
  const faults: Record<string, string> = {}
  for (const block of blocks) {
    const input = block as KnownBlock
    if (input.type !== 'input' || !input.block_id) continue
    const state = values[input.block_id]?.[input.element.action_id ?? '']
    if (!state || isUnanswered(state)) {
      if (!input.optional) faults[input.block_id] = 'Please complete this required field.'
      continue
    }
    const fault = state.value ? findFault(input, state.value) : undefined
    if (fault) faults[input.block_id] = fault
  }
  return faults
}
