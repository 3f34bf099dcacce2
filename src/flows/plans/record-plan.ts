import { renderPlanLine } from '../../../blocks/plan-line.ts'
import { planNote } from '../../domain/audit-note.ts'
import type { Plan } from '../../domain/plan.ts'
import { countPlan } from '../../domain/plan-image.ts'
import { deferRetry } from '../../domain/retry-later.ts'
import { postAuditLine } from '../steps/post-audit-line.ts'
import type { PlanNeeds } from './needs.ts'

type Needs = Pick<PlanNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/**
 * A line of the log, and of the audit channel, for each state that a plan comes to.
 *
 * @returns whether the line is there, or cannot be; false where Slack has no room for it now
 */
export const recordPlan = async (needs: Needs, plan: Plan): Promise<boolean> => {
  const { ledger, clock, log } = needs
  const { id, state, action, images, person, approval, stoppedBy, purpose } = plan
  const items = state === 'finished' ? await ledger.readPlanImages(id) : undefined
  log.info('A plan came to a new state.', {
    plan: id,
    state,
    action,
    images,
    person: person.userId,
    ...(purpose && { purpose }),
    ...(approval?.decidedBy && { decidedBy: approval.decidedBy.userId }),
    ...(stoppedBy && { stoppedBy: stoppedBy.userId }),
    ...(items && countPlan(items)),
  })
  await ledger.addAuditNote(planNote(plan, clock.nowMs()))
  const line = { key: `plan/${id}/${state}`, message: renderPlanLine(plan, items), about: { plan: id } }
  return (await deferRetry(postAuditLine(needs, line, 'throw'))) === undefined
}
