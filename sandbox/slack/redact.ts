import { isObject, type Json } from './types.ts'

const SECRET = new Set(['token', 'response_url', 'response_urls', 'trigger_id', 'upload_url'])

/** A copy that may be shown: without the values with which somebody could act as Slack or as the bot. */
export const redact = (value: Json): Json => {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(redact)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, SECRET.has(name) ? '…' : redact(field)]),
  )
}

/** Structured arguments travel as JSON in a string; opened, they can be read and redacted. */
const redactText = (text: string): Json => {
  if (!/^[[{]/.test(text)) return text
  try {
    return redact(JSON.parse(text) as Json)
  } catch {
    return text
  }
}
