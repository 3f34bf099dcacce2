import type { Config } from './config.ts'
import { familyRuleOf } from './family.ts'
import type { ImageFacts, ImageRef } from './image.ts'
import { decideRoute } from './route.ts'

/** Where the owners of an image are reached. */
export interface OwnerPlace {
  /** As the config names it. */
  channel: string
  /** The user group that owns its family. */
  owner?: string
}

/** The channel of its family, else where its events go; a rule that mutes those does not mute what its owners must know. */
export const ownerPlaceOf = (
  config: Pick<Config, 'channels' | 'rules' | 'families'>,
  image: ImageRef,
  facts: ImageFacts,
): OwnerPlace => {
  const rule = familyRuleOf(facts, config)
  const event = { ...image, id: '', state: 'available' as const, atMs: 0 }
  const [routed] = decideRoute(config, event, facts).channels
  return {
    channel: rule?.channel ?? routed ?? config.channels.failed ?? config.channels.fallback,
    ...(rule?.owner !== undefined && { owner: rule.owner }),
  }
}
