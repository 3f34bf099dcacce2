import type { Principal } from './cloud-trail-call.ts'
import type { ImageRef } from './image.ts'
import { isSameDate } from './retirement.ts'

/** What the ledger knows of an image's deprecation date, which EC2 keeps: AWS sends no event for it. */
export interface Deprecation extends ImageRef {
  /** How often it was written: two writers that read the same version cannot both write. */
  version: number
  /** EC2's date; absent where it was removed. */
  deprecatedAtMs?: number
  /** When the date became known, or was changed last. */
  changedAtMs: number
  /** How often it was changed outside amiops: names the announcement of each change. */
  changes: number
  /** The last change outside amiops. */
  outside?: OutsideChange
  /** A scan saw another date at this time: the change's call may still come from CloudTrail. */
  seenOtherAtMs?: number
  /** The last warning of this date. */
  warnedDays?: WarningDays
  /** A warning that is being sent, together with others. */
  warning?: { days: WarningDays; batchId: string; atMs: number }
}

interface OutsideChange {
  atMs: number
  /** The date before. */
  fromMs?: number
  principal?: Principal
  announced?: true
}

/** How many days before the date people are warned; 0 is the day itself. */
export const WARNING_DAYS = [30, 7, 1, 0] as const
export type WarningDays = (typeof WARNING_DAYS)[number]

const DAY_MS = 24 * 60 * 60_000

/** CloudTrail's calls arrive within this time, as a rule; so do EC2's answers. */
const CALL_WITHIN_MS = 5 * 60_000

export const emptyDeprecation = ({ account, region, imageId }: ImageRef): Deprecation => ({
  account,
  region,
  imageId,
  version: 0,
  changedAtMs: 0,
  changes: 0,
})

/** The warnings of its date that have not been sent, the first one first. */
const warningsLeft = ({ warnedDays }: Deprecation): readonly WarningDays[] =>
  WARNING_DAYS.filter(days => warnedDays === undefined || days < warnedDays)

const warningAtMs = (deprecatedAtMs: number, days: WarningDays): number => deprecatedAtMs - days * DAY_MS

/** The warning that is due now; if several were missed, only the last one. */
export const dueWarning = (deprecation: Deprecation, nowMs: number): WarningDays | undefined => {
  const { deprecatedAtMs } = deprecation
  if (deprecatedAtMs === undefined) return undefined
  return warningsLeft(deprecation).findLast(days => warningAtMs(deprecatedAtMs, days) <= nowMs)
}

/** When the schedule has to look at it next; undefined where nothing is left to do. */
export const deprecationDueAtMs = (deprecation: Deprecation): number | undefined => {
  const { deprecatedAtMs, outside, seenOtherAtMs, warning } = deprecation
  if (warning || (outside && !outside.announced)) return 0
  const [next] = warningsLeft(deprecation)
  const times = [
    ...(seenOtherAtMs === undefined ? [] : [seenOtherAtMs + CALL_WITHIN_MS]),
    ...(deprecatedAtMs === undefined || next === undefined ? [] : [warningAtMs(deprecatedAtMs, next)]),
  ]
  return times.length === 0 ? undefined : Math.min(...times)
}

/** Who changed a date: amiops itself, somebody else, or nobody (the image had it when it was made, or before amiops first looked). */
export type DateChanger = 'amiops' | 'nobody' | { atMs: number; principal?: Principal }

/**
 * The item with the date that EC2 shows. Another date gets its own warnings, unless it has passed already.
 *
 * @returns undefined if it has that date, and it is not newly known who changed it
 */
export const withDate = (
  known: Deprecation,
  deprecatedAtMs: number | undefined,
  by: DateChanger,
  nowMs: number,
): Deprecation | undefined => {
  if (isSameDate(known.deprecatedAtMs, deprecatedAtMs)) return withoutDoubt(known, by)
  const {
    deprecatedAtMs: fromMs,
    warnedDays: _ofThat,
    warning: _stopped,
    seenOtherAtMs: _clear,
    ...rest
  } = known
  const { outside: _before, ...unchanged } = rest
  const isPast = deprecatedAtMs !== undefined && deprecatedAtMs <= nowMs
  return {
    ...(typeof by === 'string'
      ? unchanged
      : {
          ...rest,
          changes: rest.changes + 1,
          outside: {
            atMs: by.atMs,
            ...(fromMs !== undefined && { fromMs }),
            ...(by.principal && { principal: by.principal }),
          },
        }),
    changedAtMs: nowMs,
    ...(deprecatedAtMs !== undefined && { deprecatedAtMs }),
    ...(isPast && { warnedDays: 0 as const }),
  }
}

/** EC2 shows the date that is saved: the scan saw an old one, or the change was handled meanwhile. */
const withoutDoubt = (known: Deprecation, by: DateChanger): Deprecation | undefined => {
  const { seenOtherAtMs, ...clear } = known
  const { outside } = known
  const isNamed = typeof by !== 'string' && by.principal !== undefined && outside?.principal === undefined
  if (isNamed && outside && Math.abs(outside.atMs - by.atMs) < NAMES_WITHIN_MS) {
    // Announced again: what was posted is edited.
    const { announced: _unnamed, ...change } = outside
    return { ...clear, outside: { ...change, ...(by.principal && { principal: by.principal }) } }
  }
  return seenOtherAtMs === undefined ? undefined : clear
}

/** A call so near to a change that a scan found is that change's. */
const NAMES_WITHIN_MS = 60 * 60_000

/** A scan saw another date than that of the scan before: it is checked once its call had time to arrive. @param beforeMs the earlier date */
export const withOtherDate = (
  known: Deprecation,
  seen: { beforeMs: number | undefined; nowMs: number; foundMs: number | undefined },
): Deprecation | undefined => {
  const { beforeMs, foundMs, nowMs } = seen
  const first = known.version === 0 ? (withDate(known, beforeMs, 'nobody', nowMs) ?? known) : known
  if (isSameDate(first.deprecatedAtMs, foundMs) || first.seenOtherAtMs !== undefined) return undefined
  return { ...first, seenOtherAtMs: nowMs }
}

/** The warning is sent to everybody. */
export const withWarned = (known: Deprecation, batchId: string): Deprecation | undefined => {
  const { warning, ...rest } = known
  return warning?.batchId === batchId ? { ...rest, warnedDays: warning.days } : undefined
}
