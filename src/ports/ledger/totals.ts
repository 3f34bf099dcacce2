import type { DayTotals } from '../../domain/totals.ts'

/** The fleet in a few numbers for each day, kept 400 days. */
export interface Totals {
  /** Writes the numbers of a day over those before. */
  saveTotals(totals: DayTotals): Promise<void>
  /** Those of a day and of the days after it, the oldest first. Days on which nothing ran are missing. */
  readTotals(sinceDay: string): Promise<readonly DayTotals[]>
}
