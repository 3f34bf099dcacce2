import type { Assignment } from '../../domain/alias.ts'
import type { Attempt } from '../../domain/history.ts'
import type { Plan } from '../../domain/plan.ts'
import { type PlanImage, planItemKey, withOutcome } from '../../domain/plan-image.ts'
import { requestKeyOf } from '../../domain/plan-order.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Aliases, Assignments, Clock, Histories, Log, Plans } from '../../ports.ts'
import { confirmAssignment } from '../promote/confirm-assignment.ts'

interface Needs {
  ledger: Plans & Histories & Assignments
  aliases: Aliases
  clock: Clock
  log: Log
}

const READS_AT_ONCE = 16
/** The most unconfirmed images whose outcomes are read in one run: events take some seconds, and a plan has up to a thousand images. */
const UNCONFIRMED_AT_ONCE = 100

/**
 * Records what became of the images whose requests were queued, as their histories have it.
 *
 * @returns all images as they now are
 */
export const readOutcomes = async (
  needs: Needs,
  plan: Plan,
  images: readonly PlanImage[],
): Promise<PlanImage[]> => {
  const { ledger, clock } = needs
  const queued = images.filter(({ state }) => state === 'queued')
  const unconfirmed = images.filter(({ state }) => state === 'unconfirmed')
  const ended = new Map<string, PlanImage>()
  await inParallel([...queued, ...turn(unconfirmed)], READS_AT_ONCE, async one => {
    const entry = await readOutcome(needs, plan, one)
    const next = entry && withOutcome(one, entry, clock.nowMs())
    if (!next || !(await ledger.savePlanImage(plan.id, one, next))) return
    ended.set(planItemKey(one), next)
    // An event that confirmed it meanwhile found nothing to correct yet.
    const corrected = next.state === 'failed' ? await correctedNow(needs, plan, next) : undefined
    if (corrected && (await ledger.savePlanImage(plan.id, next, corrected)))
      ended.set(planItemKey(one), corrected)
  })
  return images.map(one => ended.get(planItemKey(one)) ?? one)
}

const readOutcome = async (
  needs: Needs,
  plan: Plan,
  one: PlanImage,
): Promise<Attempt | Assignment | undefined> => {
  const { ledger } = needs
  const { image, assignment, queuedAtMs: atMs } = one
  if (atMs === undefined) return undefined
  const key = { id: requestKeyOf(plan, one), atMs }
  if (assignment) {
    const entry = await ledger.readAssignment(assignment, key)
    return entry && confirmAssignment(needs, entry)
  }
  const entry = await ledger.readHistoryEntry(image, key)
  return entry?.kind === 'request' ? entry : undefined
}

/** An alias that was given up, as its entry is now; undefined where it is not set. */
const correctedNow = async (
  { ledger, clock }: Needs,
  plan: Plan,
  one: PlanImage,
): Promise<PlanImage | undefined> => {
  const { assignment, queuedAtMs: atMs } = one
  if (!assignment || atMs === undefined) return undefined
  const entry = await ledger.readAssignment(assignment, { id: requestKeyOf(plan, one), atMs })
  return entry && withOutcome(one, entry, clock.nowMs())
}

/** All of them where there are few; of many others each time, so that each has its turn. */
const turn = (images: readonly PlanImage[]): readonly PlanImage[] => {
  const from = images.length > UNCONFIRMED_AT_ONCE ? Math.floor(Math.random() * images.length) : 0
  return [...images.slice(from), ...images.slice(0, from)].slice(0, UNCONFIRMED_AT_ONCE)
}
