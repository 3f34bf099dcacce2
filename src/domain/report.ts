import type { ActivityCount } from './activity.ts'
import type { StatusCounts } from './fleet-status.ts'
import type { Finding } from './impact.ts'
import type { DayTotals } from './totals.ts'

/** What happened to all images lately, how fresh the fleet is, and how it grew. */
export interface Report {
  fromMs: number
  toMs: number
  /** Of these families alone. */
  families?: readonly string[]
  activity: Finding<ReportedActivity>
  fleet: Finding<ReportedFleet>
  /** The days that are known, the oldest first; the last one is now. */
  totals: Finding<readonly DayTotals[]>
}

export interface ReportedActivity {
  counts: readonly ActivityCount[]
  /** Entries of the audit log that cannot be read: they are missing from the counts. */
  unreadable: number
  /** There were more entries than are read: the counts are of the days up to this time. */
  readToMs?: number
}

export interface ReportedFleet {
  counts: StatusCounts
  unread: readonly { what: 'instances' | 'images'; where: string; why: string }[]
}

const DAY_MS = 24 * 60 * 60_000
export const REPORT_DAYS = 7
export const WEEKS_SHOWN = 12

/** The days on which every account and region had been scanned: others would look as if images had gone. */
export const completeTotals = (totals: readonly DayTotals[]): DayTotals[] =>
  totals.filter(({ unscanned }) => unscanned === 0)

/** The numbers from some weeks before the last ones: of that day, or of the last complete day up to three days before it. */
export const weeksBefore = (totals: readonly DayTotals[], weeks: number): DayTotals | undefined => {
  const last = totals.at(-1)
  if (!last) return undefined
  const wantedMs = Date.parse(last.day) - weeks * 7 * DAY_MS
  return completeTotals(totals).findLast(({ day }) => {
    const beforeMs = wantedMs - Date.parse(day)
    return beforeMs >= 0 && beforeMs <= 3 * DAY_MS
  })
}
