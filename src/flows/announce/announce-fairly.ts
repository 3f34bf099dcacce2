import type { ImageEvent } from '../../domain/event.ts'
import { splitBursts } from '../../domain/fair-order.ts'
import { announce, type Outcome } from './announce.ts'
import type { AnnounceNeeds } from './needs.ts'

/** The function has a minute for both parts, and one part takes forty seconds at most. */
const BEGIN_BURSTS_WITHIN_MS = 15_000
const AGAIN_SEC = 2

/**
 * Announces a batch so that the burst of one account does not delay the events of another: 1 the events of the others, from the claim to
 * the end 2 the bursts; if the first part took too long, they are delivered again.
 *
 * SQS does the same between batches, but not for events of other regions: they come over the hub's event bus, whose rule gives all
 * accounts the same message group.
 *
 * @returns the outcome of each event, by its id
 */
export const announceFairly = async (
  needs: AnnounceNeeds,
  events: readonly ImageEvent[],
): Promise<ReadonlyMap<string, Outcome>> => {
  const { clock } = needs
  const { first, bursts } = splitBursts(events)
  const untilMs = clock.nowMs() + BEGIN_BURSTS_WITHIN_MS
  // 1 what the others sent
  const announced = await announce(needs, first)
  if (bursts.length === 0) return announced
  // 2 the bursts
  if (clock.nowMs() < untilMs) return new Map([...announced, ...(await announce(needs, bursts))])
  const why = 'The events of other accounts took all of the time.'
  const later = { kind: 'again', afterSec: AGAIN_SEC, why, isPlanned: true } as const
  return new Map([...announced, ...bursts.map(({ id }): [string, Outcome] => [id, later])])
}
