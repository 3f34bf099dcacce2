import { type Deprecation, withDate } from '../../domain/deprecation.ts'
import { changeDeprecation } from '../../stored/change-deprecation.ts'
import type { DateNeeds } from './needs.ts'

/** The image is gone, so its date is no longer followed. */
export const stopFollowing = async ({ ledger, clock }: DateNeeds, known: Deprecation): Promise<void> => {
  const nowMs = clock.nowMs()
  await changeDeprecation(
    ledger,
    known,
    now => {
      const { outside: _unannounced, warning: _unsent, seenOtherAtMs: _gone, ...rest } = now
      return withDate(rest, undefined, 'nobody', nowMs) ?? rest
    },
    known,
  )
}
