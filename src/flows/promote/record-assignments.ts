import { groupBy } from '../../domain/group-by.ts'
import type { AssignmentEntry } from '../../domain/history.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import type { Plan } from '../../domain/plan.ts'
import type { AssignmentItem, PlanImage } from '../../domain/plan-image.ts'
import type { Histories, Plans } from '../../ports.ts'

const isAssigned = (one: PlanImage): one is AssignmentItem =>
  one.assignment !== undefined && one.state === 'done'

/** Writes into the history of each image which aliases a plan has set to it, and in how many places; written again, it is the same. */
export const recordAssignments = async (
  { ledger }: { ledger: Pick<Plans, 'readPlanImages'> & Pick<Histories, 'addHistories'> },
  plan: Plan,
): Promise<void> => {
  const done = (await ledger.readPlanImages(plan.id)).filter(isAssigned)
  const byAlias = groupBy(done, ({ image, assignment }) =>
    [imageKey(image), assignment.family, assignment.alias].join(' '),
  )
  await ledger.addHistories([...byAlias.values()].flatMap(items => entryOf(plan, items)))
}

const entryOf = (
  { id: planId, action, person: by, approval, purpose, createdAtMs }: Plan,
  items: readonly AssignmentItem[],
): { image: ImageRef; entry: AssignmentEntry }[] => {
  const [first] = items
  if (!first) return []
  const { family, alias } = first.assignment
  return [
    {
      image: first.image,
      entry: {
        kind: 'assignment',
        id: `assigned/${planId}/${alias}`,
        atMs: approval?.decidedAtMs ?? createdAtMs,
        change: action === 'rollback' || action === 'revoke' ? action : 'promote',
        family,
        alias,
        places: items.length,
        by,
        planId,
        ...(approval?.decidedBy && { approvedBy: approval.decidedBy }),
        ...(purpose && { purpose }),
      },
    },
  ]
}
