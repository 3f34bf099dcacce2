import type { ChannelBackoff } from '../../channel-backoff.ts'
import type { Config } from '../../domain/config.ts'
import type {
  Aliases,
  Assignments,
  Clock,
  EventClaims,
  Images,
  Log,
  Messenger,
  SeenAliases,
} from '../../ports.ts'
import type { PostOnceNeeds } from '../steps/post-once.ts'

export interface AliasNewsNeeds extends PostOnceNeeds {
  aliases: Pick<Aliases, 'read' | 'versions'>
  images: Pick<Images, 'describe'>
  ledger: PostOnceNeeds['ledger'] & Assignments & SeenAliases & EventClaims
  messenger: PostOnceNeeds['messenger'] & Pick<Messenger, 'update'>
  config: Config
  clock: Clock
  log: Log
}

/** The messages of one batch wait for room in a channel, one after another. */
export type WithBackoff<Needs> = Needs & { backoff: ChannelBackoff }

/** What makes amiops look at an alias: an event or call of AWS's, or a scan that found it changed. */
export type Trigger = { kind: 'event'; atMs: number; isDeletion?: true } | { kind: 'scan' }
