import type { OwnContent, SharedContent } from '../src/domain/home.ts'
import type { HealthView } from './health.ts'

/** All that one person's Home shows. */
export interface HomeContent extends SharedContent, OwnContent {
  /** The slash command's name. */
  name: string
  health: HealthView
  staleAfterDays: number
  nameOf: (account: string) => string
  /** US dollars for a GiB of snapshot and month. */
  priceOf: (region: string) => number
  asOfMs: number
}
