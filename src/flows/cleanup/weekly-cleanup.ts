import type { Config } from '../../domain/config.ts'
import { isWeeklyDue, lastWeeklyMs, nextWeeklyMs } from '../../domain/weekly.ts'
import type { Clock, Leases, Places, Queues } from '../../ports.ts'
import type { CleanupRun } from './run-cleanup.ts'

interface Needs {
  ledger: Leases & Pick<Places, 'readPlaces'>
  queues: Pick<Queues, 'cleanUp'>
  config: Config
  clock: Clock
}

/** Longer than the message takes to be sent: a run that ended in the middle is repeated by the next one. */
const ASKING_MS = 2 * 60_000
const WEEK_MS = 7 * 24 * 60 * 60_000

/** Once a week, at the time of the config, asks for the clean-up; asked for twice, it suggests the same once. */
export const askForCleanup = async ({ ledger, queues, config, clock }: Needs): Promise<void> => {
  const { cleanup } = config
  const nowMs = clock.nowMs()
  if (!cleanup || !isWeeklyDue(cleanup, nowMs)) return
  const slotMs = lastWeeklyMs(cleanup, nowMs)
  const lease = `clean-up/${slotMs}`
  const me = crypto.randomUUID()
  if (!(await ledger.takeLease(lease, nowMs, ASKING_MS, me))) return
  // A new installation has seen no image yet: it begins with the next week.
  const places = await ledger.readPlaces()
  if (places.some(({ scan }) => scan?.scannedAtMs !== undefined)) await queues.cleanUp(slotMs)
  await ledger.takeLease(lease, nowMs, WEEK_MS, me)
}

/** The clean-up of a week: what it suggests counts until the next one. */
export const weeklyRun = ({ cleanup }: Pick<Config, 'cleanup'>, slotMs: number): CleanupRun => ({
  id: new Date(slotMs).toISOString().slice(0, 13),
  untilMs: cleanup ? nextWeeklyMs(cleanup, slotMs) : slotMs + WEEK_MS,
})
