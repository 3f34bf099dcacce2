import { renderNoPlanRight, renderPlanGone } from '../../../blocks/plan-answers.ts'
import {
  renderAboveLimit,
  renderNobodyElseForPlan,
  renderPlanStarted,
  renderPlanWaiting,
} from '../../../blocks/plan-submitted.ts'
import { renderSomebodyElsesForm } from '../../../blocks/proposal-notes.ts'
import { approversOf } from '../../domain/approval.ts'
import type { AskOf } from '../../domain/ask.ts'
import { groupsToRead, rolesFor } from '../../domain/authorise.ts'
import { rolesNamed } from '../../domain/config.ts'
import { type Plan, submitPlan as submit } from '../../domain/plan.ts'
import { planFactsOf } from '../../domain/plan-facts.ts'
import { FORM_GOOD_FOR_MS } from '../../domain/proposal.ts'
import { GOOD_FOR_MS } from '../../domain/request.ts'
import { changePlan } from '../../stored/change-plan.ts'
import { authorise, readMembers, SHOWN_FRESH_MS } from '../steps/authorise.ts'
import { refuse } from '../steps/refuse.ts'
import { type Asked, reply } from '../steps/reply.ts'
import { drawPlanForm } from './draw-plan-form.ts'
import type { SeenAgain } from './kind.ts'
import { kindOf } from './kinds.ts'
import type { PlanNeeds } from './needs.ts'
import { itemOf, openPlan } from './open-plan.ts'
import { planNeedOf, type Required } from './plan-need.ts'
import { recordPlan } from './record-plan.ts'
import { postPlan } from './show-plan.ts'

/**
 * Takes the form of a plan: 1 whose it is, and whether it comes in time 2 permission 3 look at everything again: what changed is shown
 * again 4 what is missing in the form 5 write it: it runs, or waits for an approval 6 begin.
 */
export const submitPlan = async (needs: PlanNeeds, ask: AskOf<'submit-plan'>): Promise<void> => {
  const { ledger, clock, config } = needs
  const plan = await ledger.readPlan(ask.planId)
  if (!plan) return reply(needs, ask, renderPlanGone())
  const { action, person } = plan
  const asked: Asked = { action, place: plan.place, person: ask.person, viewId: ask.viewId }
  // 1 whose it is, and whether it comes in time
  const isTheirs = person.userId === ask.person.userId && person.workspaceId === ask.person.workspaceId
  if (!isTheirs) return reply(needs, { ...asked, place: ask.place }, renderSomebodyElsesForm())
  const taken = plan.submittedBy === ask.key && plan.state !== 'open' ? plan : await ledger.readPlan(ask.key)
  if (taken?.submittedBy === ask.key) return begin(needs, taken, asked)
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
  if (!seen.ok) return refuse(needs, ask.key, asked, seen.message)
  if (seen.differs === 'shown') return showChanged(needs, plan, ask, seen)
  // 4 what is missing in the form
  const required = await kind.required(needs, plan, seen.images)
  const complaint = kind.complaint(ask, required, seen, plan)
  if (complaint !== undefined)
    return drawPlanForm(needs, plan, seen.images, {
      viewId: ask.viewId,
      leftOut: [],
      complaint,
      ...(seen.choices && { choices: seen.choices }),
      ...(ask.purpose && { purpose: ask.purpose }),
    })
  // 5 write it 6 begin
  const chosen = seen.differs === 'chosen' ? await replacePlan(needs, plan, ask, seen) : plan
  if (!chosen) return reply(needs, asked, renderPlanGone())
  await take(needs, chosen, ask, asked, required)
}

/** The same plan as it is asked for now, as another one. */
const askedAnew = (plan: Plan, ask: AskOf<'submit-plan'>, { alias, revocation }: SeenAgain) => {
  const { action, person, place, workspaceId, appId, undoes } = plan
  return {
    id: ask.key,
    action,
    options: ask.options,
    person,
    place,
    workspaceId,
    appId,
    createdAtMs: ask.askedAtMs,
    ...(alias && { alias }),
    ...(revocation && { revocation }),
    ...(undoes !== undefined && { undoes }),
  }
}

/** The form again, as a plan of its own, with everything as it is now. */
const showChanged = async (
  needs: PlanNeeds,
  plan: Plan,
  ask: AskOf<'submit-plan'>,
  seen: SeenAgain,
): Promise<void> =>
  openPlan(needs, askedAnew(plan, ask, seen), seen.images, {
    viewId: ask.viewId,
    leftOut: seen.leftOut,
    changed: true,
    ...(seen.choices && { choices: seen.choices }),
    ...(ask.purpose && { purpose: ask.purpose }),
  })

/**
 * A form was sent with another choice than it showed: its plan stays open for good, and what was chosen goes on as another one.
 *
 * @returns undefined where another submission of the form was faster
 */
const replacePlan = async (
  needs: PlanNeeds,
  plan: Plan,
  ask: AskOf<'submit-plan'>,
  seen: SeenAgain,
): Promise<Plan | undefined> => {
  const { ledger } = needs
  const replaced = await changePlan(ledger, plan, now =>
    now.state === 'open' && now.submittedBy === undefined ? { ...now, submittedBy: ask.key } : undefined,
  )
  if (replaced?.plan.submittedBy !== ask.key) return undefined
  const { images } = seen
  await ledger.createPlan(
    {
      ...askedAnew(plan, ask, seen),
      version: 0,
      state: 'open',
      images: images.length,
      facts: planFactsOf(images),
    },
    images.map(itemOf),
  )
  return ledger.readPlan(ask.key)
}

const take = async (
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
  const submitted = submit(filled, required, nowMs)
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
  await begin(needs, taken.plan, asked)
}

/** Begins what is written; also when its function ended and the form is delivered again. */
const begin = async (needs: PlanNeeds, plan: Plan, asked: Asked): Promise<void> => {
  const posted = await postPlan(needs, plan)
  if (plan.state === 'running') await needs.queues.runPlan(plan.id, needs.clock.nowMs())
  await recordPlan(needs, posted)
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
