import { isRunning, type Plan } from '../../domain/plan.ts'
import { countPlan, type PlanImage, planItemKey } from '../../domain/plan-image.ts'
import { nextStep } from '../../domain/plan-step.ts'
import { deferRetry } from '../../domain/retry-later.ts'
import { hasChangedNothing } from '../../domain/revoked-mark.ts'
import { inParallel } from '../../in-parallel.ts'
import { changePlan } from '../../stored/change-plan.ts'
import { markRevoked, restoreMarks } from '../revoke/mark-revoked.ts'
import { endPlan } from './end-plan.ts'
import type { PlanNeeds } from './needs.ts'
import { readOutcomes } from './read-outcomes.ts'
import { showPlan } from './show-plan.ts'

const WRITES_AT_ONCE = 16
/** Slack takes about fifty edits a minute from the whole app. */
const SHOWN_EVERY_MS = 5_000
/** So often a running plan says that a function works on it. */
const RAN_EVERY_MS = 60_000
/** The message of a plan that runs for longer is replaced: an old message would count as stuck. */
const RENEWED_AFTER_MS = 60_000

/** When a running plan continues; undefined if nothing is left to do, or if another message continues it. */
export type PlanPause = { afterSec: number } | undefined

/**
 * Takes the next steps of a plan: 1 read the outcomes of the images that were queued 2 cancel the rest, or queue as many as there is room
 * for 3 finish the plan, or show its progress. Each image is written before its request is sent, so a function may end anywhere.
 *
 * @param sentAtMs when the message that asks for it was sent
 */
export const runPlan = async (
  needs: PlanNeeds,
  { planId, sentAtMs }: { planId: string; sentAtMs: number },
): Promise<PlanPause> => {
  const { ledger, clock, queues } = needs
  const found = await ledger.readPlan(planId)
  if (!found || !isRunning(found)) return undefined
  // Before the first step, whether the person, the approver or the schedule began it; a plan that was stopped before takes none.
  if (found.ranAtMs === undefined && found.state === 'running') await markRevoked(needs, found)
  const plan = await saveRun(needs, found)
  if (!plan || !isRunning(plan)) return undefined
  // 1 what became of the images
  let images = await readOutcomes(needs, plan, await ledger.readPlanImages(planId))
  // 2 cancel, or queue
  for (;;) {
    const step = nextStep(plan, images, clock.nowMs())
    switch (step.kind) {
      case 'cancel':
      case 'queue': {
        const written = await writeOver(needs, plan, images, step.images)
        images = written.images
        if (step.kind === 'queue' && written.saved.length > 0)
          await queues.runPlanImages(planId, written.saved)
        // Another function works on it, too, and has written what this one read.
        if (written.saved.length === 0) return { afterSec: 2 }
        continue
      }
      // 3 finish it, or show its progress
      case 'finish':
        await finish(needs, plan, images)
        return undefined
      case 'wait': {
        await deferRetry(showProgress(needs, plan, images))
        if (clock.nowMs() - sentAtMs < RENEWED_AFTER_MS)
          return { afterSec: Math.max(1, Math.ceil((step.untilMs - clock.nowMs()) / 1_000)) }
        await queues.runPlan(planId, clock.nowMs())
        return undefined
      }
      case 'nothing':
        return undefined
    }
  }
}

/** Saves that a function works on the plan. If this gets minutes old, the schedule asks for the next steps. */
const saveRun = async ({ ledger, clock }: PlanNeeds, plan: Plan): Promise<Plan | undefined> => {
  const saved = await changePlan(ledger, plan, now =>
    isRunning(now) && clock.nowMs() - (now.ranAtMs ?? 0) >= RAN_EVERY_MS
      ? { ...now, ranAtMs: clock.nowMs() }
      : undefined,
  )
  return saved?.plan
}

/** Writes images over the states that were read. */
const writeOver = async (
  { ledger }: PlanNeeds,
  { id }: Plan,
  images: readonly PlanImage[],
  next: readonly PlanImage[],
): Promise<{ saved: PlanImage[]; images: PlanImage[] }> => {
  const before = new Map(images.map(one => [planItemKey(one), one]))
  const saved: PlanImage[] = []
  await inParallel(next, WRITES_AT_ONCE, async one => {
    const known = before.get(planItemKey(one))
    if (known && (await ledger.savePlanImage(id, known, one))) saved.push(one)
  })
  const now = new Map(saved.map(one => [planItemKey(one), one]))
  return {
    saved,
    images: images.map(one => now.get(planItemKey(one)) ?? one),
  }
}

const finish = async (needs: PlanNeeds, plan: Plan, images: readonly PlanImage[]): Promise<void> => {
  // Before it is written: a function that ends here is followed by one that does both.
  if (plan.revocation && hasChangedNothing(plan, images)) await restoreMarks(needs, plan)
  const written = await changePlan(needs.ledger, plan, now =>
    isRunning(now) ? { ...now, state: 'finished' } : undefined,
  )
  if (written) await endPlan(needs, written.plan)
}

const showProgress = async (needs: PlanNeeds, plan: Plan, images: readonly PlanImage[]): Promise<void> => {
  const { clock, ledger } = needs
  const counts = JSON.stringify(countPlan(images))
  const { shown } = plan
  if (shown && (shown.counts === counts || clock.nowMs() - shown.atMs < SHOWN_EVERY_MS)) return
  await showPlan(needs, plan, images)
  await changePlan(ledger, plan, now => ({ ...now, shown: { atMs: clock.nowMs(), counts } }))
}
