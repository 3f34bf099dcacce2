import type { Plan } from './plan.ts'
import type { PlanImage } from './plan-image.ts'
import type { ImageRecord } from './record.ts'
import type { Revoked } from './revocation.ts'

/** The mark on the record of an image that is revoked: which plan set it, and which mark it replaced. */

/** The mark that a revocation sets. */
export const markOf = ({
  id: planId,
  person: by,
  purpose: reason,
  createdAtMs: atMs,
}: Pick<Plan, 'id' | 'person' | 'purpose' | 'createdAtMs'>): Revoked => ({
  by,
  atMs,
  planId,
  ...(reason && { reason }),
})

/** Whether a revocation has changed nothing, so that nothing is revoked; or its undo has enabled none of the images that it was to
 * enable, so that they stay revoked. */
export const hasChangedNothing = (
  { undoes }: Pick<Plan, 'undoes'>,
  items: readonly Pick<PlanImage, 'assignment' | 'state'>[],
): boolean => {
  const counted = undoes === undefined ? items : items.filter(({ assignment }) => !assignment)
  return counted.length > 0 && counted.every(({ state }) => state !== 'done')
}

/** Why a revoked image is not to be used: "it is revoked by @maria: a backdoor". */
export const revokedWhy = ({ by, reason }: Pick<Revoked, 'by' | 'reason'>): string =>
  `it is revoked by @${by.name ?? by.userId}${reason ? `: ${reason}` : ''}`

const withRevoked = (record: ImageRecord, revoked: Revoked | undefined): ImageRecord => {
  const { revoked: _was, ...rest } = record
  return { ...rest, rev: record.rev + 1, ...(revoked && { revoked }) }
}

/**
 * Marks an image. A later revocation takes over the mark of an earlier one: its undo is then the one that removes it.
 *
 * @returns undefined where it is marked by this plan, or by a later one
 */
export const withMark = (record: ImageRecord, mark: Revoked): ImageRecord | undefined => {
  const { revoked } = record
  if (revoked && revoked.atMs >= mark.atMs) return undefined
  if (!revoked) return withRevoked(record, mark)
  const { replaced: _older, ...replaced } = revoked
  return withRevoked(record, { ...mark, replaced })
}

/**
 * Removes the mark that a plan set.
 *
 * @param isWithdrawn the plan changed nothing: the mark that it replaced comes back
 * @returns undefined where the image has no mark of this plan
 */
export const withoutMark = (
  record: ImageRecord,
  planId: string,
  { isWithdrawn }: { isWithdrawn: boolean },
): ImageRecord | undefined =>
  record.revoked?.planId === planId
    ? withRevoked(record, isWithdrawn ? record.revoked.replaced : undefined)
    : undefined
