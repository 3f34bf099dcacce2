import { type Clauses, clauseWords } from './clauses.ts'
import type { Config } from './config.ts'
import type { ImageEvent } from './event.ts'
import { isMatch } from './glob.ts'
import type { ImageFacts, ImageRef, ImageState } from './image.ts'

/** The channels of an event, and who is mentioned. No channel if a rule mutes it. */
export interface Route {
  channels: readonly string[]
  mention: readonly string[]
  /** The rule that mentions them: its name, or what it looks at. */
  rule?: string
  /** It keeps a card of its own, also where many become a digest. */
  alone: boolean
}

const fitsAny = (patterns: readonly string[] | undefined, text: string | undefined): boolean =>
  patterns === undefined || (text !== undefined && patterns.some(p => isMatch(p, text)))

/** An image's own tag: `toString` is a tag's name like any other, and every object has one. */
const tagOf = (facts: ImageFacts | undefined, key: string): string | undefined =>
  facts && Object.hasOwn(facts.tags, key) ? facts.tags[key] : undefined

/** Whether every given clause fits an image in this state. */
export const fitsImage = (
  when: Clauses,
  image: ImageRef & { state: ImageState },
  facts: ImageFacts | undefined,
): boolean =>
  (when.state === undefined || when.state.some(state => state === image.state)) &&
  fitsAny(when.account, image.account) &&
  fitsAny(when.region, image.region) &&
  fitsAny(when.name, facts?.name) &&
  Object.entries(when.tags ?? {}).every(([key, pattern]) => fitsAny([pattern], tagOf(facts, key)))

/** Whether the name or the tags of the image, which are not known, decide which rule fits. */
export const dependsOnFacts = ({ rules }: Pick<Config, 'rules'>, event: ImageEvent): boolean => {
  for (const { when } of rules) {
    const { name, tags = {}, ...others } = when
    if (fitsImage(others, event, undefined)) return name !== undefined || Object.keys(tags).length > 0
  }
  return false
}

/** The first rule that fits decides; else the channel of the state; else the fallback. */
export const decideRoute = (
  config: Pick<Config, 'channels' | 'rules'>,
  event: ImageEvent,
  facts: ImageFacts | undefined,
): Route => {
  const rule = config.rules.find(one => fitsImage(one.when, event, facts))
  const alone = event.state === 'failed' || rule?.always === 'card'
  if (rule?.mute) return { channels: [], mention: [], alone }
  const own = config.channels[event.state] ?? config.channels.fallback
  const channels = rule && rule.to.length > 0 ? [...new Set(rule.to)] : [own]
  if (!rule || rule.mention.length === 0) return { channels, mention: [], alone }
  return { channels, mention: rule.mention, rule: rule.name ?? clauseWords(rule.when), alone }
}
