import { renderCleanupWarning } from '../../../blocks/cleanup-warning.ts'
import { type DueImage, WARNED_BEFORE_MS } from '../../domain/cleanup.ts'
import { slashCommandOf } from '../../domain/command.ts'
import { accountName } from '../../domain/config.ts'
import { groupBy } from '../../domain/group-by.ts'
import { ownerPlaceOf, unreachedOwners } from '../../domain/owner-place.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import { postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'
import type { CleanupNeeds } from './needs.ts'

/** How many images the people of a channel were warned of. */
export interface Warned {
  channel: string
  images: number
}

/**
 * Warns the owners of images that may be deregistered in a week: 1 a message for each channel and owner, once for each run 2 saves that
 * they were warned. A warning that no channel accepts is not saved, so the next run warns again.
 *
 * @throws {RetryLater} when Slack has no room now
 */
export const warnOwners = async (
  needs: CleanupNeeds,
  runId: string,
  due: readonly DueImage[],
): Promise<Warned[]> => {
  const { config, clock, ledger, log } = needs
  const warned: Warned[] = []
  const owned = due.map(one => ({ due: one, owner: ownerPlaceOf(config, { ...one.one, state: 'disabled' }) }))
  for (const [key, group] of groupBy(owned, ({ owner }) => [owner.channel, ...owner.mention].join('|'))) {
    const [first] = group
    if (!first) continue
    const images = group.map(one => one.due)
    const { channel, mention } = first.owner
    const warning = {
      images: images.map(one => ({
        ...one,
        fromMs: Math.max(one.dueAtMs, clock.nowMs() + WARNED_BEFORE_MS),
      })),
      mention,
      unreached: unreachedOwners(
        config,
        images.map(({ one }) => one.facts),
      ),
      name: slashCommandOf(config),
      nameOf: (account: string) => accountName(config, account),
    }
    // 1 a message
    const posted = await postWithFallback(needs, channel, { cleanup: runId }, (where, notice) =>
      postOnce(needs, {
        key: `cleanup-warning/${runId}/${key}/${where}`,
        channel: where,
        message: renderCleanupWarning({ ...warning, ...(notice !== undefined && { notice }) }),
      }),
    )
    throwIfBusy(posted.delivery, `the next message in ${posted.channel}`)
    if (posted.delivery.kind !== 'delivered') {
      log.error('Owners could not be warned of a clean-up.', { channel, why: refusedWords(posted) })
      continue
    }
    // 2 they were warned
    await ledger.saveWarned(
      images.map(({ one }) => one.image),
      clock.nowMs(),
    )
    warned.push({ channel: posted.channel, images: images.length })
  }
  return warned
}
