import { dayOf } from '../../domain/day.ts'
import { placesIn } from '../../domain/fleet.ts'
import { isBetter, totalsOf } from '../../domain/totals.ts'
import type { PlaceNeeds } from './needs.ts'

/** Saves the numbers of the fleet, once a day; again if places were missing that have been scanned since. */
export const saveTotals = async ({ ledger, config, clock }: PlaceNeeds): Promise<void> => {
  const nowMs = clock.nowMs()
  const [before] = await ledger.readTotals(dayOf(nowMs))
  const isComplete = before?.unscanned === 0 && (before.families !== undefined || !config.reports?.perOwner)
  if (isComplete) return
  const now = totalsOf(placesIn(config), await ledger.readGlances(), config, nowMs)
  if (isBetter(now, before)) await ledger.saveTotals(now)
}
