import { withCompletedLines } from '../../domain/add-to-digest.ts'
import { type Digest, stateCounts } from '../../domain/digest.ts'
import { isFollowUpDue } from '../../domain/digest-timing.ts'
import type { ImageRecords, Images } from '../../ports.ts'
import { auditDigest } from './audit-digest.ts'
import { closeDigest } from './close-digest.ts'
import { completeLines } from './complete-lines.ts'
import { readBatches } from './list-digest.ts'
import { type ShowDigestNeeds, type ShownDigest, saveDigestState } from './show-digest.ts'

export interface FollowUpNeeds extends ShowDigestNeeds {
  images: Pick<Images, 'recycleBin'>
  ledger: ShowDigestNeeds['ledger'] & ImageRecords
}

/** After this time a digest stays without what EC2 does not answer. */
const GIVE_UP_MS = 60 * 60_000

/**
 * Follows up a digest once its burst has ended: 1 complete the lines of deregistered images 2 show and list them 3 a line in the audit
 * channel 4 done. A step that fails stays due, and the next run continues there.
 */
export const followUpDigest = async (needs: FollowUpNeeds, before: Digest): Promise<ShownDigest> => {
  const nowMs = needs.clock.nowMs()
  if (!isFollowUpDue(before, nowMs)) return { digest: before }
  const isGone = stateCounts(before).some(([state]) => state === 'deregistered')
  let digest = before
  // 1 complete the lines
  if (isGone && digest.revision === undefined)
    try {
      digest = await complete(needs, digest)
    } catch (error) {
      needs.log.warn('The lines of a digest could not be completed now.', { why: String(error) })
      if (nowMs - digest.lastMs < GIVE_UP_MS) return { digest }
    }
  // 2 show and list
  const closed = await closeDigest(needs, digest)
  if (closed.retryAfterSec !== undefined) return closed
  // 3 audit
  const retryAfterSec = await auditDigest(needs, closed.digest)
  if (retryAfterSec !== undefined) return { digest: closed.digest, retryAfterSec }
  // 4 done
  return {
    digest: await saveDigestState(needs, closed.digest, ({ followUp: _done, ...rest }) => rest),
  }
}

/** Writes the lines again, each batch in its place, then the digest: a function that ends in between does the same again. */
const complete = async (needs: FollowUpNeeds, digest: Digest): Promise<Digest> => {
  const batches = await readBatches(needs, digest)
  const lines = await completeLines(needs, batches.flatMap(batch => batch.lines)) // biome-ignore format: one a line
  let from = 0
  for (const { batchId, lines: known } of batches) {
    const completed = lines.slice(from, from + known.length)
    from += known.length
    if (completed.some((line, at) => line !== known[at]))
      await needs.ledger.addDigestLines(digest.channel, batchId, completed, needs.clock.nowMs())
  }
  return saveDigestState(needs, digest, now =>
    now.count === digest.count ? withCompletedLines(now, lines) : now,
  )
}
