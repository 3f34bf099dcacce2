import type { Config } from '../domain/config.ts'
import type {
  Clock,
  Images,
  Launchability,
  Ledger,
  Log,
  Messenger,
  Queues,
  References,
  Uses,
} from '../ports.ts'

export interface PerformNeeds {
  images: Pick<
    Images,
    | 'describe'
    | 'search'
    | 'beginSession'
    | 'rehearse'
    | 'change'
    | 'sharing'
    | 'snapshotSharing'
    | 'recycled'
  >
  uses: Uses & References
  launchability: Launchability
  queues: Pick<Queues, 'lookLater'>
  ledger: Ledger
  messenger: Messenger
  config: Config
  clock: Clock
  log: Log
}
