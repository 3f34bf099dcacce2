import type { AccountRegion } from './alias.ts'
import { type Config, priceOf } from './config.ts'
import { dayOf } from './day.ts'
import { placeKey } from './fleet.ts'
import { AGES, type Age, imagesIn, type PlaceGlance } from './fleet-glance.ts'
import { groupBy } from './group-by.ts'

/** All images of the configured accounts and regions in a few numbers, on one day: what growth is counted from. */
export interface DayTotals {
  /** In UTC. */
  day: string
  images: number
  sizeGiB: number
  /** US dollars a month, at most: snapshots share blocks. */
  dollars: number
  ages: Readonly<Record<Age, number>>
  /** How many accounts and regions were not scanned yet: their images are missing. */
  unscanned: number
  /** The numbers of the families that have reports of their own. */
  families?: Readonly<Record<string, FamilyTotals>>
}

/** The images of one family on one day. */
export type FamilyTotals = Pick<DayTotals, 'images' | 'sizeGiB' | 'dollars' | 'ages'>

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

const sumAges = (all: readonly DayTotals['ages'][]): DayTotals['ages'] =>
  Object.fromEntries(AGES.map(age => [age, sum(all.map(ages => ages[age]))])) as DayTotals['ages']

const addUp = (all: readonly FamilyTotals[]): FamilyTotals => ({
  images: sum(all.map(({ images }) => images)),
  sizeGiB: sum(all.map(({ sizeGiB }) => sizeGiB)),
  dollars: sum(all.map(({ dollars }) => dollars)),
  ages: sumAges(all.map(({ ages }) => ages)),
})

const familyTotalsOf = (
  scanned: readonly PlaceGlance[],
  config: Pick<Config, 'prices'>,
): DayTotals['families'] => {
  const all = scanned.flatMap(({ region, families = {} }) =>
    Object.entries(families).map(([family, glance]) => ({
      family,
      of: { ...glance, dollars: glance.sizeGiB * priceOf(config, region) },
    })),
  )
  if (scanned.every(({ families }) => families === undefined)) return undefined
  const byFamily = groupBy(all, ({ family }) => family)
  return Object.fromEntries([...byFamily].map(([family, some]) => [family, addUp(some.map(({ of }) => of))]))
}

/** The same for some families only, for the days on which they were counted. */
export const totalsOfFamilies = (totals: readonly DayTotals[], families: ReadonlySet<string>): DayTotals[] =>
  totals.flatMap(({ day, unscanned, families: counted }) => {
    if (!counted) return []
    const own = Object.entries(counted).flatMap(([family, one]) => (families.has(family) ? [one] : []))
    return [{ day, unscanned, ...addUp(own) }]
  })

/** Adds up what the scans saw of the configured places. */
export const totalsOf = (
  places: readonly AccountRegion[],
  glances: readonly PlaceGlance[],
  config: Pick<Config, 'prices'>,
  nowMs: number,
): DayTotals => {
  const byPlace = new Map(glances.map(glance => [placeKey(glance), glance]))
  const scanned = places.flatMap(place => byPlace.get(placeKey(place)) ?? [])
  const families = familyTotalsOf(scanned, config)
  return {
    day: dayOf(nowMs),
    images: sum(scanned.map(imagesIn)),
    sizeGiB: sum(scanned.map(({ sizeGiB }) => sizeGiB)),
    dollars: sum(scanned.map(({ sizeGiB, region }) => sizeGiB * priceOf(config, region))),
    ages: sumAges(scanned.map(({ ages }) => ages)),
    unscanned: places.length - scanned.length,
    ...(families && { families }),
  }
}

/** Whether the numbers of a day have to be written: there are none yet, or fewer places are missing now. */
export const isBetter = (now: DayTotals, before: DayTotals | undefined): boolean =>
  before === undefined ||
  now.unscanned < before.unscanned ||
  (now.families !== undefined && before.families === undefined)
