import { isFamilyAction } from '../../domain/actions.ts'
import { entriesOfPlan } from '../../domain/assignment-entries.ts'
import type { RevocationEntry } from '../../domain/history.ts'
import type { ImageRef } from '../../domain/image.ts'
import type { Plan } from '../../domain/plan.ts'
import type { AssignmentItem, PlanImage } from '../../domain/plan-image.ts'
import { hasChangedNothing } from '../../domain/revoked-mark.ts'
import type { Histories, Plans } from '../../ports.ts'

const isAssigned = (one: PlanImage): one is AssignmentItem =>
  one.assignment !== undefined && one.state === 'done'

/**
 * Writes into the histories of images what a plan has done beside its requests: which aliases name them now or no longer, and that they
 * are revoked. Writing it twice changes nothing.
 */
export const recordPlanHistory = async (
  { ledger }: { ledger: Pick<Plans, 'readPlanImages'> & Pick<Histories, 'addHistories'> },
  plan: Plan,
): Promise<void> => {
  if (!isFamilyAction(plan.action)) return
  const items = await ledger.readPlanImages(plan.id)
  await ledger.addHistories([
    ...entriesOfPlan(plan, items.filter(isAssigned)),
    ...(hasChangedNothing(plan, items) ? [] : revocationsOf(plan)),
  ])
}

const revocationsOf = ({
  id: planId,
  revocation,
  undoes,
  person: by,
  approval,
  purpose,
  createdAtMs,
}: Plan): { image: ImageRef; entry: RevocationEntry }[] =>
  (revocation?.images ?? []).map(({ image }) => ({
    image,
    entry: {
      kind: 'revocation',
      id: `revocation/${planId}`,
      atMs: approval?.decidedAtMs ?? createdAtMs,
      by,
      ...(undoes !== undefined && { undone: true }),
      ...(approval?.decidedBy && { approvedBy: approval.decidedBy }),
      ...(purpose && { purpose }),
      planId,
    },
  }))
