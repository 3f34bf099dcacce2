import type { Config } from './config.ts'
import type { WarningDays } from './deprecation.ts'
import { ownerOf } from './fleet-status.ts'
import type { FleetUse } from './fleet-use.ts'
import { groupBy } from './group-by.ts'
import type { ImageFacts, ImageRef } from './image.ts'
import { channelOfOwner, countOwners, ownerPlaceOf, type Unreached } from './owner-place.ts'
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
  /** Those who run the images, by owner tag, and for whom the config names no channel: they are told here, if anywhere. */
  unreached: readonly Unreached[]
}

type Configured = Pick<Config, 'channels' | 'rules' | 'families' | 'accounts' | 'fleet'>

/** The channel of the people who run an instance: by its owner tag, or else by its account; undefined if the config names neither. */
const channelOfUse = ({ fleet, accounts }: Configured, use: FleetUse): string | undefined => {
  return (
    channelOfOwner(fleet, ownerOf(use, fleet.ownerTags)) ??
    accounts.find(({ id }) => id === use.account)?.channel
  )
}

const ownersOf = (uses: readonly FleetUse[], { fleet }: Configured): OwnedInstances[] =>
  countOwners(uses.map(use => ownerOf(use, fleet.ownerTags))).map(({ count: instances, ...owner }) => ({
    ...owner,
    instances,
  }))

/**
 * Which channels are warned of which images: the owners' channel, with all instances; and the channels that the config names for owner
 * tags and accounts, with their own instances. A channel gets one warning.
 */
export const warningsOf = (config: Configured, images: readonly DatedImage[]): DateWarning[] => {
  const warnings = new Map<string, { mention: Set<string>; images: WarnedImage[]; unreached: FleetUse[] }>()
  const at = (channel: string) => {
    const warning = warnings.get(channel) ?? { mention: new Set<string>(), images: [], unreached: [] }
    warnings.set(channel, warning)
    return warning
  }
  for (const { uses, ...dated } of images) {
    const { channel, mention } = ownerPlaceOf(config, { ...dated, state: 'available' })
    const own = at(channel)
    for (const group of mention) own.mention.add(group)
    own.images.push({ ...dated, instances: ownersOf(uses, config) })
    own.unreached.push(...uses.filter(use => channelOfUse(config, use) === undefined))
    for (const [users, some] of groupBy(uses, use => channelOfUse(config, use) ?? channel))
      if (users !== channel) at(users).images.push({ ...dated, instances: ownersOf(some, config) })
  }
  return [...warnings].map(([channel, { mention, images: warned, unreached }]) => ({
    channel,
    mention: [...mention],
    images: warned.sort((a, b) => a.deprecatedAtMs - b.deprecatedAtMs),
    unreached: countOwners(unreached.map(use => ownerOf(use, config.fleet.ownerTags))),
  }))
}
