import { renderNoPlanRight, renderPlanGone } from '../../../blocks/plan-answers.ts'
import { renderSomebodyElsesForm } from '../../../blocks/proposal-notes.ts'
import { isFamilyAction } from '../../domain/actions.ts'
import type { AskOf } from '../../domain/ask.ts'
import { rolesFor } from '../../domain/authorise.ts'
import { FORM_GOOD_FOR_MS } from '../../domain/proposal.ts'
import { GOOD_FOR_MS } from '../../domain/request-timing.ts'
import { authorise } from '../steps/authorise.ts'
import { refuse } from '../steps/refuse.ts'
import { type Asked, reply } from '../steps/reply.ts'
import { replacePlan, showChanged } from './ask-plan-again.ts'
import { drawPlanForm } from './draw-plan-form.ts'
import { kindOf } from './kinds.ts'
import type { PlanNeeds } from './needs.ts'
import { beginPlan, takePlan } from './take-plan.ts'

/**
 * Takes the form of a plan: 1 whose it is, and whether it comes in time 2 permission 3 look at everything again: what changed is shown
 * again 4 what is missing in the form 5 write it: it runs, or waits for an approval 6 begin.
 */
export const submitPlan = async (needs: PlanNeeds, ask: AskOf<'submit-plan'>): Promise<void> => {
  const { ledger, clock, config } = needs
  const plan = await ledger.readPlan(ask.planId)
  if (!plan) return reply(needs, ask, renderPlanGone())
  const { action, person } = plan
  const asked: Asked = {
    action,
    place: plan.place,
    person: ask.person,
    viewId: ask.viewId,
    isMany: !isFamilyAction(action) && plan.images > 1,
    ...(plan.revocation && plan.undoes !== undefined && { isUndo: true as const }),
  }
  // 1 whose it is, and whether it comes in time
  const isTheirs = person.userId === ask.person.userId && person.workspaceId === ask.person.workspaceId
  if (!isTheirs) return reply(needs, { ...asked, place: ask.place }, renderSomebodyElsesForm())
  const taken = plan.submittedBy === ask.key && plan.state !== 'open' ? plan : await ledger.readPlan(ask.key)
  if (taken?.submittedBy === ask.key) return beginPlan(needs, taken, asked)
  const refusal = await ledger.readRefusal(ask.key)
  if (refusal) return reply(needs, asked, refusal)
  const nowMs = clock.nowMs()
  const isLate = nowMs - ask.askedAtMs > GOOD_FOR_MS || nowMs - plan.createdAtMs > FORM_GOOD_FOR_MS
  const isOpen = plan.state === 'open' && (plan.submittedBy ?? ask.key) === ask.key
  if (!isOpen || isLate) return reply(needs, asked, renderPlanGone())
  // 2 permission
  const right = await authorise(needs, ask, rolesFor(config, action))
  if (!right.allowed) return refuse(needs, ask.key, asked, renderNoPlanRight(action, right))
  // 3 look at everything again
  const kind = kindOf(plan)
  const seen = await kind.seeAgain(needs, plan, ask)
  if (!seen.ok && seen.isWaiting) return reply(needs, asked, seen.message)
  if (!seen.ok) return refuse(needs, ask.key, asked, seen.message)
  if (seen.differs === 'shown' || seen.differs === 'to-show') return showChanged(needs, plan, ask, seen)
  // 4 what is missing in the form
  const required = await kind.required(needs, plan, seen.images)
  const complaint = kind.complaint(ask, required, seen, plan)
  if (complaint !== undefined)
    return drawPlanForm(needs, { ...plan, options: ask.options }, seen.images, {
      viewId: ask.viewId,
      leftOut: [],
      complaint,
      ...(seen.choices && { choices: seen.choices }),
      ...(ask.purpose && { purpose: ask.purpose }),
    })
  // 5 write it 6 begin
  const chosen = seen.differs === 'chosen' ? await replacePlan(needs, plan, ask, seen) : plan
  if (!chosen) return reply(needs, asked, renderPlanGone())
  await takePlan(needs, chosen, ask, asked, required)
}
