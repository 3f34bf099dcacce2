import type { ChannelBackoff } from '../../channel-backoff.ts'
import type { Findings, Images } from '../../ports.ts'
import type { AnnounceNeeds } from '../announce/needs.ts'

export interface FindingsNeeds
  extends Pick<AnnounceNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'> {
  images: Pick<Images, 'describe'>
  findings: Findings
}

/** The messages of one batch wait for room in a channel, one after another. */
export type WithBackoff = FindingsNeeds & { backoff: ChannelBackoff }
