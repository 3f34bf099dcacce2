import type { Age } from '../src/domain/fleet-glance.ts'

export const AGE_WORDS: Readonly<Record<Age, string>> = {
  month: 'under 30 days',
  quarter: '30 to 90 days',
  year: '90 days to a year',
  older: 'over a year',
  unknown: 'age not known',
}
