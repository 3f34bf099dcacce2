import { renderNoPlan, renderNoPlanRight, renderPlanGone } from '../../../blocks/plan-answers.ts'
import {
  renderAboveLimit,
  renderNobodyElseForPlan,
  renderPlanStarted,
  renderPlanWaiting,
} from '../../../blocks/plan-submitted.ts'
import { renderSomebodyElsesForm } from '../../../blocks/proposal-notes.ts'
import { ACTION_RULES } from '../../domain/actions.ts'
import { approversOf } from '../../domain/approval.ts'
import type { AskOf } from '../../domain/ask.ts'
import { groupsToRead, rolesFor } from '../../domain/authorise.ts'
import { rolesNamed } from '../../domain/config.ts'
import { isReason, REASON_MISSING } from '../../domain/form-fields.ts'
import { type Plan, submitPlan as submit } from '../../domain/plan.ts'
import { FORM_GOOD_FOR_MS } from '../../domain/proposal.ts'
import { GOOD_FOR_MS } from '../../domain/request.ts'
import { decideRiskIncrease } from '../../domain/risk-increase.ts'
import { inParallel } from '../../in-parallel.ts'
import { changePlan } from '../../stored/change-plan.ts'
import { authorise, readMembers, SHOWN_FRESH_MS } from '../steps/authorise.ts'
import { refuse } from '../steps/refuse.ts'
import { type Asked, reply } from '../steps/reply.ts'
import { drawPlanForm } from './draw-plan-form.ts'
import type { PlanNeeds } from './needs.ts'
import { planNeedOf, type Required, requiredFor } from './plan-need.ts'
import { openPlan } from './propose-plan.ts'
import { recordPlan } from './record-plan.ts'
import { type SeenSelection, seeImages } from './see-images.ts'
import { postPlan } from './show-plan.ts'

/**
 * Takes the form of a plan: 1 whose it is, and whether it comes in time 2 permission 3 look at all images again: what changed is shown
 * again 4 the reason 5 write it: it runs, or waits for an approval 6 begin.
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
  if (plan.submittedBy === ask.key) return begin(needs, plan, asked)
  const refusal = await ledger.readRefusal(ask.key)
  if (refusal) return reply(needs, asked, refusal)
  const nowMs = clock.nowMs()
  const isLate = nowMs - ask.askedAtMs > GOOD_FOR_MS || nowMs - plan.createdAtMs > FORM_GOOD_FOR_MS
  if (plan.state !== 'open' || isLate) return reply(needs, asked, renderPlanGone())
  // 2 permission
  const right = await authorise(needs, ask, rolesFor(config, action))
  if (!right.allowed) return refuse(needs, ask.key, asked, renderNoPlanRight(action, right))
  // 3 look at all images again
  const images = (await ledger.readPlanImages(plan.id)).map(({ image }) => image)
  const seen = await seeImages(needs, action, images)
  if (seen.images.length === 0) return refuse(needs, ask.key, asked, renderNoPlan(action, seen.leftOut))
  const isOther = seen.images.length !== plan.images || seen.leftOut.length > 0
  if (isOther || (await isWorse(needs, plan, seen))) return showChanged(needs, plan, ask, seen)
  // 4 the reason
  const required = await requiredFor(needs, action, person.userId, seen.images)
  const mustSayWhy = ACTION_RULES[action].asksFirst || required.need !== undefined
  if (mustSayWhy && !isReason(ask.purpose))
    return drawPlanForm(needs, plan, seen.images, {
      viewId: ask.viewId,
      leftOut: [],
      complaint: REASON_MISSING,
    })
  // 5 write it 6 begin
  await take(needs, plan, ask, asked, required)
}

/** Something uses one of them that the person did not see. */
const isWorse = async ({ ledger }: PlanNeeds, { id }: Plan, { images }: SeenSelection): Promise<boolean> => {
  let isFound = false
  await inParallel(images, 16, async ({ image, impact }) => {
    if (!impact || isFound) return
    const before = (await ledger.readPlanImage(id, image))?.impact
    if (before && decideRiskIncrease(before, impact).length > 0) isFound = true
  })
  return isFound
}

/** The form again, as a plan of its own, with the images as they are now. */
const showChanged = async (
  needs: PlanNeeds,
  plan: Plan,
  ask: AskOf<'submit-plan'>,
  { images, leftOut }: SeenSelection,
): Promise<void> => {
  const { action, person, place, workspaceId, appId, undoes } = plan
  await openPlan(
    needs,
    {
      id: ask.key,
      action,
      options: ask.options,
      person,
      place,
      workspaceId,
      appId,
      createdAtMs: ask.askedAtMs,
      ...(undoes !== undefined && { undoes }),
    },
    images,
    { viewId: ask.viewId, leftOut, changed: true, ...(ask.purpose && { purpose: ask.purpose }) },
  )
}

const take = async (
  needs: PlanNeeds,
  plan: Plan,
  ask: AskOf<'submit-plan'>,
  asked: Asked,
  { need, other, left }: Required,
): Promise<void> => {
  const { ledger, clock, config } = needs
  const nowMs = clock.nowMs()
  const filled: Plan = {
    ...plan,
    options: ask.options,
    submittedBy: ask.key,
    ...(ask.purpose && { purpose: ask.purpose }),
  }
  const required = { need: planNeedOf(need, nowMs), other: planNeedOf(other, nowMs), left }
  const submitted = submit(filled, required, nowMs)
  if (submitted.kind === 'above-limit') {
    const message = renderAboveLimit(plan, config.limits.destructivePerHour, submitted.most)
    return refuse(needs, ask.key, asked, message)
  }
  const { approval } = submitted.plan
  if (approval) {
    const roles = rolesNamed(config, approval.roles)
    const membersOf = await readMembers(needs, approval.roles, SHOWN_FRESH_MS)
    if (approversOf(roles, plan.person.userId, membersOf).length === 0) {
      const unread = groupsToRead(config, approval.roles).filter(group => !membersOf(group).known)
      return refuse(needs, ask.key, asked, renderNobodyElseForPlan(plan, unread))
    }
  }
  const taken = await changePlan(ledger, plan, now =>
    now.state === 'open' ? { ...submitted.plan, version: now.version } : undefined,
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
    plan.approval
      ? renderPlanWaiting({ ...plan, approval: plan.approval }, roles, permalink)
      : renderPlanStarted(plan, permalink),
  )
}
