import { imagesOf, PLAN_GOOD_FOR_MS, type Plan } from './plan.ts'
import type { Person } from './request.ts'

/** What a person decides about a plan that waits. */
export interface PlanDecision {
  /** The key of the click: if it is delivered again, it is the same decision. */
  key: string
  decision: 'approve' | 'decline' | 'withdraw'
  by: Person
  /** The number of images that the approver typed. */
  number?: number
  comment?: string
}

export type DecidedPlan =
  | { kind: 'decided'; plan: Plan }
  /** This click decided before. */
  | { kind: 'already'; plan: Plan }
  /** Somebody else has decided, or the plan is over for another reason. */
  | { kind: 'over'; plan: Plan }
  | { kind: 'expired'; plan: Plan }
  | { kind: 'own-request' }
  | { kind: 'not-the-requester' }
  | { kind: 'wrong-number'; images: number }

/**
 * Decides a plan, once. The person's right is checked before. Checked here: that the plan still waits, that nobody approves their own,
 * and that the number of images is typed for a plan above the limit.
 */
export const decidePlan = (plan: Plan, asked: PlanDecision, nowMs: number): DecidedPlan => {
  const { approval, state } = plan
  const { key, decision, by, number, comment } = asked
  if (approval?.decision === key) return { kind: 'already', plan }
  if (state !== 'waiting' || !approval) return { kind: 'over', plan }
  if (nowMs >= approval.expiresAtMs) return { kind: 'expired', plan: { ...plan, state: 'expired' } }
  const isOwn = by.userId === plan.person.userId
  const isRequester = isOwn && by.workspaceId === plan.person.workspaceId
  if (decision === 'withdraw' && !isRequester) return { kind: 'not-the-requester' }
  if (decision !== 'withdraw' && isOwn) return { kind: 'own-request' }
  if (decision === 'approve' && approval.mustTypeNumber && number !== imagesOf(plan))
    return { kind: 'wrong-number', images: imagesOf(plan) }
  const decided = {
    ...approval,
    decision: key,
    decidedBy: by,
    decidedAtMs: nowMs,
    ...(comment !== undefined && { comment }),
  }
  const next = { ...plan, approval: decided }
  switch (decision) {
    case 'approve':
      return { kind: 'decided', plan: { ...next, state: 'running', runUntilMs: nowMs + PLAN_GOOD_FOR_MS } }
    case 'decline':
      return { kind: 'decided', plan: { ...next, state: 'declined' } }
    case 'withdraw':
      return { kind: 'decided', plan: { ...next, state: 'withdrawn' } }
  }
}

/** A plan whose approval did not come in time; undefined for any other. */
export const expirePlan = (plan: Plan, nowMs: number): Plan | undefined =>
  plan.state === 'waiting' && nowMs >= (plan.approval?.expiresAtMs ?? 0)
    ? { ...plan, state: 'expired' }
    : undefined

/** The plan after Stop: it starts nothing more; undefined if there is nothing to stop. */
export const stopPlan = (plan: Plan, by: Person): Plan | undefined =>
  plan.state === 'running' ? { ...plan, state: 'stopping', stoppedBy: by } : undefined
