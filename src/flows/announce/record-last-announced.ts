import type { ImageEvent } from '../../domain/event.ts'
import { imageKey } from '../../domain/image.ts'
import type { Clock, LastEvents, Log, Metrics } from '../../ports.ts'
import type { Outcome } from './announce.ts'

export interface RecordLastAnnouncedNeeds {
  ledger: LastEvents
  clock: Clock
  log: Log
  metrics: Metrics
}

/** Saves the newest event that a batch announced, for `/ami health`, and the metrics of the batch. */
export const recordLastAnnounced = async (
  { ledger, clock, log, metrics }: RecordLastAnnouncedNeeds,
  events: readonly ImageEvent[],
  outcomes: ReadonlyMap<string, Outcome>,
): Promise<void> => {
  const announced = events.filter(({ id }) => {
    const outcome = outcomes.get(id)
    return outcome && (outcome.kind === 'done' || outcome.isPlanned) && !outcome.wasAnnounced
  })
  const [last] = announced.sort((a, b) => b.atMs - a.atMs)
  if (!last) return
  const atMs = clock.nowMs()
  metrics.count('Events', announced.length)
  for (const event of announced) metrics.time('EventToCard', Math.max(0, atMs - event.atMs))
  const { state } = last
  await ledger
    .saveLastAnnounced({ atMs, image: imageKey(last), state, afterMs: Math.max(0, atMs - last.atMs) })
    .catch(error => log.warn('The last event could not be saved.', { why: String(error) }))
}
