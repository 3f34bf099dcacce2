import { type Deprecation, dueWarning } from '../../domain/deprecation.ts'
import { placeKey } from '../../domain/fleet.ts'
import { groupBy } from '../../domain/group-by.ts'
import { type ImageFacts, imageKey } from '../../domain/image.ts'
import { changeDeprecation } from '../../stored/change-deprecation.ts'
import { trying } from '../reconcile/trying.ts'
import type { Followed, WarnNeeds } from './needs.ts'
import { observeDate } from './observe-date.ts'
import { sendWarnings } from './send-warnings.ts'
import { stopFollowing } from './stop-following.ts'

/** The others follow with the next runs. */
const DUE_AT_ONCE = 500

/**
 * Follows the deprecation dates that are due: 1 look at the images in EC2 2 take the dates that it shows, and announce changes that were
 * made outside amiops 3 note which warnings are due, all of a run as one batch 4 send them. If a run ends in between, the next one
 * continues with the same batch, so that nobody is warned twice.
 */
export const warnOfDates = async (needs: WarnNeeds, stopAtMs: number): Promise<void> => {
  const { ledger, clock, log } = needs
  const due = await ledger.readDueDeprecations(clock.nowMs(), DUE_AT_ONCE)
  if (due.length === 0) return
  const batchId = crypto.randomUUID()
  const followed: Followed[] = []
  // 1 look
  for (const deprecations of groupBy(due, placeKey).values()) {
    const live = await describe(needs, deprecations)
    if (!live) continue
    for (const deprecation of deprecations) {
      if (clock.nowMs() > stopAtMs) break
      const facts = live.get(deprecation.imageId)
      await trying(log, { image: imageKey(deprecation) }, async () => {
        if (!facts) return stopFollowing(needs, deprecation)
        // 2 take the date
        const by = { atMs: deprecation.seenOtherAtMs ?? clock.nowMs() }
        const observed = await observeDate(needs, deprecation, facts, by)
        // 3 note the warning
        followed.push({ facts, deprecation: await noteWarning(needs, observed, batchId) })
      })
    }
  }
  // 4 send
  const batches = groupBy(followed, ({ deprecation }) => deprecation.warning?.batchId ?? '')
  for (const [id, batch] of batches)
    if (id !== '') await trying(log, { batch: id }, () => sendWarnings(needs, id, batch))
}

/** @returns undefined where EC2 does not answer: the next run asks again */
const describe = async (
  { images, log }: WarnNeeds,
  deprecations: readonly Deprecation[],
): Promise<ReadonlyMap<string, ImageFacts> | undefined> => {
  const [first] = deprecations
  if (!first) return undefined
  const { account, region } = first
  try {
    return await images.describe(
      account,
      region,
      deprecations.map(({ imageId }) => imageId),
    )
  } catch (error) {
    log.warn('Images with a deprecation date could not be looked at.', {
      account,
      region,
      why: String(error),
    })
    return undefined
  }
}

const noteWarning = async (
  { ledger, clock }: WarnNeeds,
  observed: Deprecation,
  batchId: string,
): Promise<Deprecation> => {
  const { deprecation } = await changeDeprecation(
    ledger,
    observed,
    now => {
      const days = now.warning ? undefined : dueWarning(now, clock.nowMs())
      return days === undefined ? undefined : { ...now, warning: { days, batchId, atMs: clock.nowMs() } }
    },
    observed,
  )
  return deprecation
}
