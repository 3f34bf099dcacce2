import { dayOf } from './audit-log.ts'
import type { Config } from './config.ts'

/** A report that comes every week: which, and where. */
export interface WeeklyReport {
  /** Names it among those of a week. */
  id: string
  channel: string
}

/** The reports of a week. */
export const weeklyReportsOf = ({
  reports,
  channels,
}: Pick<Config, 'reports' | 'channels'>): WeeklyReport[] =>
  reports ? [{ id: 'all', channel: reports.weekly.channel ?? channels.fallback }] : []

/** The key of the message that it is, in one channel. `slotMs`: when it was due. */
export const weeklyReportKey = (slotMs: number, { id }: WeeklyReport, channel: string): string =>
  `report/${dayOf(slotMs)}/${id}/${channel}`
