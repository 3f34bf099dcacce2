import { renderNoSuchPlan } from '../../../blocks/plan-answers.ts'
import {
  renderNoPlanDecision,
  renderNotTheirPlan,
  renderOwnPlan,
  renderPlanDecided,
  renderPlanDecisionTooLate,
  renderWrongNumber,
} from '../../../blocks/plan-decided.ts'
import { approverRolesOf } from '../../domain/alias-approval.ts'
import type { AskOf } from '../../domain/ask.ts'
import { noRightWords } from '../../domain/authorise.ts'
import { rolesNamed } from '../../domain/config.ts'
import type { Plan } from '../../domain/plan.ts'
import { decidePlan as decide } from '../../domain/plan-decision.ts'
import { GOOD_FOR_MS } from '../../domain/request-timing.ts'
import { deferRetry } from '../../domain/retry-later.ts'
import { changePlan } from '../../stored/change-plan.ts'
import { authorise } from '../steps/authorise.ts'
import { refuse } from '../steps/refuse.ts'
import { reply, replyInForm } from '../steps/reply.ts'
import { endPlan } from './end-plan.ts'
import type { PlanNeeds } from './needs.ts'
import { recordPlan } from './record-plan.ts'
import { showPlan } from './show-plan.ts'

/**
 * An approver approves or declines a plan, or the requester withdraws it: 1 may this person decide 2 decide, once 3 begin what was
 * approved, or say that it is over.
 */
export const decidePlan = async (needs: PlanNeeds, ask: AskOf<'decide-plan'>): Promise<void> => {
  const { ledger, config, clock } = needs
  const found = await ledger.readPlan(ask.planId)
  if (!found?.approval) return reply(needs, ask, renderNoSuchPlan())
  const asked = { ...ask, action: found.action }
  const { approval } = found
  if (approval.decision === ask.key) return continueDecision(needs, found, ask)
  const refusal = await ledger.readRefusal(ask.key)
  if (refusal) return reply(needs, asked, refusal)
  const isLate = clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS
  if (isLate) return refuse(needs, ask.key, asked, renderPlanDecisionTooLate(found))
  // 1 may this person decide
  if (ask.decision !== 'withdraw') {
    const roles = approverRolesOf(config, found)
    const right = await authorise(needs, ask, roles)
    if (!right.allowed) {
      logRefused(needs, ask, noRightWords(right))
      return refuse(needs, ask.key, asked, renderNoPlanDecision(found, right))
    }
  }
  // 2 decide, once
  const { key, decision, person: by, number, comment } = ask
  const wish = { key, decision, by, ...(number !== undefined && { number }), ...(comment && { comment }) }
  const decided = decide(found, wish, clock.nowMs())
  if (decided.kind === 'decided' || decided.kind === 'expired') {
    const written = await changePlan(ledger, found, now => {
      const again = decide(now, wish, clock.nowMs())
      return again.kind === 'decided' || again.kind === 'expired' ? again.plan : undefined
    })
    if (written?.plan.approval?.decision === key) return continueDecision(needs, written.plan, ask)
    if (written?.plan.state === 'expired') await endPlan(needs, written.plan)
    return reply(needs, asked, renderPlanDecided(written?.plan ?? found))
  }
  logRefused(needs, ask, decided.kind)
  const roles = rolesNamed(config, approval.roles)
  switch (decided.kind) {
    case 'own-request':
      return refuse(needs, key, asked, renderOwnPlan(found, decision, roles))
    case 'not-the-requester':
      return refuse(needs, key, asked, renderNotTheirPlan(found))
    case 'wrong-number':
      return refuse(needs, key, asked, renderWrongNumber(found, number))
    case 'over':
    case 'already':
      return reply(needs, asked, renderPlanDecided(decided.plan))
  }
}

/** Logs who tried to decide without permission. */
const logRefused = (
  { log }: PlanNeeds,
  { planId, person, decision }: AskOf<'decide-plan'>,
  why: string,
): void =>
  log.info('A decision on a plan was refused.', { plan: planId, person: person.userId, decision, why })

/** Continues a decision that is written, also where its function ended and it is delivered again. */
const continueDecision = async (needs: PlanNeeds, plan: Plan, ask: AskOf<'decide-plan'>): Promise<void> => {
  // 3 begin what was approved, or say that it is over
  const answered = deferRetry(replyInForm(needs, { ...ask, action: plan.action }, renderPlanDecided(plan)))
  if (plan.state === 'declined' || plan.state === 'withdrawn') await endPlan(needs, plan)
  else {
    await needs.queues.runPlan(plan.id, needs.clock.nowMs())
    await recordPlan(needs, plan)
    await deferRetry(showPlan(needs, plan))
  }
  const unanswered = await answered
  if (unanswered) throw unanswered
}
