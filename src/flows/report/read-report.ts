import { countActivity } from '../../domain/activity.ts'
import { type AuditEntry, auditAtMs } from '../../domain/audit-log.ts'
import { dayOf } from '../../domain/day.ts'
import { errorName } from '../../domain/error-name.ts'
import { familyOf } from '../../domain/family.ts'
import { placesIn } from '../../domain/fleet.ts'
import { type ComparedUse, compareFleet, countStatuses, familyBuilds } from '../../domain/fleet-status.ts'
import { chunksOf } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import type { Finding } from '../../domain/impact.ts'
import {
  REPORT_DAYS,
  type Report,
  type ReportedActivity,
  type ReportedFleet,
  WEEKS_SHOWN,
} from '../../domain/report.ts'
import { type DayTotals, totalsOf, totalsOfFamilies } from '../../domain/totals.ts'
import { allOf } from '../../in-parallel.ts'
import type { AuditLogs, FleetScans, Totals } from '../../ports.ts'
import { type ReadFleetNeeds, readFleet } from '../fleet/read-fleet.ts'
import type { Source } from '../readings/ask-for-reading.ts'

export interface ReadReportNeeds extends ReadFleetNeeds {
  ledger: ReadFleetNeeds['ledger'] & AuditLogs & FleetScans & Totals
}

const DAY_MS = 24 * 60 * 60_000
/** The request and CloudTrail's call of a change are a little older than its event. */
const EARLIER_MS = 15 * 60_000
/** An event counts at the end of its second. */
const A_SECOND_MS = 1_000
/** About ten thousand changes. More would not fit into the function's memory together with the fleet. */
const MOST_ENTRIES = 40_000
const RECORDS_AT_ONCE = 100

/** What reports are made of, read once for all of them. */
interface Sources {
  fromMs: number
  toMs: number
  activity: Finding<{ entries: readonly AuditEntry[]; unreadable: number; readToMs?: number }>
  /** The families of the images that something happened to; empty where no report asks for them. */
  families: Finding<ReadonlyMap<string, string>>
  fleet: Finding<{ compared: readonly ComparedUse[]; unread: ReportedFleet['unread'] }>
  totals: Finding<readonly DayTotals[]>
}

/** The report of all images. @param source of the fleet */
export const readReport = async (needs: ReadReportNeeds, source: Source): Promise<Report> =>
  reportOf(await readSources(needs, source, false))

/**
 * Reads one or several reports, of all images or of some families; their sources are read once. A part that can't be read has the reason
 * in its place.
 *
 * @param source of the fleet
 * @param scopes the families of each report; undefined for all images
 * @returns a report for each scope, in their order
 */
export const readReports = async (
  needs: ReadReportNeeds,
  source: Source,
  scopes: readonly (readonly string[] | undefined)[],
): Promise<Report[]> => {
  const sources = await readSources(
    needs,
    source,
    scopes.some(scope => scope !== undefined),
  )
  return scopes.map(scope => reportOf(sources, scope))
}

const readSources = async (
  needs: ReadReportNeeds,
  source: Source,
  withFamilies: boolean,
): Promise<Sources> => {
  const toMs = needs.clock.nowMs()
  const fromMs = toMs - REPORT_DAYS * DAY_MS
  const [activity, fleet, totals] = await allOf([
    tried(needs, 'the audit log', readActivity(needs, fromMs, toMs)),
    tried(needs, 'the fleet', readFreshness(needs, source)),
    tried(needs, 'the totals', readTotals(needs, toMs)),
  ])
  const families =
    withFamilies && activity.known
      ? await tried(needs, 'the families', readFamilies(needs, activity.value.entries))
      : { known: true as const, value: new Map<string, string>() }
  return { fromMs, toMs, activity, families, fleet, totals }
}

const reportOf = (sources: Sources, scope?: readonly string[]): Report => {
  const { fromMs, toMs, activity, fleet, totals, families } = sources
  const wanted = scope && new Set(scope)
  return {
    fromMs,
    toMs,
    ...(scope && { families: scope }),
    activity: !activity.known
      ? activity
      : wanted && !families.known
        ? families
        : { known: true, value: activityOf(activity.value, fromMs, wanted, families) },
    fleet: fleet.known ? { known: true, value: fleetOf(fleet.value, wanted) } : fleet,
    totals: totals.known && wanted ? { known: true, value: totalsOfFamilies(totals.value, wanted) } : totals,
  }
}

type Known<F> = F extends { known: true; value: infer Value } ? Value : never

const activityOf = (
  { entries, ...more }: Known<Sources['activity']>,
  fromMs: number,
  wanted: ReadonlySet<string> | undefined,
  families: Sources['families'],
): ReportedActivity => {
  const isWanted = (one: AuditEntry): boolean => {
    if (!wanted) return true
    if (!('entry' in one) || !families.known) return false
    const family =
      one.entry.kind === 'assignment' ? one.entry.family : families.value.get(imageKey(one.image))
    return family !== undefined && wanted.has(family)
  }
  return { counts: countActivity(entries.filter(isWanted), fromMs), ...more }
}

const fleetOf = (
  { compared, unread }: Known<Sources['fleet']>,
  wanted: ReadonlySet<string> | undefined,
): ReportedFleet => ({
  counts: countStatuses(wanted ? compared.filter(({ family }) => wanted.has(family)) : compared),
  unread,
})

const tried = async <T>({ log }: ReadReportNeeds, what: string, read: Promise<T>): Promise<Finding<T>> => {
  try {
    return { known: true, value: await read }
  } catch (error) {
    log.warn('A part of a report could not be read.', { what, why: String(error) })
    return { known: false, why: errorName(error) }
  }
}

const readActivity = async (
  { ledger }: ReadReportNeeds,
  fromMs: number,
  toMs: number,
): Promise<Known<Sources['activity']>> => {
  const entries: AuditEntry[] = []
  let unreadable = 0
  let from: string | undefined
  do {
    const page = await ledger.readAuditPage(fromMs - EARLIER_MS, toMs + A_SECOND_MS, from)
    entries.push(...page.entries)
    unreadable += page.unreadable
    from = page.next
  } while (from !== undefined && entries.length < MOST_ENTRIES)
  const last = entries.at(-1)
  return { entries, unreadable, ...(from !== undefined && last && { readToMs: auditAtMs(last) }) }
}

/** The families of images, by what the ledger remembers of them. */
const readFamilies = async (
  { ledger, config }: ReadReportNeeds,
  entries: readonly AuditEntry[],
): Promise<Map<string, string>> => {
  const images = new Map(
    entries.flatMap(one => ('entry' in one ? [[imageKey(one.image), one.image] as const] : [])),
  )
  const families = new Map<string, string>()
  for (const some of chunksOf([...images.values()], RECORDS_AT_ONCE))
    for (const [key, { facts }] of await ledger.readImages(some)) {
      const family = facts && familyOf(facts, config)
      if (family !== undefined) families.set(key, family)
    }
  return families
}

const readFreshness = async (needs: ReadReportNeeds, source: Source): Promise<Known<Sources['fleet']>> => {
  const { uses, images, unread } = await readFleet(needs, source)
  return { compared: compareFleet(uses, familyBuilds(images), needs.config, needs.clock.nowMs()), unread }
}

/** The totals of the last weeks; for today, the current numbers. */
const readTotals = async ({ ledger, config }: ReadReportNeeds, nowMs: number): Promise<DayTotals[]> => {
  const [kept, glances] = await allOf([
    ledger.readTotals(dayOf(nowMs - WEEKS_SHOWN * 7 * DAY_MS)),
    ledger.readGlances(),
  ])
  const now = totalsOf(placesIn(config), glances, config, nowMs)
  return [...kept.filter(({ day }) => day < now.day), now]
}
