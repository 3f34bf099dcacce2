import type { Config } from '../../src/domain/config.ts'
import type { PlaceGlance } from '../../src/domain/fleet-glance.ts'
import { type DayTotals, isBetter, totalsOf, totalsOfFamilies } from '../../src/domain/totals.ts'

const account = '123456789012'
const EAST = { account, region: 'us-east-1' }
const WEST = { account, region: 'eu-west-1' }
const NOW_MS = Date.UTC(2026, 10, 30, 23, 59)
const CONFIG = { prices: { default: 0.05, byRegion: { 'eu-west-1': 0.1 } } } as unknown as Pick<
  Config,
  'prices'
>
const ages = (month: number, older = 0) => ({ month, quarter: 0, year: 0, older, unknown: 0 })

const glance = (place: typeof EAST, images: number, sizeGiB: number, more: Partial<PlaceGlance> = {}) =>
  ({
    ...place,
    states: { available: images - 1, disabled: 1 },
    ages: ages(images - 1, 1),
    sizeGiB,
    stale: { images: 0, sizeGiB: 0, oldest: [] },
    failed: [],
    ...more,
  }) satisfies PlaceGlance

const day = (more: Partial<DayTotals> = {}): DayTotals => ({
  day: '2026-11-30',
  images: 0,
  sizeGiB: 0,
  dollars: 0,
  ages: ages(0),
  unscanned: 0,
  ...more,
})

test('the images of all places, their size at the price of their region, and their ages', () => {
  expect(totalsOf([EAST, WEST], [glance(EAST, 3, 100), glance(WEST, 2, 40)], CONFIG, NOW_MS)).toEqual({
    day: '2026-11-30',
    images: 5,
    sizeGiB: 140,
    dollars: 9,
    ages: ages(3, 2),
    unscanned: 0,
  })
})

test('a place that was not scanned is counted as missing; one that the config no longer has is left out', () => {
  const other = glance({ account, region: 'ap-south-1' }, 9, 900)
  expect(totalsOf([EAST, WEST], [glance(EAST, 3, 100), other], CONFIG, NOW_MS)).toEqual(
    day({ images: 3, sizeGiB: 100, dollars: 5, ages: ages(2, 1), unscanned: 1 }),
  )
})

describe('families', () => {
  const web = { images: 1, sizeGiB: 10, ages: ages(1) }
  const east = glance(EAST, 3, 100, { families: { web, api: { images: 2, sizeGiB: 90, ages: ages(0, 2) } } })
  const west = glance(WEST, 2, 40, { families: { web: { images: 2, sizeGiB: 40, ages: ages(1, 1) } } })
  const totals = totalsOf([EAST, WEST], [east, west], CONFIG, NOW_MS)

  test('are added up over the places', () => {
    expect(totals.families).toEqual({
      web: { images: 3, sizeGiB: 50, dollars: 4.5, ages: ages(2, 1) },
      api: { images: 2, sizeGiB: 90, dollars: 4.5, ages: ages(0, 2) },
    })
  })

  test('of a place that has none are those of the others; without any place that has some there are none', () => {
    expect(totalsOf([EAST, WEST], [east, glance(WEST, 2, 40)], CONFIG, NOW_MS).families).toEqual({
      web: { images: 1, sizeGiB: 10, dollars: 0.5, ages: ages(1) },
      api: { images: 2, sizeGiB: 90, dollars: 4.5, ages: ages(0, 2) },
    })
    expect(totalsOf([EAST], [glance(EAST, 3, 100)], CONFIG, NOW_MS)).not.toHaveProperty('families')
  })

  test('of one owner: those alone, on the days on which families were counted', () => {
    expect(totalsOfFamilies([day(), { ...totals, unscanned: 1 }], new Set(['web', 'gone']))).toEqual([
      { day: '2026-11-30', unscanned: 1, images: 3, sizeGiB: 50, dollars: 4.5, ages: ages(2, 1) },
    ])
    expect(totalsOfFamilies([totals], new Set())).toEqual([day()])
  })
})

test('the numbers of a day are written again where fewer places are missing, or families are counted first', () => {
  const families = {}
  expect(isBetter(day({ unscanned: 3 }), undefined)).toBe(true)
  expect(isBetter(day({ unscanned: 1 }), day({ unscanned: 2 }))).toBe(true)
  expect(isBetter(day({ unscanned: 2 }), day({ unscanned: 2 }))).toBe(false)
  expect(isBetter(day({ unscanned: 3, families }), day({ unscanned: 2 }))).toBe(true)
  expect(isBetter(day({ families }), day({ families }))).toBe(false)
})
