import type { Config } from './config.ts'
import { groupBy } from './group-by.ts'
import type { ListedImage } from './list-filter.ts'

/** What a family's rule does with images that are deprecated. */
type WithdrawalAction = 'disable' | 'deregister'

/** Images of a family that its rule wants disabled or deregistered. */
export interface Withdrawal {
  family: string
  action: WithdrawalAction
  /** Days after the deprecation date. */
  afterDays: number
  /** Names the day, or for what waits longer the week, in which it is suggested. */
  period: string
  images: readonly (ListedImage & { deprecatedAtMs: number })[]
}

const DAY_MS = 24 * 60 * 60_000
const WEEK_DAYS = 7

/** The state in which an image is due: an available image is disabled, a disabled one is deregistered. */
const STATES = { available: 'disable', disabled: 'deregister' } as const

const periodOf = (dueAtMs: number, nowMs: number): string => {
  const dueDay = Math.floor(dueAtMs / DAY_MS)
  const today = Math.floor(nowMs / DAY_MS)
  return today - dueDay < WEEK_DAYS ? `day-${dueDay}` : `week-${Math.floor(today / WEEK_DAYS)}`
}

/**
 * What is due by the retirement rules of the families: images that became due on the same day together, and once a week those that were
 * due before and are still there.
 */
export const withdrawalsOf = (
  { families }: Pick<Config, 'families'>,
  images: readonly ListedImage[],
  nowMs: number,
): Withdrawal[] => {
  const due = images.flatMap(one => {
    const { state, family, facts } = one
    const { deprecatedAtMs } = facts
    if (deprecatedAtMs === undefined || family === undefined || !Object.hasOwn(families, family)) return []
    if (state !== 'available' && state !== 'disabled') return []
    const action = STATES[state]
    const rule = families[family]?.retirement
    const afterDays = action === 'disable' ? rule?.disableAfterDays : rule?.deregisterAfterDays
    if (afterDays === undefined) return []
    const dueAtMs = deprecatedAtMs + afterDays * DAY_MS
    if (dueAtMs > nowMs) return []
    return [
      { family, action, afterDays, period: periodOf(dueAtMs, nowMs), image: { ...one, deprecatedAtMs } },
    ]
  })
  return [...groupBy(due, ({ family, action, period }) => `${family}/${action}/${period}`).values()].flatMap(
    some => {
      const [first] = some
      if (!first) return []
      const { image: _one, ...withdrawal } = first
      return [{ ...withdrawal, images: some.map(({ image }) => image) }]
    },
  )
}
