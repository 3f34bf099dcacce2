import { renderPlanLine } from '../../../blocks/plan-line.ts'
import { planNote } from '../../domain/audit-note.ts'
import type { Plan } from '../../domain/plan.ts'
import { countPlan, type PlanCounts } from '../../domain/plan-image.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import { postOnce } from '../steps/post-once.ts'
import type { PlanNeeds } from './needs.ts'

type Needs = Pick<PlanNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/**
 * A line of the log, and of the audit channel, for each state that a plan comes to.
 *
 * @returns whether the line is there, or cannot be; false where Slack has no room for it now
 */
export const recordPlan = async (needs: Needs, plan: Plan): Promise<boolean> => {
  const { ledger, config, clock, log } = needs
  const { id, state, action, images, person, approval, stoppedBy, purpose } = plan
  const counts: PlanCounts | undefined =
    state === 'finished' ? countPlan(await ledger.readPlanImages(id)) : undefined
  log.info('A plan came to a new state.', {
    plan: id,
    state,
    action,
    images,
    person: person.userId,
    ...(purpose && { purpose }),
    ...(approval?.decidedBy && { decidedBy: approval.decidedBy.userId }),
    ...(stoppedBy && { stoppedBy: stoppedBy.userId }),
    ...counts,
  })
  await ledger.addAuditNote(planNote(plan, clock.nowMs()))
  const { audit } = config.channels
  if (audit === undefined) return true
  const delivery = await postOnce(needs, {
    key: `audit/plan/${id}/${state}`,
    channel: audit,
    message: renderPlanLine(plan, counts),
  }).catch(error => {
    if (error instanceof RetryLater) return { kind: 'busy' as const, retryAfterSec: error.afterSec }
    throw error
  })
  if (delivery.kind === 'busy') return false
  if (delivery.kind !== 'delivered')
    log.error('The audit channel could not be told of a plan; this log has it.', {
      channel: audit,
      plan: id,
      ...delivery,
    })
  return true
}
