import type { Config } from '../../domain/config.ts'
import type {
  Aliases,
  CleanupWarnings,
  Clock,
  FleetScans,
  ImageRecords,
  Images,
  Instances,
  Keeps,
  Log,
  Places,
  Plans,
  References,
  Revocations,
} from '../../ports.ts'
import type { SuggestNeeds } from '../suggest/needs.ts'

/** What finds the images that are due needs. */
export interface FindDueNeeds {
  ledger: FleetScans & Places & ImageRecords & Keeps & Revocations
  config: Config
  clock: Clock
}

/** What looks up whether something needs them. */
export interface CheckDueNeeds {
  images: Pick<Images, 'describe' | 'sharing'>
  uses: References
  instances: Pick<Instances, 'list'>
  aliases: Pick<Aliases, 'readAll'>
  config: Config
  clock: Clock
  log: Log
}

export interface CleanupNeeds extends FindDueNeeds, CheckDueNeeds, SuggestNeeds {
  ledger: FindDueNeeds['ledger'] & SuggestNeeds['ledger'] & CleanupWarnings & Plans
  config: Config
  clock: Clock
  log: Log
}
