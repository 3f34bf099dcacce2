import * as v from 'valibot'
import type { PathFault } from './fault.ts'
import { clausesOf } from './rule-faults.ts'

/** Read from a file that may be wrong anywhere else. */
const CLEANUP = v.object({
  cleanup: v.object({ rules: v.array(v.fallback(v.record(v.string(), v.unknown()), {})) }),
})

const STEPS = ['deprecateAfterDays', 'disableAfterDays', 'deregisterAfterDays'] as const

/** Rules of the clean-up that do nothing, and rules that never count. */
export const cleanupFaults = (raw: unknown): PathFault[] => {
  const read = v.safeParse(CLEANUP, raw)
  if (!read.success) return []
  const { rules } = read.output.cleanup
  return rules.flatMap((rule, i) => {
    const path = ['cleanup', 'rules', i]
    const isIdle = STEPS.every(step => rule[step] === undefined)
    const { deprecateAfterDays: dated, disableAfterDays: disabled } = rule
    const isLate = typeof dated === 'number' && typeof disabled === 'number' && dated >= disabled
    const when = clausesOf(rule.when ?? {})
    const first = rules.slice(0, i).findIndex(earlier => ['{}', when].includes(clausesOf(earlier.when ?? {})))
    return [
      ...(isIdle
        ? [
            {
              path,
              expected: 'deprecateAfterDays, disableAfterDays or deregisterAfterDays, got none of them',
            },
          ]
        : []),
      ...(isLate
        ? [
            {
              path: [...path, 'deprecateAfterDays'],
              expected: `fewer days than disableAfterDays (${disabled}): an image is deprecated before it is disabled`,
            },
          ]
        : []),
      ...(first < 0 || when === undefined
        ? []
        : [
            {
              path: rule.when === undefined ? path : [...path, 'when'],
              expected: `images that rule ${first + 1} does not match: the first rule that matches an image counts, so this one never does`,
            },
          ]),
    ]
  })
}
