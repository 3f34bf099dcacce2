import type { Plan } from '../../domain/plan.ts'
import { deferRetry } from '../../domain/retry-later.ts'
import { inParallel } from '../../in-parallel.ts'
import { changeImage } from '../../stored/change-image.ts'
import { showRecord } from '../cards/show.ts'
import type { PlanNeeds } from '../plans/needs.ts'

const WRITES_AT_ONCE = 16

/**
 * Writes into the record of each image that it is revoked, or with an undo no longer: it is not proposed as a target any more, and its
 * cards say so. Done before the plan begins; again, it changes nothing.
 */
export const markRevoked = async (needs: PlanNeeds, plan: Plan): Promise<void> => {
  const { revocation, undoes, id: planId, person: by, purpose: reason, createdAtMs: atMs } = plan
  if (!revocation) return
  await inParallel(revocation.images, WRITES_AT_ONCE, async ({ image }) => {
    const { record, changed } = await changeImage(needs.ledger, image, now => {
      const { revoked, ...rest } = now
      const next = { ...rest, rev: now.rev + 1 }
      if (undoes !== undefined) return revoked?.planId === undoes ? next : undefined
      // A later revocation of the same image takes over its mark: its undo is then the one that removes it.
      if (revoked && revoked.atMs >= atMs) return undefined
      return { ...next, revoked: { by, atMs, planId, ...(reason && { reason }) } }
    })
    // Where Slack has no room, the schedule brings the cards up to date.
    if (changed) await deferRetry(showRecord(needs, record))
  })
}
