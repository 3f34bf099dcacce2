import type { Config } from './config.ts'
import type { WarningDays } from './deprecation.ts'
import { ownerOf } from './fleet-status.ts'
import type { FleetUse } from './fleet-use.ts'
import { groupBy } from './group-by.ts'
import type { ImageFacts, ImageRef } from './image.ts'
import { ownerPlaceOf } from './owner-place.ts'
import type { Successor } from './retirement.ts'
import type { OwnedInstances } from './revocation.ts'

/** An image whose deprecation date is near, and the instances that run it. */
export interface DatedImage {
  image: ImageRef
  facts: ImageFacts
  deprecatedAtMs: number
  days: WarningDays
  successor?: Successor
  uses: readonly FleetUse[]
}

/** What one channel is told of one image. */
export interface WarnedImage extends Omit<DatedImage, 'uses'> {
  /** All instances for its owners; otherwise those of the people in the channel. The most first. */
  instances: readonly OwnedInstances[]
}

/** A warning in one channel. */
export interface DateWarning {
  /** As the config names it. */
  channel: string
  /** The user groups that own the images. */
  mention: readonly string[]
  images: readonly WarnedImage[]
}

type Configured = Pick<Config, 'channels' | 'rules' | 'families' | 'accounts' | 'fleet'>

/** The channel of the people who run an instance: by its owner tag, or else by its account; undefined if the config names neither. */
const channelOfUse = ({ fleet, accounts }: Configured, use: FleetUse): string | undefined => {
  const owner = ownerOf(use, fleet.ownerTags)
  const { ownerChannels = {} } = fleet
  const own = owner !== undefined && Object.hasOwn(ownerChannels, owner) ? ownerChannels[owner] : undefined
  return own ?? accounts.find(({ id }) => id === use.account)?.channel
}

const countOwners = (uses: readonly FleetUse[], { fleet }: Configured): OwnedInstances[] =>
  [...groupBy(uses, use => ownerOf(use, fleet.ownerTags) ?? '')]
    .map(([owner, some]) => ({ ...(owner !== '' && { owner }), instances: some.length }))
    .sort((a, b) => b.instances - a.instances)

/**
 * Which channels are warned of which images: the owners' channel, with all instances; and the channels that the config names for owner
 * tags and accounts, with their own instances. A channel gets one warning.
 */
export const warningsOf = (config: Configured, images: readonly DatedImage[]): DateWarning[] => {
  const warnings = new Map<string, { mention: Set<string>; images: WarnedImage[] }>()
  const at = (channel: string) => {
    const warning = warnings.get(channel) ?? { mention: new Set<string>(), images: [] }
    warnings.set(channel, warning)
    return warning
  }
  for (const { uses, ...dated } of images) {
    const { channel, mention } = ownerPlaceOf(config, { ...dated, state: 'available' })
    const own = at(channel)
    for (const group of mention) own.mention.add(group)
    own.images.push({ ...dated, instances: countOwners(uses, config) })
    for (const [users, some] of groupBy(uses, use => channelOfUse(config, use) ?? channel))
      if (users !== channel) at(users).images.push({ ...dated, instances: countOwners(some, config) })
  }
  return [...warnings].map(([channel, { mention, images: warned }]) => ({
    channel,
    mention: [...mention],
    images: warned.sort((a, b) => a.deprecatedAtMs - b.deprecatedAtMs),
  }))
}
