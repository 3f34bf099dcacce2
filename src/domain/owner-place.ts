import type { NameAndTags } from './clauses.ts'
import type { Config } from './config.ts'
import { familyRuleOf } from './family.ts'
import type { ImageRef } from './image.ts'
import { decideRoute } from './route.ts'

/** The channel for the owners of an image, and the user groups that are mentioned there. */
export interface OwnerPlace {
  channel: string
  mention: readonly string[]
}

/**
 * The channel and the owner of its family, as the config names them; else the channel for its events, else that of failures. A rule that
 * mutes the image's events does not mute messages to its owners.
 */
export const ownerPlaceOf = (
  config: Pick<Config, 'channels' | 'rules' | 'families'>,
  { image, state, facts }: { image: ImageRef; state: 'available' | 'disabled'; facts: NameAndTags },
): OwnerPlace => {
  const rule = familyRuleOf(facts, config)
  const channel = rule?.channel ?? decideRoute(config, { ...image, state }, facts).channels[0]
  return {
    channel: channel ?? config.channels.failed ?? config.channels.fallback,
    mention: rule?.owner ? [rule.owner] : [],
  }
}
