import type { Config } from '../../domain/config.ts'
import type { Deprecation } from '../../domain/deprecation.ts'
import type { ImageFacts } from '../../domain/image.ts'
import type { Clock, Images, Instances, Ledger, Log } from '../../ports.ts'
import type { ShowNeeds } from '../cards/show.ts'
import type { PostOnceNeeds } from '../steps/post-once.ts'

/** What the flows of deprecation dates need: EC2, the ledger, and the owners' channels. */
export interface DateNeeds extends PostOnceNeeds {
  images: Pick<Images, 'describe'>
  ledger: Ledger
  messenger: PostOnceNeeds['messenger'] & ShowNeeds['messenger']
  config: Config
  clock: Clock
  log: Log
}

/** The warnings go to those who run an image, too. */
export interface WarnNeeds extends DateNeeds {
  instances: Pick<Instances, 'list'>
}

/** An image with a date, as EC2 showed it just now. */
export interface Followed {
  deprecation: Deprecation
  facts: ImageFacts
}
