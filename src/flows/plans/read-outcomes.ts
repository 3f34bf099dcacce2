import { imageKey } from '../../domain/image.ts'
import type { Plan } from '../../domain/plan.ts'
import { type PlanImage, withOutcome } from '../../domain/plan-image.ts'
import { requestKeyOf } from '../../domain/plan-order.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Clock, Histories, Plans } from '../../ports.ts'

interface Needs {
  ledger: Plans & Histories
  clock: Clock
}

const READS_AT_ONCE = 16
/** An event takes some seconds, and a plan has up to a thousand: so many unconfirmed images are looked up in one run. */
const UNCONFIRMED_AT_ONCE = 50

/**
 * Records what became of the images whose requests were queued, as their histories have it.
 *
 * @returns all images as they now are
 */
export const readOutcomes = async (
  { ledger, clock }: Needs,
  plan: Plan,
  images: readonly PlanImage[],
): Promise<PlanImage[]> => {
  const queued = images.filter(({ state }) => state === 'queued')
  const unconfirmed = images.filter(({ state }) => state === 'unconfirmed')
  const ended = new Map<string, PlanImage>()
  await inParallel([...queued, ...turn(unconfirmed, clock.nowMs())], READS_AT_ONCE, async one => {
    const { image, queuedAtMs: atMs } = one
    if (atMs === undefined) return
    const entry = await ledger.readHistoryEntry(image, { id: requestKeyOf(plan, one), atMs })
    const next = entry?.kind === 'request' && withOutcome(one, entry, clock.nowMs())
    if (next && (await ledger.savePlanImage(plan.id, one, next))) ended.set(imageKey(image), next)
  })
  return images.map(one => ended.get(imageKey(one.image)) ?? one)
}

/** Other images at each time, so that each has its turn. */
const turn = (images: readonly PlanImage[], nowMs: number): readonly PlanImage[] => {
  const turns = Math.ceil(images.length / UNCONFIRMED_AT_ONCE)
  const at = turns === 0 ? 0 : Math.floor(nowMs / 1_000) % turns
  return images.slice(at * UNCONFIRMED_AT_ONCE, (at + 1) * UNCONFIRMED_AT_ONCE)
}
