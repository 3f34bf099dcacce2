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
  /** Writes one image of a plan, independent of the others. @returns false if it has changed since it was read: read again. */
  savePlanImage(id: string, before: PlanImage, now: PlanImage): Promise<boolean>
  /** The plans that a person has sent, among the last ones whose form they opened, newest first. The newest may be missing for a moment. */
  readPlansOf(userId: string, limit: number): Promise<readonly Plan[]>
  /** The ids of the plans that are due (`planDueAtMs`), longest waiting first. */
  readDuePlans(nowMs: number): Promise<readonly string[]>
}
