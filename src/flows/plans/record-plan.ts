import { renderPlanLine } from '../../../blocks/plan-line.ts'
import type { Plan } from '../../domain/plan.ts'
import { countPlan, type PlanCounts } from '../../domain/plan-image.ts'
import { deferRetry, throwIfBusy } from '../../domain/retry-later.ts'
import { postOnce } from '../steps/post-once.ts'
import type { PlanNeeds } from './needs.ts'

type Needs = Pick<PlanNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/** A line of the log, and of the audit channel, for each state that a plan comes to. A busy Slack delays nothing but the line. */
export const recordPlan = async (needs: Needs, plan: Plan): Promise<void> => {
  const { ledger, config, log } = needs
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
  const { audit } = config.channels
  if (audit === undefined) return
  const later = await deferRetry(
    postOnce(needs, {
      key: `audit/plan/${id}/${state}`,
      channel: audit,
      message: renderPlanLine(plan, counts),
    }).then(delivery => throwIfBusy(delivery, `the next message in ${audit}`)),
  )
  if (later) log.warn('The audit channel had no room for a plan; this log has it.', { plan: id, state })
}
