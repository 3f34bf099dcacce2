import { FOLLOWED_MS, REFRESHED_EVERY_MS } from '../../domain/visited-home.ts'
import type { Clock, Homes, Leases, Log, Queues } from '../../ports.ts'

interface Needs {
  ledger: Homes & Leases
  queues: Pick<Queues, 'refreshHomesLater'>
  clock: Clock
  log: Log
}

/**
 * Has the Home tabs drawn again a minute later, once for everything that changes until then. If no Home was opened lately, it costs one
 * read. Never throws: the change itself is done.
 */
export const homesChanged = async ({ ledger, queues, clock, log }: Needs): Promise<void> => {
  try {
    const nowMs = clock.nowMs()
    if ((await ledger.readHomesOpenedSince(nowMs - FOLLOWED_MS)).length === 0) return
    if (await ledger.takeLease('homes', nowMs, REFRESHED_EVERY_MS))
      await queues.refreshHomesLater(REFRESHED_EVERY_MS / 1000)
  } catch (error) {
    log.warn('The Home tabs could not be drawn again; the schedule tries it.', { why: String(error) })
  }
}
