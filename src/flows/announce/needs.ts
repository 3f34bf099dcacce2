import type { Config } from '../../domain/config.ts'
import type { Clock, Emails, Images, Launchability, Ledger, Log, Messenger, Metrics } from '../../ports.ts'

export interface AnnounceNeeds {
  images: Pick<Images, 'describe' | 'recycled' | 'search' | 'sharing'>
  launchability: Launchability
  ledger: Ledger
  messenger: Pick<
    Messenger,
    | 'post'
    | 'find'
    | 'update'
    | 'person'
    | 'respond'
    | 'showForm'
    | 'members'
    | 'openFile'
    | 'shareFile'
    | 'removeFile'
  >
  config: Config
  clock: Clock
  log: Log
  metrics?: Metrics
  /** For what Slack does not accept; absent where no e-mails are wanted. */
  emails?: Emails
}
