import type { ImageRef } from './image.ts'

/** waiting -> queued -> done | refused | failed; waiting -> cancelled. */
export const PLAN_IMAGE_STATES = ['waiting', 'queued', 'done', 'refused', 'failed', 'cancelled'] as const
export type PlanImageState = (typeof PLAN_IMAGE_STATES)[number]

/** One image of a plan. */
export interface PlanImage {
  image: ImageRef
  state: PlanImageState
  /** When its request was last put on the queue. */
  queuedAtMs?: number
  endedAtMs?: number
  /** Why it was refused, failed or cancelled. */
  reason?: string
}

/** What became of the request of one image. */
export interface PlanOutcome {
  state: 'done' | 'refused' | 'failed'
  reason?: string
}

export const isEnded = ({ state }: PlanImage): boolean => state !== 'waiting' && state !== 'queued'

export const queueImage = (one: PlanImage, nowMs: number): PlanImage => ({
  ...one,
  state: 'queued',
  queuedAtMs: nowMs,
})

/**
 * Records what became of an image. It is recorded once: later news of the same request changes nothing.
 *
 * @returns undefined where nothing is to be written
 */
export const endImage = (
  one: PlanImage,
  { state, reason }: PlanOutcome,
  nowMs: number,
): PlanImage | undefined =>
  one.state === 'queued'
    ? { ...one, state, endedAtMs: nowMs, ...(reason !== undefined && { reason }) }
    : undefined

/** Cancels an image that has not started. @returns undefined for one that has */
export const cancelImage = (one: PlanImage, reason: string, nowMs: number): PlanImage | undefined =>
  one.state === 'waiting' ? { ...one, state: 'cancelled', endedAtMs: nowMs, reason } : undefined

/** How many images are in each state. */
export const countPlan = (images: readonly PlanImage[]): Record<PlanImageState, number> => {
  const counts = { waiting: 0, queued: 0, done: 0, refused: 0, failed: 0, cancelled: 0 }
  for (const { state } of images) counts[state] += 1
  return counts
}
