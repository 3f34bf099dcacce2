import { AGES } from '../../../domain/fleet-glance.ts'
import type { DayTotals, FamilyTotals } from '../../../domain/totals.ts'
import { byName, maybe, number, shape, text } from './shape.ts'

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
  families: maybe(byName(shape<FamilyTotals>({ images: number, sizeGiB: number, dollars: number, ages }))),
})
