import { type Digest, isFinished, isOver, isShown } from '../../domain/digest.ts'
import { isListDue, withListThrottle } from '../../domain/digest-timing.ts'
import { listDigest } from './list-digest.ts'
import { type ShowDigestNeeds, type ShownDigest, saveDigestState, showDigest } from './show-digest.ts'

/**
 * Shows all of a digest, renews its list where that is due, and closes it once all is shown and listed: without a reminder it
 * is no longer due. A later batch of the burst sets another reminder.
 */
export const closeDigest = async (needs: ShowDigestNeeds, digest: Digest): Promise<ShownDigest> => {
  const nowMs = needs.clock.nowMs()
  const isShowDue = !digest.shown || nowMs >= digest.showFromMs || isOver(digest, nowMs)
  let at: ShownDigest = isShown(digest) || !isShowDue ? { digest } : await showDigest(needs, digest)
  if (at.retryAfterSec !== undefined) return at
  if (isOver(at.digest, nowMs)) at = isFinished(at.digest) ? at : await listDigest(needs, at.digest)
  else at = await renewList(needs, at.digest)
  if (!isFinished(at.digest)) return at
  // A complete digest needs no reminder; a later batch sets its own.
  return {
    digest: await saveDigestState(needs, at.digest, now => {
      const { reminder: _done, ...rest } = now
      return isFinished(now) ? rest : now
    }),
  }
}

/** Renews the list where it is due, and keeps others from renewing it for a while. */
export const renewList = async (needs: ShowDigestNeeds, digest: Digest): Promise<ShownDigest> => {
  const nowMs = needs.clock.nowMs()
  if (!isListDue(digest, nowMs)) return { digest }
  let isShowDue = false
  const noted = await saveDigestState(needs, digest, now => {
    isShowDue = isListDue(now, nowMs)
    return isShowDue ? withListThrottle(now, nowMs) : now
  })
  return isShowDue ? listDigest(needs, noted) : { digest: noted }
}
