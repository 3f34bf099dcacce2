import type { Impact } from '../../domain/impact.ts'
import type { Plan } from '../../domain/plan.ts'
import type { PlanImage } from '../../domain/plan-image.ts'

/** An image of a plan, and what was known of what the change would break when the plan was requested. */
export interface SeenPlanImage {
  image: PlanImage
  impact?: Impact
}

/** Many changes as one. */
export interface Plans {
  /** Writes a new plan with its images, or completes one whose writer ended. @returns false where the plan exists already */
  createPlan(plan: Plan, images: readonly SeenPlanImage[]): Promise<boolean>
  readPlan(id: string): Promise<Plan | undefined>
  /** Writes a plan without its images. @returns false when somebody else wrote since it was read: read again. */
  savePlan(plan: Plan): Promise<boolean>
  /** The images of a plan, in one order. */
  readPlanImages(id: string): Promise<readonly PlanImage[]>
  /** One item of a plan by its `planItemKey`, with what was known when the plan was requested. */
  readPlanImage(id: string, key: string): Promise<SeenPlanImage | undefined>
  /** Writes one image of a plan, beside all others. @returns false when it is not as it was read: read again. */
  savePlanImage(id: string, before: PlanImage, now: PlanImage): Promise<boolean>
  /** Of the last so many plans whose form a person opened, those that were sent, newest first; what was written a moment ago may be
   * missing. */
  readPlansOf(userId: string, limit: number): Promise<readonly Plan[]>
  /** The ids of the plans that somebody has to see to (`planDueAtMs`), longest waiting first. */
  readDuePlans(nowMs: number): Promise<readonly string[]>
}
