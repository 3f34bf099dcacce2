import type { Json, JsonObject } from '../types.ts'
import { ImpossibleGesture } from './interactor.ts'

/** Slack takes no longer text, whatever the input says. */
const MAX_LENGTH = 3_000

/** What is wrong with a typed value, as the client says it beside the input; undefined when it can be sent. */
const faultIn = (element: JsonObject, value: Json): string | undefined => {
  if (typeof value !== 'string') return undefined
  switch (element.type) {
    case 'number_input':
      return faultInNumber(element, value)
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : 'must be an email address'
    case 'url_text_input':
      return URL.canParse(value) ? undefined : 'must be a URL'
    default:
      return faultInLength(element, [...value].length)
  }
}

const faultInLength = ({ min_length, max_length }: JsonObject, length: number): string | undefined => {
  const max = typeof max_length === 'number' ? max_length : MAX_LENGTH
  if (typeof min_length === 'number' && length < min_length)
    return `must be at least ${min_length} characters`
  return length > max ? `must be at most ${max} characters` : undefined
}

const faultInNumber = (
  { is_decimal_allowed, min_value, max_value }: JsonObject,
  value: string,
): string | undefined => {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) return 'must be a number'
  if (is_decimal_allowed !== true && !Number.isInteger(number)) return 'must be a whole number'
  if (min_value !== undefined && number < Number(min_value)) return `must be at least ${String(min_value)}`
  if (max_value !== undefined && number > Number(max_value)) return `must be at most ${String(max_value)}`
  return undefined
}

/** The client sends nothing that it could have stopped. */
export const checkTyped = (element: JsonObject, value: Json, blockId: string): void => {
  const fault = faultIn(element, value)
  if (fault) throw new ImpossibleGesture(422, `${blockId} ${fault}`)
}
