import { countWords } from '../../../blocks/words.ts'
import type { Config } from '../../domain/config.ts'
import { dayOf } from '../../domain/day.ts'
import { placesIn } from '../../domain/fleet.ts'
import { imageKey } from '../../domain/image.ts'
import { keptUntilMs } from '../../domain/keep.ts'
import type { ListedImage } from '../../domain/list-filter.ts'
import { ownerPlaceOf } from '../../domain/owner-place.ts'
import { suggestedOf, suggestionId } from '../../domain/suggestion.ts'
import { type Withdrawal, withdrawalsOf } from '../../domain/withdrawal.ts'
import type { FleetScans, ImageRecords, Keeps, Leases, Places } from '../../ports.ts'
import { visitPlaces } from '../lists/read-listed.ts'
import { trying } from '../reconcile/trying.ts'
import type { SuggestNeeds } from '../suggest/needs.ts'
import { suggestPlan } from '../suggest/suggest-plan.ts'

interface Needs extends SuggestNeeds {
  ledger: SuggestNeeds['ledger'] & FleetScans & Places & ImageRecords & Keeps & Leases
}

const HOUR_MS = 60 * 60_000
const WEEK_MS = 7 * 24 * HOUR_MS
const LEASE = 'withdrawals'

/**
 * Suggests what the families' retirement rules want: to disable images some days after they were deprecated, then to deregister them.
 * Nothing is changed before a person makes a plan of it. The images are searched once an hour; the same suggestion is made once. Images
 * with a keep tag are not suggested.
 */
export const suggestWithdrawals = async (needs: Needs): Promise<void> => {
  const { ledger, config, clock, log } = needs
  if (!hasRule(config)) return
  const nowMs = clock.nowMs()
  if (!(await ledger.takeLease(LEASE, nowMs, HOUR_MS, crypto.randomUUID()))) return
  const keeps = new Set((await ledger.readKeeps(nowMs)).map(({ image }) => imageKey(image)))
  const isKept = ({ image, facts }: ListedImage): boolean =>
    keeps.has(imageKey(image)) || (keptUntilMs(facts.tags) ?? 0) > nowMs
  const due: ListedImage[] = []
  await visitPlaces(needs, placesIn(config), images => {
    const left = images.filter(one => !isKept(one))
    due.push(...withdrawalsOf(config, left, nowMs).flatMap(({ images: some }) => some))
  })
  for (const withdrawal of withdrawalsOf(config, due, nowMs))
    await trying(log, { family: withdrawal.family, action: withdrawal.action }, () =>
      suggest(needs, withdrawal, nowMs),
    )
}

const hasRule = ({ families }: Config): boolean =>
  Object.values(families).some(({ retirement }) => retirement !== undefined)

const suggest = async (needs: Needs, withdrawal: Withdrawal, nowMs: number): Promise<void> => {
  const { family, action, afterDays, period, images } = withdrawal
  const [first] = images
  if (!first) return
  const { image, facts } = first
  const { channel, mention } = ownerPlaceOf(needs.config, { image, state: 'available', facts })
  const next =
    action === 'disable'
      ? 'They can be enabled again.'
      : 'They are disabled already. What is deregistered can be restored only from the Recycle Bin.'
  await suggestPlan(needs, {
    id: suggestionId('retirement', action, family, period),
    action,
    title: `Retired images of ${family}`,
    why: `The family’s rule: ${countWords(afterDays, 'day')} after the deprecation date. ${next}`,
    channel,
    mention,
    images: images.map(one => suggestedOf(one, `deprecated since ${dayOf(one.deprecatedAtMs)}`)),
    notes: [],
    untilMs: nowMs + WEEK_MS,
  })
}
