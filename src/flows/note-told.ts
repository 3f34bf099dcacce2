import type { ImageEvent } from '../domain/event.ts'
import { imageKey } from '../domain/image.ts'
import type { Clock, Ledger, Log } from '../ports.ts'
import type { Outcome } from './announce.ts'

interface Needs {
  ledger: Pick<Ledger, 'saveLastTold'>
  clock: Clock
  log: Log
}

/** Notes the newest event of a batch that was told, once a batch: for whoever asks how amiops is. */
export const noteTold = async (
  { ledger, clock, log }: Needs,
  events: readonly ImageEvent[],
  outcomes: ReadonlyMap<string, Outcome>,
): Promise<void> => {
  const told = events.filter(({ id }) => outcomes.get(id)?.kind === 'done')
  const [last] = told.sort((a, b) => b.atMs - a.atMs)
  if (!last) return
  const atMs = clock.nowMs()
  const { state } = last
  await ledger
    .saveLastTold({ atMs, image: imageKey(last), state, afterMs: Math.max(0, atMs - last.atMs) })
    .catch(error => log.warn('The last event could not be noted.', { why: String(error) }))
}
