import type { Images, Ledger, Messenger, Queues } from '../../ports.ts'
import type { HealthNeeds } from '../answer/health.ts'

export interface HomeNeeds extends HealthNeeds {
  images: Pick<Images, 'recycleBin'>
  ledger: Ledger
  messenger: Pick<Messenger, 'person' | 'publishHome' | 'members' | 'permalink'>
  queues: Queues
}
