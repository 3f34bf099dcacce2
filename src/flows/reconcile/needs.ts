import type { Config } from '../../domain/config.ts'
import type { Clock, Images, Ledger, Log } from '../../ports.ts'
import type { AnnounceNeeds } from '../announce/needs.ts'

export interface PlaceNeeds {
  images: Pick<Images, 'describe' | 'search' | 'listPage' | 'recycled' | 'sharing' | 'publicAccess'>
  launchability: AnnounceNeeds['launchability']
  ledger: Ledger
  messenger: AnnounceNeeds['messenger']
  config: Config
  clock: Clock
  log: Log
}
