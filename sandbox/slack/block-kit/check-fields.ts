import { isDeepStrictEqual } from 'node:util'
import { isObject, type Json } from '../types.ts'
import type { Check } from './check.ts'

/** At least one of these fields must be there. */
export const atLeastOne =
  (...names: readonly string[]): Check =>
  (value, at, say) => {
    if (isObject(value) && names.every(name => value[name] === undefined)) {
      say(`must define either ${names.map(name => `\`${name}\``).join(' or ')}`, at)
    }
  }

/** Each entry of these fields must be one of the menu's own options, letter for letter. */
export const offered =
  (...names: readonly string[]): Check =>
  (value, at, say) => {
    if (!isObject(value)) return
    const groups = Array.isArray(value.option_groups) ? value.option_groups : []
    const lists = [value.options, ...groups.map(group => (isObject(group) ? group.options : []))]
    const options = lists.flatMap(list => (Array.isArray(list) ? list : []))
    const isOffered = (chosen: Json) => options.some(option => isDeepStrictEqual(option, chosen))
    for (const name of names) {
      const chosen = value[name]
      if (chosen === undefined) continue
      if (![chosen].flat().every(isOffered)) say('must exactly match one of the options', `${at}/${name}`)
    }
  }

/** The first of two numbers must not be larger than the second; numbers may be written as text. */
export const notAbove =
  (lower: string, upper: string): Check =>
  (value, at, say) => {
    if (!isObject(value) || value[lower] === undefined || value[upper] === undefined) return
    if (Number(value[lower]) > Number(value[upper]))
      say(`must not be greater than \`${upper}\``, `${at}/${lower}`)
  }

/** Not more than one of these fields may be there. */
export const atMostOne =
  (...names: readonly string[]): Check =>
  (value, at, say) => {
    if (isObject(value) && names.filter(name => value[name] !== undefined).length > 1) {
      say(`must define only one of ${names.map(name => `\`${name}\``).join(', ')}`, at)
    }
  }
