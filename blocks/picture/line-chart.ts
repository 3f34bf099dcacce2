import { numberWords } from '../words.ts'
import { COLOURS, type Point, svgDot, svgLine, svgText } from './svg.ts'

/** What a line shows at a time. */
interface LinePoint {
  atMs: number
  value: number
}

export interface LineChart {
  title: string
  points: readonly LinePoint[]
  fromMs: number
  toMs: number
  /** Of its whole area, with title and labels. */
  area: { x: number; y: number; width: number; height: number }
}

const TITLE = 34
const LABEL = 28
/** Room above the line for its title, below it for the dates, and beside it for the scale. */
const ABOVE = 64
const BELOW = 48
const BESIDE = 130
const RIGHT = 24

/** The top of a scale, a tenth above the highest value or more: an even number, because its half is written too. */
export const topOf = (highest: number): number => {
  const wanted = Math.max(2, highest * 1.1)
  const power = 10 ** Math.floor(Math.log10(wanted))
  const tops = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map(step => Math.round(step * power))
  return tops.find(top => top >= wanted && top % 2 === 0) ?? 10 * power
}

const dateWords = (atMs: number): string =>
  new Date(atMs).toLocaleDateString('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' })

/** A line over time, on a scale that begins at nought, with its first and last value written at it. */
export const lineChart = ({ title, points, fromMs, toMs, area }: LineChart): string => {
  const left = area.x + BESIDE
  const right = area.x + area.width - RIGHT
  const top = area.y + ABOVE
  const bottom = area.y + area.height - BELOW
  const scale = topOf(Math.max(0, ...points.map(({ value }) => value)))
  const xOf = (atMs: number): number => left + ((atMs - fromMs) / (toMs - fromMs)) * (right - left)
  const yOf = (value: number): number => bottom - (value / scale) * (bottom - top)
  const drawn = points.map(({ atMs, value }): Point => ({ x: xOf(atMs), y: yOf(value) }))
  const grid = [0, scale / 2, scale].map(value => {
    const y = yOf(value)
    const label = svgText({ x: left - 16, y: y + 10 }, numberWords(value), {
      size: LABEL,
      colour: COLOURS.quiet,
      anchor: 'end',
    })
    return (
      svgLine(
        [
          { x: left, y },
          { x: right, y },
        ],
        COLOURS.grid,
        2,
      ) + label
    )
  })
  const dates = [fromMs, (fromMs + toMs) / 2, toMs].map((atMs, index) =>
    svgText({ x: xOf(atMs), y: bottom + 38 }, dateWords(atMs), {
      size: LABEL,
      colour: COLOURS.quiet,
      anchor: (['start', 'middle', 'end'] as const)[index] ?? 'end',
    }),
  )
  return [
    svgText({ x: area.x, y: area.y + TITLE }, title, { size: TITLE, isBold: true }),
    ...grid,
    ...dates,
    svgLine(drawn, COLOURS.line, 6),
    ...drawn.slice(-1).map(last => svgDot(last, 10, COLOURS.line)),
  ].join('')
}
