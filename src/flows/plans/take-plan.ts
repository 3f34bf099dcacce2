import { renderPlanGone } from '../../../blocks/plan-answers.ts'
import {
  renderAboveLimit,
  renderNobodyElseForPlan,
  renderPlanStarted,
  renderPlanWaiting,
} from '../../../blocks/plan-submitted.ts'
import { approversOf } from '../../domain/approval.ts'
import type { AskOf } from '../../domain/ask.ts'
import { groupsToRead } from '../../domain/authorise.ts'
import { rolesNamed } from '../../domain/config.ts'
import { type Plan, submitPlan } from '../../domain/plan.ts'
import { changePlan } from '../../stored/change-plan.ts'
import { readMembers, SHOWN_FRESH_MS } from '../steps/authorise.ts'
import { refuse } from '../steps/refuse.ts'
import { type Asked, reply } from '../steps/reply.ts'
import { takeSuggested } from '../suggest/take-suggested.ts'
import type { PlanNeeds } from './needs.ts'
import { planNeedOf, type Required } from './plan-need.ts'
import { recordPlan } from './record-plan.ts'
import { postPlan } from './show-plan.ts'

/** Takes a plan whose form says all that it needs: it runs, or waits for an approval. */
export const takePlan = async (
  needs: PlanNeeds,
  plan: Plan,
  ask: AskOf<'submit-plan'>,
  asked: Asked,
  { need, other, left, given }: Required,
): Promise<void> => {
  const { ledger, clock, config } = needs
  const nowMs = clock.nowMs()
  const filled: Plan = {
    ...plan,
    options: ask.options,
    submittedBy: ask.key,
    ...(ask.purpose && { purpose: ask.purpose }),
    ...(given && { approval: given }),
  }
  const required = { need: planNeedOf(need, nowMs), other: planNeedOf(other, nowMs), left }
  const submitted = submitPlan(filled, required, nowMs)
  if (submitted.kind === 'above-limit') {
    const message = renderAboveLimit(plan, config.limits.destructivePerHour, submitted.most)
    return refuse(needs, ask.key, asked, message)
  }
  const { approval, state } = submitted.plan
  if (approval && state === 'waiting') {
    const roles = rolesNamed(config, approval.roles)
    const membersOf = await readMembers(needs, approval.roles, SHOWN_FRESH_MS)
    if (approversOf(roles, plan.person.userId, membersOf).length === 0) {
      const unread = groupsToRead(config, approval.roles).filter(group => !membersOf(group).known)
      return refuse(needs, ask.key, asked, renderNobodyElseForPlan(plan, unread))
    }
  }
  const taken = await changePlan(ledger, plan, now =>
    now.state === 'open' && now.submittedBy === undefined
      ? { ...submitted.plan, version: now.version }
      : undefined,
  )
  if (taken?.plan.submittedBy !== ask.key) return reply(needs, asked, renderPlanGone())
  await beginPlan(needs, taken.plan, asked)
}

/** Begins what is written; also when its function ended and the form is delivered again. */
export const beginPlan = async (needs: PlanNeeds, plan: Plan, asked: Asked): Promise<void> => {
  const posted = await postPlan(needs, plan)
  if (plan.state === 'running') await needs.queues.runPlan(plan.id, needs.clock.nowMs())
  await recordPlan(needs, posted)
  await takeSuggested(needs, posted)
  const { card } = posted
  const permalink = card && (await needs.messenger.permalink(card.channelId, card.ts))
  const roles = rolesNamed(needs.config, plan.approval?.roles ?? [])
  await reply(
    needs,
    asked,
    plan.approval && plan.state === 'waiting'
      ? renderPlanWaiting({ ...plan, approval: plan.approval }, roles, permalink)
      : renderPlanStarted(plan, permalink),
  )
}
