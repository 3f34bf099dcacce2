import { renderPlanReminder } from '../../../blocks/plan-notices.ts'
import { nextReminderMs } from '../../domain/approval.ts'
import { isOver, isRunning, type Plan } from '../../domain/plan.ts'
import { expirePlan } from '../../domain/plan-decision.ts'
import { changePlan } from '../../stored/change-plan.ts'
import { callsOf, isCardLost } from '../approve/show-approval.ts'
import { postOnce } from '../steps/post-once.ts'
import { endPlan } from './end-plan.ts'
import type { PlanNeeds } from './needs.ts'
import { postPlan, repostPlan } from './show-plan.ts'

type Needs = Pick<PlanNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'> & {
  queues: Pick<PlanNeeds['queues'], 'runPlan'>
}

/**
 * What the schedule does for a plan that is due: it reminds the approvers or lets the plan expire, asks for the next steps if no function
 * works on it, or reports its end.
 */
export const seeToPlan = async (needs: Needs, id: string): Promise<void> => {
  const { ledger, clock, queues } = needs
  const plan = await ledger.readPlan(id)
  if (!plan) return
  if (isRunning(plan)) return queues.runPlan(id, clock.nowMs())
  if (isOver(plan)) return endPlan(needs, plan)
  if (plan.state === 'waiting') await remindOrExpire(needs, plan)
}

const remindOrExpire = async (needs: Needs, plan: Plan): Promise<void> => {
  const { ledger, clock, config } = needs
  const nowMs = clock.nowMs()
  const expired = await changePlan(ledger, plan, now => expirePlan(now, nowMs))
  if (expired?.plan.state === 'expired') return endPlan(needs, expired.plan)
  const { card, approval } = await postPlan(needs, plan)
  if (!approval || !card || nowMs < approval.remindAtMs) return
  const reminded = approval.reminded + 1
  const roles = callsOf(config, { ...plan, approval })
  const delivery = await postOnce(needs, {
    key: `reminder/plan/${plan.id}/${reminded}`,
    channel: card.channelId,
    message: renderPlanReminder(plan, roles),
    thread: { ts: card.ts, broadcast: false },
  })
  if (delivery.kind === 'busy') return
  // The new card mentions them, so no reminder is needed.
  if (isCardLost(delivery)) await repostPlan(needs, plan, card)
  const withinMs = approval.expiresAtMs - approval.askedAtMs
  await changePlan(ledger, plan.id, now =>
    now.state === 'waiting' && now.approval
      ? {
          ...now,
          approval: { ...now.approval, reminded, remindAtMs: nowMs + nextReminderMs(withinMs, reminded) },
        }
      : undefined,
  )
}
