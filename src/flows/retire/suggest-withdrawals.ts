import { uncheckedNotes } from '../../../blocks/cleanup-words.ts'
import { renderStillNeeded } from '../../../blocks/still-needed.ts'
import { unreachedNotes } from '../../../blocks/unreached-words.ts'
import { withdrawalWhy } from '../../../blocks/withdrawal-words.ts'
import type { LeftImage } from '../../domain/cleanup.ts'
import { checkWithdrawal } from '../../domain/cleanup-check.ts'
import { slashCommandOf } from '../../domain/command.ts'
import { dayOf } from '../../domain/day.ts'
import { imageKey } from '../../domain/image.ts'
import { type OwnerPlace, ownerPlaceOf, unreachedOwners } from '../../domain/owner-place.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import { suggestedOf, suggestionId } from '../../domain/suggestion.ts'
import type { Withdrawal } from '../../domain/withdrawal.ts'
import type { Leases, Plans } from '../../ports.ts'
import { lookAtDue } from '../cleanup/check-due.ts'
import type { CheckDueNeeds } from '../cleanup/needs.ts'
import { postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'
import type { SuggestNeeds } from '../suggest/needs.ts'
import { readOpen } from '../suggest/read-open.ts'
import { suggestPlan } from '../suggest/suggest-plan.ts'
import { type FindWithdrawalsNeeds, findWithdrawals } from './find-withdrawals.ts'

export interface WithdrawNeeds extends FindWithdrawalsNeeds, CheckDueNeeds, SuggestNeeds {
  ledger: FindWithdrawalsNeeds['ledger'] & SuggestNeeds['ledger'] & Leases & Plans
  config: SuggestNeeds['config']
  clock: SuggestNeeds['clock']
  log: SuggestNeeds['log']
}

const HOUR_MS = 60 * 60_000
const WEEK_MS = 7 * 24 * HOUR_MS
/** Longer than one of them takes: a run that ended in the middle is repeated by the next one. */
const WORKING_MS = 2 * 60_000
/** What is still needed is looked at again after so long. */
const AGAIN_MS = 6 * HOUR_MS

/**
 * Suggests what the families' retirement rules want, to disable images so long after they were deprecated, then to deregister them: 1 what
 * is due 2 without what is suggested or planned already 3 what nothing uses 4 suggest it; of what is still used the owners are told.
 * Changes nothing in EC2. Done twice, it is the same message.
 *
 * @throws {RetryLater} when Slack has no room now
 */
export const suggestWithdrawals = async (needs: WithdrawNeeds): Promise<void> => {
  const { ledger, clock } = needs
  const me = crypto.randomUUID()
  // 1 what is due
  for (const withdrawal of await findWithdrawals(needs)) {
    // 2 without what is suggested or planned already
    const { suggested, planned } = await readOpen(needs)
    const images = withdrawal.images.filter(
      ({ image }) => !suggested.has(imageKey(image)) && !planned.has(imageKey(image)),
    )
    const id = idOf(withdrawal)
    if (images.length === 0 || !(await ledger.takeLease(id, clock.nowMs(), WORKING_MS, me))) continue
    await suggest(needs, { ...withdrawal, images })
    await ledger.takeLease(id, clock.nowMs(), AGAIN_MS, me)
  }
}

const idOf = ({ action, family, period }: Withdrawal): string =>
  suggestionId('retirement', action, family, period)

const suggest = async (needs: WithdrawNeeds, withdrawal: Withdrawal): Promise<void> => {
  const { config, clock } = needs
  const { family, action, images } = withdrawal
  const nowMs = clock.nowMs()
  const [first] = images
  if (!first) return
  const owner = ownerPlaceOf(config, { image: first.image, state: 'available', facts: first.facts })
  // 3 what nothing uses
  const looks = await lookAtDue(
    needs,
    images.map(one => ({ one })),
  )
  const checked = images.flatMap((one, at) => {
    const look = looks[at]
    const check = look && checkWithdrawal(one, look, nowMs)
    return check ? [{ one, check }] : []
  })
  const free = checked.flatMap(({ one, check }) => (check.kind === 'candidate' ? [one] : []))
  const left = checked.flatMap(({ one, check }) =>
    check.kind === 'candidate' ? [] : [{ one, why: check.why }],
  )
  // 4 suggest it
  if (free.length === 0) return left.length === 0 ? undefined : tellOwners(needs, withdrawal, owner, left)
  await suggestPlan(needs, {
    id: idOf(withdrawal),
    action,
    title: `Retired images of ${family}`,
    why: withdrawalWhy(withdrawal),
    ...owner,
    images: free.map(one => suggestedOf(one, `deprecated since ${dayOf(one.deprecatedAtMs)}`)),
    notes: [
      ...unreachedNotes(
        unreachedOwners(
          config,
          free.map(({ facts }) => facts),
        ),
        'images',
      ),
      ...uncheckedNotes(left),
    ],
    untilMs: nowMs + WEEK_MS,
  })
}

/** All of them are still used: a message says so, once in the period, so that the rule does not stop in silence. */
const tellOwners = async (
  needs: WithdrawNeeds,
  withdrawal: Withdrawal,
  { channel, mention }: OwnerPlace,
  left: readonly LeftImage[],
): Promise<void> => {
  const { config, log } = needs
  const id = idOf(withdrawal)
  const view = { ...withdrawal, mention, left, name: slashCommandOf(config) }
  const posted = await postWithFallback(needs, channel, { withdrawal: id }, (where, notice) =>
    postOnce(needs, {
      key: `still-needed/${id}/${where}`,
      channel: where,
      message: renderStillNeeded({ ...view, ...(notice !== undefined && { notice }) }),
    }),
  )
  throwIfBusy(posted.delivery, `the next message in ${posted.channel}`)
  if (posted.delivery.kind !== 'delivered')
    log.error('Owners could not be told that retired images are still needed.', {
      channel,
      why: refusedWords(posted),
    })
}
