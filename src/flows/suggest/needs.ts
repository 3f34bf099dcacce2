import type { Config } from '../../domain/config.ts'
import type { Messenger, Posts, Suggestions } from '../../ports.ts'
import type { PostOnceNeeds } from '../steps/post-once.ts'

export interface SuggestNeeds extends PostOnceNeeds {
  ledger: Posts & Suggestions
  messenger: Pick<Messenger, 'post' | 'find' | 'update'>
  config: Config
}
