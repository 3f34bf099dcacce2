import type { Config } from '../../domain/config.ts'

import type {
  Aliases,
  Clock,
  Findings,
  Images,
  Instances,
  Launchability,
  Ledger,
  Log,
  Messenger,
  Pictures,
  References,
  Uses,
} from '../../ports.ts'
import type { HealthNeeds } from './health.ts'

export interface AnswerNeeds extends HealthNeeds {
  images: Pick<
    Images,
    'describe' | 'search' | 'sharing' | 'snapshotSharing' | 'recycled' | 'recycleBin' | 'listPage'
  >
  instances: Instances
  aliases: Pick<Aliases, 'readAll'>
  launchability: Launchability
  findings: Findings
  uses: Uses & References
  ledger: Ledger
  messenger: Messenger
  pictures: Pictures
  config: Config
  clock: Clock
  log: Log
}
