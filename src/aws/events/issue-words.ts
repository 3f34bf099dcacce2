import type * as v from 'valibot'

/** The kind of a value. The value itself may be private: a name, a reason, an address. */
const kindOf = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return (
    { string: 'another text', number: 'a number', boolean: 'true or false' }[String(typeof value)] ??
    'keys with values'
  )
}

/**
 * What is wrong with a message, for the log and for Slack: where, what was expected, and what kind of value was there; never a
 * value of the message.
 */
export const issueWords = (issues: readonly v.BaseIssue<unknown>[]): string =>
  issues.map(wordsOf).join('; ').slice(0, 500)

const wordsOf = ({ path, message, expected, input }: v.BaseIssue<unknown>): string => {
  const where = (path ?? []).map(item => String(item.key)).join('.') || 'the event'
  const wanted = input === undefined ? 'a value' : (expected ?? 'another value')
  return message.startsWith('Invalid')
    ? `${where}: expected ${wanted}, got ${kindOf(input)}`
    : `${message}, got ${kindOf(input)}`
}
