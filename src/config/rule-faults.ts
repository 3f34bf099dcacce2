import * as v from 'valibot'
import type { PathFault } from './fault.ts'

/** Read from a file that may be wrong anywhere else. */
const RULES = v.object({
  rules: v.fallback(v.array(v.fallback(v.record(v.string(), v.unknown()), {})), []),
})

const TELLING = ['to', 'mention', 'always', 'sns'] as const

type Rule = Readonly<Record<string, unknown>>

/** Rules that say two things at once, and rules that never count. */
export const ruleFaults = (raw: unknown): PathFault[] => {
  const read = v.safeParse(RULES, raw)
  if (!read.success) return []
  const { rules } = read.output
  return rules.flatMap((rule, i) => [...contradiction(rule, i), ...unreachable(rule, i, rules.slice(0, i))])
}

/** Muted and sent to a channel at once. */
const contradiction = (rule: Rule, i: number): PathFault[] => {
  const beside = TELLING.filter(key => rule[key] !== undefined)
  return rule.mute === true && beside.length > 0
    ? [
        {
          path: ['rules', i, 'mute'],
          expected: `no ${beside.map(key => `"${key}"`).join(' and ')} beside it: what is muted is told nowhere`,
        },
      ]
    : []
}

/** The first rule that matches decides, so a rule with the same conditions, or with none, leaves nothing for those below it. */
const unreachable = ({ when }: Rule, i: number, earlier: readonly Rule[]): PathFault[] => {
  const all = earlier.findIndex(rule => clausesOf(rule.when) === '{}')
  const same = earlier.findIndex(rule => clausesOf(rule.when) === clausesOf(when))
  const first = all >= 0 ? all : same
  return first < 0 || clausesOf(when) === undefined
    ? []
    : [
        {
          path: ['rules', i, 'when'],
          expected: `something that rule ${first + 1} does not fit: the first rule that fits decides, so this one never counts`,
        },
      ]
}

/** The same for the same clauses, in any order. */
export const clausesOf = (when: unknown): string | undefined =>
  typeof when === 'object' && when !== null && !Array.isArray(when) ? JSON.stringify(sorted(when)) : undefined

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length === 1 ? sorted(value[0]) : value.map(sorted).sort()
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inside]) => [key, sorted(inside)]),
  )
}
