import { countActivity } from '../../domain/activity.ts'
import { type AuditEntry, auditAtMs, dayOf } from '../../domain/audit-log.ts'
import { placesIn } from '../../domain/fleet.ts'
import { compareFleet, countStatuses } from '../../domain/fleet-status.ts'
import type { Finding } from '../../domain/impact.ts'
import {
  REPORT_DAYS,
  type Report,
  type ReportedActivity,
  type ReportedFleet,
  WEEKS_SHOWN,
} from '../../domain/report.ts'
import { type DayTotals, totalsOf } from '../../domain/totals.ts'
import { allOf } from '../../in-parallel.ts'
import type { AuditLogs, FleetScans, Totals } from '../../ports.ts'
import { type ReadFleetNeeds, readFleet } from '../fleet/read-fleet.ts'

export interface ReadReportNeeds extends ReadFleetNeeds {
  ledger: ReadFleetNeeds['ledger'] & AuditLogs & FleetScans & Totals
}

const DAY_MS = 24 * 60 * 60_000
/** Of a change that is counted, the request and CloudTrail's call are a little older. */
const EARLIER_MS = 15 * 60_000
/** An event counts at the end of its second. */
const A_SECOND_MS = 1_000
/** Some ten thousand changes: more would not fit the function's memory beside the fleet. */
const MOST_ENTRIES = 40_000

/** Reads the parts of a report at the same time. A part that cannot be read says why; the others are there. */
export const readReport = async (needs: ReadReportNeeds): Promise<Report> => {
  const toMs = needs.clock.nowMs()
  const fromMs = toMs - REPORT_DAYS * DAY_MS
  const [activity, fleet, totals] = await allOf([
    tried(needs, 'the audit log', readActivity(needs, fromMs, toMs)),
    tried(needs, 'the fleet', readFreshness(needs)),
    tried(needs, 'the totals', readTotals(needs, toMs)),
  ])
  return { fromMs, toMs, activity, fleet, totals }
}

const tried = async <T>({ log }: ReadReportNeeds, what: string, read: Promise<T>): Promise<Finding<T>> => {
  try {
    return { known: true, value: await read }
  } catch (error) {
    log.warn('A part of a report could not be read.', { what, why: String(error) })
    return { known: false, why: error instanceof Error ? error.name : 'error' }
  }
}

const readActivity = async (
  { ledger }: ReadReportNeeds,
  fromMs: number,
  toMs: number,
): Promise<ReportedActivity> => {
  const entries: AuditEntry[] = []
  let unreadable = 0
  let from: string | undefined
  do {
    const page = await ledger.readAuditPage(fromMs - EARLIER_MS, toMs + A_SECOND_MS, from)
    entries.push(...page.entries)
    unreadable += page.unreadable
    from = page.next
  } while (from !== undefined && entries.length < MOST_ENTRIES)
  const counts = countActivity(entries, fromMs)
  return {
    counts,
    unreadable,
    ...(from !== undefined && { readToMs: Math.max(...entries.slice(-1).map(auditAtMs)) }),
  }
}

const readFreshness = async (needs: ReadReportNeeds): Promise<ReportedFleet> => {
  const { uses, images, unread } = await readFleet(needs)
  return { counts: countStatuses(compareFleet(uses, images, needs.config, needs.clock.nowMs())), unread }
}

/** Those of the last weeks, and in place of today's those that are known now. */
const readTotals = async ({ ledger, config }: ReadReportNeeds, nowMs: number): Promise<DayTotals[]> => {
  const [kept, glances] = await allOf([
    ledger.readTotals(dayOf(nowMs - WEEKS_SHOWN * 7 * DAY_MS)),
    ledger.readGlances(),
  ])
  const now = totalsOf(placesIn(config), glances, config, nowMs)
  return [...kept.filter(({ day }) => day < now.day), now]
}
