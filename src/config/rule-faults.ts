import * as v from 'valibot'
import type { PathFault } from './fault.ts'

/** Read from a file that may be wrong anywhere else. */
const RULES = v.object({
  rules: v.fallback(v.array(v.fallback(v.record(v.string(), v.unknown()), {})), []),
})

const TELLING = ['to', 'mention', 'always'] as const

/** Rules that say two things at once: told nowhere, and told there. */
export const ruleFaults = (raw: unknown): PathFault[] => {
  const read = v.safeParse(RULES, raw)
  if (!read.success) return []
  return read.output.rules.flatMap((rule, i) => {
    const beside = TELLING.filter(key => rule[key] !== undefined)
    return rule.mute === true && beside.length > 0
      ? [
          {
            path: ['rules', i, 'mute'],
            expected: `no ${beside.map(key => `"${key}"`).join(' and ')} beside it: what is muted is told nowhere`,
          },
        ]
      : []
  })
}
