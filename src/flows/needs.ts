import type { Config } from '../domain/config.ts'
import type { Clock, Images, Ledger, Log, Messenger, Queues, References, Uses } from '../ports.ts'

export interface PerformNeeds {
  images: Pick<Images, 'describe' | 'search' | 'rehearse' | 'change' | 'sharing' | 'recycled'>
  uses: Uses & References
  queues: Pick<Queues, 'lookLater'>
  ledger: Ledger
  messenger: Messenger
  config: Config
  clock: Clock
  log: Log
}
