import { AGES } from '../../src/domain/fleet-glance.ts'
import { completeTotals, WEEKS_SHOWN } from '../../src/domain/report.ts'
import type { DayTotals } from '../../src/domain/totals.ts'
import { AGE_WORDS } from '../age-words.ts'
import { numberWords } from '../words.ts'
import { barChart, barsHeight } from './bar-chart.ts'
import { lineChart } from './line-chart.ts'
import { svgPicture } from './svg.ts'

/** A picture, and all of it in words for who cannot see it. */
export interface Picture {
  svg: string
  altText: string
}

/** At 360 pixels, a phone, its smallest letters are 10 pixels high. */
const WIDTH = 1000
const MARGIN = 36
const CHART = 320
const WEEK_MS = 7 * 24 * 60 * 60_000

/** A line for the images and one for their GiB over the last twelve weeks, and bars for their age; undefined if there are no numbers. */
export const renderReportPicture = (totals: readonly DayTotals[]): Picture | undefined => {
  const known = completeTotals(totals)
  const now = known.at(-1)
  if (!now) return undefined
  const toMs = Date.parse(now.day)
  const fromMs = toMs - WEEKS_SHOWN * WEEK_MS
  const inside = { x: MARGIN, width: WIDTH - 2 * MARGIN }
  const line = (title: string, y: number, numberOf: (one: DayTotals) => number): string =>
    lineChart({
      title,
      points: known.map(one => ({ atMs: Date.parse(one.day), value: numberOf(one) })),
      fromMs,
      toMs,
      area: { ...inside, y, height: CHART },
    })
  const bars = AGES.filter(age => age !== 'unknown' || now.ages.unknown > 0).map(age => ({
    label: AGE_WORDS[age],
    value: now.ages[age],
  }))
  const below = MARGIN + 2 * (CHART + MARGIN)
  const svg = svgPicture(WIDTH, below + barsHeight(bars.length) + MARGIN / 2, [
    line(`Images: ${numberWords(now.images)}`, MARGIN, ({ images }) => images),
    line(
      `GiB of snapshots: ${numberWords(Math.round(now.sizeGiB))}`,
      MARGIN + CHART + MARGIN,
      ({ sizeGiB }) => sizeGiB,
    ),
    barChart('Images by age', bars, { ...inside, y: below }),
  ])
  return { svg, altText: altTextOf(known, now, bars) }
}

const altTextOf = (
  known: readonly DayTotals[],
  now: DayTotals,
  bars: readonly { label: string; value: number }[],
): string => {
  const first = known.find(({ day }) => day < now.day)
  const from = (numberOf: (one: DayTotals) => number): string =>
    first === undefined ? '' : `from ${numberWords(Math.round(numberOf(first)))} on ${first.day} to `
  return [
    `Line of images over ${WEEKS_SHOWN} weeks: ${from(({ images }) => images)}${numberWords(now.images)} on ${now.day}.`,
    `Line of their GiB: ${from(({ sizeGiB }) => sizeGiB)}${numberWords(Math.round(now.sizeGiB))}.`,
    `Bars of images by age: ${bars.map(({ label, value }) => `${label} ${numberWords(value)}`).join(', ')}.`,
  ].join(' ')
}
