import { ACTION_RULES } from '../src/domain/actions.ts'
import type { Attempt } from '../src/domain/history.ts'
import { endOfDayMs } from '../src/domain/keep.ts'
import type { Proposal } from '../src/domain/proposal.ts'

/** What a request has done. */
export type Done = Pick<Attempt, 'action' | 'atMs' | 'keepUntil' | 'retirement'>

/** What a request does once somebody has approved it. */
export const doneOf = ({ action, askedAtMs, options, retirement }: Proposal): Done => ({
  action,
  atMs: askedAtMs,
  ...(options.keepUntil !== undefined && { keepUntil: options.keepUntil }),
  ...(retirement && { retirement }),
})

/** "disabled", as in "Disabled by @maria" and "web-1 was disabled": what a request has done, which may be the end of something. */
export const pastWords = ({ action, atMs, keepUntil, retirement }: Done): string => {
  if (action === 'keep' && (endOfDayMs(keepUntil ?? '') ?? atMs + 1) <= atMs)
    return 'no longer kept from clean-up'
  if (action === 'retire' && retirement !== undefined && retirement.deprecateAtMs === undefined)
    return 'given no deprecation date'
  return ACTION_RULES[action].past
}
