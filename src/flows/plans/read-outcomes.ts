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
const UNCONFIRMED_AT_ONCE = 100

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
  await inParallel([...queued, ...turn(unconfirmed)], READS_AT_ONCE, async one => {
    const { image, queuedAtMs: atMs } = one
    if (atMs === undefined) return
    const entry = await ledger.readHistoryEntry(image, { id: requestKeyOf(plan, one), atMs })
    const next = entry?.kind === 'request' && withOutcome(one, entry, clock.nowMs())
    if (next && (await ledger.savePlanImage(plan.id, one, next))) ended.set(imageKey(image), next)
  })
  return images.map(one => ended.get(imageKey(one.image)) ?? one)
}

/** All of them where there are few; of many others each time, so that each has its turn. */
const turn = (images: readonly PlanImage[]): readonly PlanImage[] => {
  const from = images.length > UNCONFIRMED_AT_ONCE ? Math.floor(Math.random() * images.length) : 0
  return [...images.slice(from), ...images.slice(0, from)].slice(0, UNCONFIRMED_AT_ONCE)
}
