import { renderNoSuchPlan } from '../../../blocks/plan-answers.ts'
import { renderMayNotStop, renderNotStopped } from '../../../blocks/plan-decided.ts'
import type { AskOf } from '../../domain/ask.ts'
import { rolesFor } from '../../domain/authorise.ts'
import { isRunning } from '../../domain/plan.ts'
import { stopPlan as stop } from '../../domain/plan-decision.ts'
import { deferRetry } from '../../domain/retry-later.ts'
import { changePlan } from '../../stored/change-plan.ts'
import { authorise } from '../steps/authorise.ts'
import { reply } from '../steps/reply.ts'
import type { PlanNeeds } from './needs.ts'
import { recordPlan } from './record-plan.ts'
import { showPlan } from './show-plan.ts'

/**
 * Stops a running plan: what has not started is cancelled. The requester may, and so may everybody who may request or approve the action.
 * A late click counts too: stopping takes nothing away.
 */
export const stopPlan = async (needs: PlanNeeds, ask: AskOf<'stop-plan'>): Promise<void> => {
  const { ledger, config } = needs
  const plan = await ledger.readPlan(ask.planId)
  if (!plan) return reply(needs, ask, renderNoSuchPlan())
  const isTheirs =
    plan.person.userId === ask.person.userId && plan.person.workspaceId === ask.person.workspaceId
  if (!isTheirs) {
    const roles = [...rolesFor(config, plan.action), ...(plan.approval?.roles ?? [])]
    const right = await authorise(needs, ask, roles)
    if (!right.allowed) return reply(needs, ask, renderMayNotStop(plan, right))
  }
  const written = await changePlan(ledger, plan, now => stop(now, ask.person))
  const isTheirStop = written?.plan.stoppedBy?.userId === ask.person.userId
  if (!written || (!isRunning(written.plan) && !isTheirStop)) return reply(needs, ask, renderNotStopped(plan))
  await needs.queues.runPlan(plan.id, needs.clock.nowMs())
  await recordPlan(needs, written.plan)
  const later = await deferRetry(showPlan(needs, written.plan))
  if (later) throw later
}
