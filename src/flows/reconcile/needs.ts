import type { Config } from '../../domain/config.ts'
import type {
  Aliases,
  Clock,
  Findings,
  FleetScans,
  Images,
  Ledger,
  Log,
  Messenger,
  Queues,
} from '../../ports.ts'
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

/** What the scan of one account and region needs. */
export interface ScanNeeds extends PlaceNeeds {
  aliases: Pick<Aliases, 'read' | 'readAll' | 'versions'>
  findings: Findings
  messenger: Messenger
  queues: Pick<Queues, 'refreshHomesLater'>
  /** What changed lately, as far as scans that follow each other share it; without it, each reads it from the ledger. */
  keptChanges?: Pick<FleetScans, 'readRecentlyChanged'>
}
