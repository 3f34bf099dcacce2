import type { AccountRegion } from './alias.ts'
import { alternate } from './fair-order.ts'
import { placeKey } from './fleet.ts'
import { isAwaited, type Place, type PlaceScan } from './place.ts'

const MINUTE_MS = 60_000

/** Up to this many places are scanned with each run of the schedule; if there are more, each of them every ten minutes. */
export const SCANNED_EACH_RUN = 100
const EVERY_MS = 10 * MINUTE_MS
/** The schedule runs every five minutes, some seconds earlier or later. */
const RUN_EVERY_MS = 5 * MINUTE_MS
const EARLY_MS = MINUTE_MS
const MOST_BACKOFF_MS = 60 * MINUTE_MS
/** A message that no scan has answered by then is lost: a minute longer than its queue keeps it. */
export const SCAN_LOST_AFTER_MS = 16 * MINUTE_MS

/**
 * Which places are to be scanned now: those whose time has come, unless a message for them waits or is worked on. A place that fails is
 * asked less and less often, but at least once an hour; of an account that does not answer in any region, one every ten minutes. Those that answer come first, and accounts take turns, so that an account that
 * does not answer delays no other.
 */
export const duePlaces = (
  all: readonly AccountRegion[],
  known: ReadonlyMap<string, Place>,
  nowMs: number,
): AccountRegion[] => {
  const everyMs = all.length > SCANNED_EACH_RUN ? EVERY_MS : 0
  const scanOf = (place: AccountRegion): PlaceScan | undefined => known.get(placeKey(place))?.scan
  const answering = new Set(
    all.filter(place => !scanOf(place)?.failure?.isSilent).map(({ account }) => account),
  )
  const firstOf = new Map(
    [...all]
      .reverse()
      .filter(({ account }) => !answering.has(account))
      .map(place => [place.account, place] as const),
  )
  return answeringFirst(
    all.filter(place =>
      isDue(known.get(placeKey(place)), everyMs, nowMs, firstOf.get(place.account) === place),
    ),
    known,
  )
}

/** Those that answered when they were scanned last, then the others; accounts take turns in both. */
export const answeringFirst = (
  places: readonly AccountRegion[],
  known: ReadonlyMap<string, Place>,
): AccountRegion[] => {
  const fails = (place: AccountRegion): boolean => known.get(placeKey(place))?.scan?.failure !== undefined
  const inTurns = (some: readonly AccountRegion[]): AccountRegion[] =>
    alternate(some, ({ account }) => account)
  return [...inTurns(places.filter(place => !fails(place))), ...inTurns(places.filter(fails))]
}

/** @param isFirst the first region of an account that does not answer in any */
const isDue = (place: Place | undefined, everyMs: number, nowMs: number, isFirst: boolean): boolean => {
  const { askedAtMs = 0, scan } = place ?? {}
  if (place && isAwaited(place)) return nowMs >= askedAtMs + SCAN_LOST_AFTER_MS
  return !scan || nowMs >= scan.askedAtMs + waitMs(scan, everyMs, isFirst) - EARLY_MS
}

/** How long after a scan the next one begins. */
const waitMs = ({ next, failure }: PlaceScan, everyMs: number, isFirst: boolean): number => {
  if (failure && failure.times > 1)
    return Math.min(
      (everyMs || RUN_EVERY_MS) * 2 ** (failure.times - 1),
      isFirst ? EVERY_MS : MOST_BACKOFF_MS,
    )
  return next !== undefined && !failure ? 0 : everyMs
}
