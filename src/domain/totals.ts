import type { AccountRegion } from './alias.ts'
import { dayOf } from './audit-log.ts'
import { type Config, priceOf } from './config.ts'
import { placeKey } from './fleet.ts'
import { AGES, type Age, imagesIn, type PlaceGlance } from './fleet-glance.ts'

/** All images of the configured accounts and regions in a few numbers, on one day: what growth is counted from. */
export interface DayTotals {
  /** In UTC. */
  day: string
  images: number
  sizeGiB: number
  /** US dollars a month, at most: snapshots share blocks. */
  dollars: number
  ages: Readonly<Record<Age, number>>
  /** So many accounts and regions were not scanned yet, so their images are missing. */
  unscanned: number
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

/** Adds up what the scans saw of the configured places. */
export const totalsOf = (
  places: readonly AccountRegion[],
  glances: readonly PlaceGlance[],
  config: Pick<Config, 'prices'>,
  nowMs: number,
): DayTotals => {
  const byPlace = new Map(glances.map(glance => [placeKey(glance), glance]))
  const scanned = places.flatMap(place => byPlace.get(placeKey(place)) ?? [])
  const ages = AGES.map(age => [age, sum(scanned.map(glance => glance.ages[age]))] as const)
  return {
    day: dayOf(nowMs),
    images: sum(scanned.map(imagesIn)),
    sizeGiB: sum(scanned.map(({ sizeGiB }) => sizeGiB)),
    dollars: sum(scanned.map(({ sizeGiB, region }) => sizeGiB * priceOf(config, region))),
    ages: Object.fromEntries(ages) as DayTotals['ages'],
    unscanned: places.length - scanned.length,
  }
}

/** Whether the numbers of a day are to be written: there are none yet, or fewer places are missing now. */
export const isBetter = (now: DayTotals, before: DayTotals | undefined): boolean =>
  before === undefined || now.unscanned < before.unscanned
