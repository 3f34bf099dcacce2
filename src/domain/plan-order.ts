import { type Action, isFamilyAction } from './actions.ts'
import type { Impact } from './impact.ts'
import type { Consent, Order } from './order.ts'
import { imagesOf, PLAN_GOOD_FOR_MS, type Plan } from './plan.ts'
import { type PlanImage, planItemKey } from './plan-image.ts'

/** The key of the request for one item of a plan: the same whenever it is queued. */
export const requestKeyOf = (
  { id }: Pick<Plan, 'id'>,
  one: Pick<PlanImage, 'image' | 'assignment' | 'action'>,
): string => `${id}/${planItemKey(one)}`

/**
 * The order that one image of a running plan becomes.
 *
 * @param action what is done to the image
 * @param agreed the impact that the requester and the approver agreed to
 */
export const orderOfPlan = (
  plan: Plan,
  action: Action,
  one: PlanImage,
  agreed: Impact | undefined,
): Order => {
  const { options, person, place, workspaceId, appId, purpose, approval, createdAtMs, retirement } = plan
  const { channelId } = place
  const by = approval?.decidedBy
  const consent: Consent = by ? { kind: 'approved', by } : { kind: 'not-needed' }
  return {
    key: requestKeyOf(plan, one),
    action,
    image: one.image,
    person,
    place: { channelId, isPrivate: false },
    workspaceId,
    appId,
    options,
    consent,
    askedAtMs: one.queuedAtMs ?? createdAtMs,
    plan: {
      id: plan.id,
      images: imagesOf(plan),
      ...(isFamilyAction(plan.action) && { as: plan.action }),
      untilMs: plan.runUntilMs ?? createdAtMs + PLAN_GOOD_FOR_MS,
      ...(approval?.mustTypeNumber && { isAboveLimit: true as const }),
    },
    ...(one.share && { share: one.share }),
    ...(retirement && { retirement }),
    ...(purpose && { purpose }),
    ...(agreed && { impact: agreed }),
  }
}
