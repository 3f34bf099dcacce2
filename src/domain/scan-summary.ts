import type { AccountRegion } from './alias.ts'
import { placeKey } from './fleet.ts'
import { isAwaited, type Place } from './place.ts'

/** A run of the schedule: it asks for scans, and others scan. */
export interface ScheduleRun {
  startedAtMs: number
}

/** The results of one run of the schedule and of the scans that it asked for. */
export interface LastRun extends ScheduleRun {
  /** Until the last of the scans that it asked for had ended. */
  tookMs: number
  /** Images that EC2 listed, in the last scan of each place. */
  images: number
  /** How many places were scanned completely when they were scanned last. */
  places: number
  /** How many there are. */
  of: number
  /** Places whose last scan failed. */
  failed: number
  /** Scans that were asked for and have not ended. */
  underWay: number
  seenLate: number
}

/** @param all the places of the config */
export const lastRunOf = (
  run: ScheduleRun,
  all: readonly AccountRegion[],
  known: readonly Place[],
): LastRun => {
  const byKey = new Map(known.map(place => [placeKey(place), place]))
  const scans = all.flatMap(place => byKey.get(placeKey(place))?.scan ?? [])
  const ends = scans
    .filter(({ askedAtMs }) => askedAtMs >= run.startedAtMs)
    .map(({ startedAtMs, tookMs }) => startedAtMs + tookMs - run.startedAtMs)
  return {
    ...run,
    tookMs: Math.max(0, ...ends),
    images: scans.reduce((sum, { images }) => sum + images, 0),
    places: scans.filter(({ next, failure }) => next === undefined && !failure).length,
    of: all.length,
    failed: scans.filter(({ failure }) => failure).length,
    underWay: all.filter(place => isAwaited(byKey.get(placeKey(place)) ?? {})).length,
    seenLate: scans.reduce((sum, { seenLate }) => sum + seenLate, 0),
  }
}
