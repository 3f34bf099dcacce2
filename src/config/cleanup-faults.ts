import * as v from 'valibot'
import type { PathFault } from './fault.ts'
import { clausesOf } from './rule-faults.ts'

/** Read from a file that may be wrong anywhere else. */
const CLEANUP = v.object({
  cleanup: v.object({ rules: v.array(v.fallback(v.record(v.string(), v.unknown()), {})) }),
})

/** Rules of the clean-up that do nothing, and rules that never count. */
export const cleanupFaults = (raw: unknown): PathFault[] => {
  const read = v.safeParse(CLEANUP, raw)
  if (!read.success) return []
  const { rules } = read.output.cleanup
  return rules.flatMap((rule, i) => {
    const path = ['cleanup', 'rules', i]
    const isIdle = rule.disableAfterDays === undefined && rule.deregisterAfterDays === undefined
    const when = clausesOf(rule.when ?? {})
    const first = rules.slice(0, i).findIndex(earlier => ['{}', when].includes(clausesOf(earlier.when ?? {})))
    return [
      ...(isIdle ? [{ path, expected: 'disableAfterDays, deregisterAfterDays, or both, got neither' }] : []),
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
