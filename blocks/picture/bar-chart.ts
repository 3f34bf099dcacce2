import { numberWords } from '../words.ts'
import { COLOURS, svgRect, svgText } from './svg.ts'

export interface Bar {
  label: string
  value: number
}

const TITLE = 34
const LABEL = 28
const ROW = 52
const BAR = 34
const LABELS = 260
/** For the number behind the longest bar. */
const NUMBERS = 130

/** So high is a chart of so many bars. */
export const barsHeight = (bars: number): number => 64 + bars * ROW

/** Bars below each other, each with its label before and its number behind it. */
export const barChart = (
  title: string,
  bars: readonly Bar[],
  area: { x: number; y: number; width: number },
): string => {
  const highest = Math.max(1, ...bars.map(({ value }) => value))
  const longest = area.width - LABELS - NUMBERS
  return [
    svgText({ x: area.x, y: area.y + TITLE }, title, { size: TITLE, isBold: true }),
    ...bars.map(({ label, value }, index) => {
      const y = area.y + 64 + index * ROW
      const width = Math.max(value > 0 ? 4 : 0, (value / highest) * longest)
      const x = area.x + LABELS
      return [
        svgText({ x: area.x, y: y + 28 }, label, { size: LABEL, colour: COLOURS.quiet }),
        svgRect({ x, y }, { width, height: BAR }, COLOURS.bar),
        svgText({ x: x + width + 14, y: y + 28 }, numberWords(value), { size: LABEL }),
      ].join('')
    }),
  ].join('')
}
