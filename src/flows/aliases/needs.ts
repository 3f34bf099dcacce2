import type { ChannelBackoff } from '../../channel-backoff.ts'
import type { ActorRoles } from '../../domain/actor-role.ts'
import type { Aliases, Images } from '../../ports.ts'
import type { PlanNeeds } from '../plans/needs.ts'

export interface AliasNewsNeeds
  extends Pick<PlanNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>,
    Pick<ActorRoles, 'actorRoleArn'> {
  aliases: Pick<Aliases, 'read' | 'versions'>
  images: Pick<Images, 'describe'>
}

/** The messages of one batch wait for room in a channel, one after another. */
export type WithBackoff<Needs> = Needs & { backoff: ChannelBackoff }

/** What makes amiops look at an alias: an event or call of AWS's, or a scan that found it changed. */
export type Trigger = { kind: 'event'; atMs: number; isDeletion?: true } | { kind: 'scan' }
