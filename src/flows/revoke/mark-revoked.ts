import type { Plan } from '../../domain/plan.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { deferRetry } from '../../domain/retry-later.ts'
import { markOf, withMark, withoutMark } from '../../domain/revoked-mark.ts'
import { inParallel } from '../../in-parallel.ts'
import { changeImage } from '../../stored/change-image.ts'
import { showRecord } from '../cards/show.ts'
import type { PlanNeeds } from '../plans/needs.ts'

const WRITES_AT_ONCE = 16

/**
 * Writes into the record of each image that it is revoked, or removes that for an undo. A revoked image is no target of an alias, and its
 * cards say so. This is done before the plan begins; doing it twice changes nothing.
 */
export const markRevoked = async (needs: PlanNeeds, plan: Plan): Promise<void> => {
  const { undoes } = plan
  // Before the marks: an image that is found there without one is not revoked.
  if (undoes === undefined)
    await needs.ledger.addRevoked((plan.revocation?.images ?? []).map(({ image }) => image))
  await changeRevoked(needs, plan, now =>
    undoes === undefined ? withMark(now, markOf(plan)) : withoutMark(now, undoes, { isWithdrawn: false }),
  )
}

/** Nothing of a revocation, or of an undo, was done: each image is marked as it was before the plan. */
export const restoreMarks = async (needs: PlanNeeds, plan: Plan): Promise<void> => {
  const { id, revocation, undoes } = plan
  if (!revocation) return
  const undone = undoes === undefined ? undefined : await needs.ledger.readPlan(undoes)
  await changeRevoked(needs, plan, now =>
    undone ? withMark(now, markOf(undone)) : withoutMark(now, id, { isWithdrawn: true }),
  )
}

const changeRevoked = async (
  needs: PlanNeeds,
  { revocation }: Plan,
  change: (now: ImageRecord) => ImageRecord | undefined,
): Promise<void> => {
  await inParallel(revocation?.images ?? [], WRITES_AT_ONCE, async ({ image }) => {
    const { record, changed } = await changeImage(needs.ledger, image, change)
    // Where Slack has no room, the schedule brings the cards up to date.
    if (changed) await deferRetry(showRecord(needs, record))
  })
}
