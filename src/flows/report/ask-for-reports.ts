import type { Config } from '../../domain/config.ts'
import { dayOf } from '../../domain/day.ts'
import { weeklyReportKey, weeklyReportsOf } from '../../domain/report-rules.ts'
import { isWeeklyDue, lastWeeklyMs } from '../../domain/weekly.ts'
import type { Clock, Leases, Posts, Queues, Totals } from '../../ports.ts'

interface Needs {
  ledger: Pick<Posts, 'readPosts'> & Leases & Pick<Totals, 'readTotals'>
  queues: Pick<Queues, 'report'>
  config: Config
  clock: Clock
}

/** Longer than reports take to be posted. */
const ASKED_EVERY_MS = 30 * 60_000
const RAN_WITHIN_MS = 30 * 24 * 60 * 60_000

/**
 * Asks the function that draws pictures for the reports of this week, until they are posted: 1 is it their time 2 which are missing
 * 3 ask, once in half an hour.
 */
export const askForReports = async (needs: Needs): Promise<void> => {
  const { ledger, queues, config, clock } = needs
  const nowMs = clock.nowMs()
  // 1 is it their time
  if (!config.reports || !isWeeklyDue(config.reports.weekly, nowMs)) return
  const slotMs = lastWeeklyMs(config.reports.weekly, nowMs)
  // 2 which are missing
  if (!(await isAnyMissing(needs, slotMs)) || !(await ranBefore(needs, slotMs))) return
  // 3 ask
  if (await ledger.takeLease(`report/${slotMs}`, nowMs, ASKED_EVERY_MS)) await queues.report(slotMs, nowMs)
}

/** Whether one of them is not posted yet. */
const isAnyMissing = async ({ ledger, config }: Needs, slotMs: number): Promise<boolean> => {
  const keys = weeklyReportsOf(config).map(report =>
    [...new Set([report.channel, config.channels.fallback])].map(channel =>
      weeklyReportKey(slotMs, report, channel),
    ),
  )
  const posted = await ledger.readPosts(keys.flat())
  return keys.some(ofOne => !ofOne.some(key => posted.has(key)))
}

/** Whether amiops ran on an earlier day: a new installation makes up for nothing. */
const ranBefore = async ({ ledger }: Needs, slotMs: number): Promise<boolean> => {
  const days = await ledger.readTotals(dayOf(slotMs - RAN_WITHIN_MS))
  return days.some(({ day }) => day < dayOf(slotMs))
}
