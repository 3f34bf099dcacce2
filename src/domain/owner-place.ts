import type { NameAndTags } from './clauses.ts'
import type { Config } from './config.ts'
import { familyRuleOf } from './family.ts'
import { ownerOf } from './fleet-status.ts'
import { groupBy } from './group-by.ts'
import type { ImageRef } from './image.ts'
import { decideRoute } from './route.ts'

/** The channel for the owners of an image, and the user groups that are mentioned there. */
export interface OwnerPlace {
  channel: string
  mention: readonly string[]
}

type Configured = Pick<Config, 'channels' | 'rules' | 'families' | 'fleet'>

/** The channel of those with this owner tag, as the config names it. */
export const channelOfOwner = (
  { ownerChannels = {} }: Config['fleet'],
  owner: string | undefined,
): string | undefined =>
  owner !== undefined && Object.hasOwn(ownerChannels, owner) ? ownerChannels[owner] : undefined

/**
 * The channel and the owner of its family, as the config names them; else the channel of its owner tag, else that of its events, else that
 * of failures. A rule that mutes the image's events does not mute messages to its owners.
 */
export const ownerPlaceOf = (
  config: Configured,
  { image, state, facts }: { image: ImageRef; state: 'available' | 'disabled'; facts: NameAndTags },
): OwnerPlace => {
  const rule = familyRuleOf(facts, config)
  const channel =
    rule?.channel ??
    channelOfOwner(config.fleet, ownerTagOf(config, facts)) ??
    decideRoute(config, { ...image, state }, facts).channels[0]
  return {
    channel: channel ?? config.channels.failed ?? config.channels.fallback,
    mention: rule?.owner ? [rule.owner] : [],
  }
}

const ownerTagOf = ({ fleet }: Configured, { tags = {} }: NameAndTags): string | undefined =>
  ownerOf({ tags }, fleet.ownerTags)

/** An owner tag for which the config names no channel; without one, images that have none. */
export interface Unreached {
  owner?: string
  count: number
}

/** Owners by their tags, the most first. */
export const countOwners = (owners: readonly (string | undefined)[]): Unreached[] =>
  [...groupBy(owners, owner => owner ?? '')]
    .map(([owner, some]) => ({ ...(owner !== '' && { owner }), count: some.length }))
    .sort((a, b) => b.count - a.count)

/** The owners of images whom the config gives no way to reach: no channel or user group of their family, and none for their tag. */
export const unreachedOwners = (config: Configured, images: readonly NameAndTags[]): Unreached[] =>
  countOwners(
    images.flatMap(facts => {
      const rule = familyRuleOf(facts, config)
      const owner = ownerTagOf(config, facts)
      const isReached = rule?.channel !== undefined || rule?.owner !== undefined
      return isReached || channelOfOwner(config.fleet, owner) !== undefined ? [] : [owner]
    }),
  )
