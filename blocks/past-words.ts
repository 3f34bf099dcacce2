import { ACTION_RULES } from '../src/domain/actions.ts'
import type { Attempt } from '../src/domain/history.ts'
import { endOfDayMs } from '../src/domain/keep.ts'

/** What a request has done. */
export type Done = Pick<Attempt, 'action' | 'atMs' | 'keepUntil' | 'retirement'>

/** "disabled", as in "Disabled by @maria" and "web-1 was disabled": what a request has done, which may be the end of something. */
export const pastWords = ({ action, atMs, keepUntil, retirement }: Done): string => {
  if (action === 'keep' && (endOfDayMs(keepUntil ?? '') ?? atMs + 1) <= atMs)
    return 'no longer kept from clean-up'
  if (action === 'retire' && retirement !== undefined && retirement.deprecateAtMs === undefined)
    return 'given no deprecation date'
  return ACTION_RULES[action].past
}
