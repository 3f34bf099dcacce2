import { AGES } from '../../../domain/fleet-glance.ts'
import type { DayTotals } from '../../../domain/totals.ts'
import { number, shape, text } from './shape.ts'

const ages = shape<DayTotals['ages']>(
  Object.fromEntries(AGES.map(age => [age, number])) as Record<(typeof AGES)[number], typeof number>,
)

export const dayTotals = shape<DayTotals>({
  day: text,
  images: number,
  sizeGiB: number,
  dollars: number,
  ages,
  unscanned: number,
})
