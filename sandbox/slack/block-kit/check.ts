import { isObject, type Json } from '../types.ts'

/** Says what is wrong and where; `at` is a JSON pointer. */
export type Say = (problem: string, at: string) => void
/** One rule about one value. Rules are plain functions, so that the tables below can nest them. */
export type Check = (value: Json, at: string, say: Say) => void

/** Slack counts characters, not UTF-16 units. */
const lengthOf = (text: string): number => [...text].length

export const string =
  (max = Number.POSITIVE_INFINITY, min = 0): Check =>
  (value, at, say) => {
    if (typeof value !== 'string') return say('must be a string', at)
    const length = lengthOf(value)
    if (length > max) say(`must be less than ${max + 1} characters`, at)
    if (length < min) say(`must be more than ${min - 1} characters`, at)
  }

const escapedCharacter: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** As Slack stores it: what is escaped already, and in mrkdwn what stands in angle brackets, stays as it is. */
const escapedAs = (type: 'plain_text' | 'mrkdwn', text: string): string =>
  text.replace(
    type === 'mrkdwn' ? /<[^<>\n]+>|&(?:amp|lt|gt);|[&<>]/g : /&(?:amp|lt|gt);|[&<>]/g,
    found => escapedCharacter[found] ?? found,
  )

/**
 * The text of a text object, which Slack counts as it stores it, escaped: `&` takes five characters. For plain_text no
 * number is published; the stricter reading is taken.
 */
export const textOf =
  (type: 'plain_text' | 'mrkdwn', max: number): Check =>
  (value, at, say) =>
    string(max, 1)(typeof value === 'string' ? escapedAs(type, value) : value, at, say)

export const boolean: Check = (value, at, say) => {
  if (typeof value !== 'boolean') say('must be a boolean', at)
}

export const integer =
  (min: number, max: number): Check =>
  (value, at, say) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return say('must be an integer', at)
    if (value < min) say(`must be greater than ${min - 1}`, at)
    if (value > max) say(`must be less than ${max + 1}`, at)
  }

export const number: Check = (value, at, say) => {
  if (typeof value !== 'number') say('must be a number', at)
}

export const oneOf =
  (...allowed: readonly Json[]): Check =>
  (value, at, say) => {
    if (!allowed.includes(value)) say('must be a valid enum value', at)
  }

export const pattern =
  (shape: RegExp, problem: string): Check =>
  (value, at, say) => {
    if (typeof value !== 'string' || !shape.test(value)) say(problem, at)
  }

export const url =
  (max = 3000): Check =>
  (value, at, say) => {
    string(max, 1)(value, at, say)
    if (typeof value === 'string' && value !== '' && !URL.canParse(value)) say('must be a valid url', at)
  }

export const list =
  (item: Check, max: number, min = 1): Check =>
  (value, at, say) => {
    if (!Array.isArray(value)) return say('must provide an array', at)
    if (value.length > max) say(`no more than ${max} items allowed`, at)
    if (value.length < min) say(`no less than ${min} items allowed`, at)
    value.forEach((entry, index) => {
      item(entry, `${at}/${index}`, say)
    })
  }

/** An object with exactly these fields: a `?` after the name makes one optional; an unknown one is refused. */
export const object = (fields: Readonly<Record<string, Check>>): Check => {
  const rules = Object.entries(fields).map(([name, check]) => ({
    name: name.replace(/\?$/, ''),
    isOptional: name.endsWith('?'),
    check,
  }))
  const known = new Set(rules.map(rule => rule.name))
  return (value, at, say) => {
    if (!isObject(value)) return say('must provide an object', at)
    for (const name of Object.keys(value)) {
      if (!known.has(name)) say(`invalid additional property: ${name}`, at)
    }
    for (const { name, isOptional, check } of rules) {
      const field = value[name]
      if (field !== undefined) check(field, `${at}/${name}`, say)
      else if (!isOptional) say(`missing required field: ${name}`, at)
    }
  }
}

/** Picks the rule by the value's `type`; any other type is not supported in this place. */
export const byType =
  (table: Readonly<Record<string, Check>>): Check =>
  (value, at, say) => {
    if (!isObject(value)) return say('must provide an object', at)
    const { type } = value
    if (type === undefined) return say('missing required field: type', at)
    const check = typeof type === 'string' && Object.hasOwn(table, type) ? table[type] : undefined
    if (!check) return say(`unsupported type: ${String(type)}`, `${at}/type`)
    check(value, at, say)
  }

/** Several rules about the same value. */
export const all =
  (...checks: readonly Check[]): Check =>
  (value, at, say) => {
    for (const check of checks) check(value, at, say)
  }
