import { type Clauses, clauseWords, fitsAny, fitsNameAndTags, type NameAndTags } from './clauses.ts'
import type { Config } from './config.ts'
import type { ImageEvent } from './event.ts'
import { familyRuleOf } from './family.ts'
import type { ImageRef, ImageState } from './image.ts'
import type { CardMention } from './record.ts'

/** The channels of an event, and who is mentioned. No channel if a rule mutes it. */
export interface Route {
  channels: readonly string[]
  mention: readonly string[]
  /** The rule that mentions them: its name, or else its conditions. */
  rule?: string
  /** It keeps a card of its own, also where many become a digest. */
  alone: boolean
  /** Its rule says `always: card`. */
  always?: 'card'
  /** Its rule says that it is sent by e-mail if Slack does not accept it. */
  sns?: true
}

/** Whether every given clause fits an image in this state. */
export const fitsImage = (
  when: Clauses,
  image: ImageRef & { state: ImageState },
  facts: NameAndTags | undefined,
): boolean =>
  (when.state === undefined || when.state.some(state => state === image.state)) &&
  fitsAny(when.account, image.account) &&
  fitsAny(when.region, image.region) &&
  fitsNameAndTags(when, facts ?? {})

/** The keys of the tags that rules, approvals, families and the clean-up look at. */
export const tagsOfRules = ({
  rules,
  actions,
  families,
  cleanup,
}: Pick<Config, 'rules' | 'actions' | 'families' | 'cleanup'>): Set<string> => {
  const approvals = Object.values(actions).flatMap(rights => rights?.approval?.when ?? [])
  const clauses = [
    ...[...rules, ...(cleanup?.rules ?? [])].map(({ when }) => when),
    ...approvals,
    ...Object.values(families),
  ]
  return new Set(clauses.flatMap(({ tags = {} }) => Object.keys(tags)))
}

/** Whether the name or the tags of the image, which are not known, decide where its event is posted. */
export const dependsOnFacts = (
  { rules, families }: Pick<Config, 'rules' | 'families'>,
  event: ImageEvent,
): boolean => {
  const hasFamilyChannels = Object.values(families).some(({ channel }) => channel !== undefined)
  for (const { when, to, mute } of rules) {
    const { name, tags = {}, ...others } = when
    if (!fitsImage(others, event, undefined)) continue
    if (name !== undefined || Object.keys(tags).length > 0) return true
    return hasFamilyChannels && !mute && to.length === 0
  }
  return hasFamilyChannels
}

/** The channels of the first rule that fits; else that of the image's family, that of the state, the fallback. */
export const decideRoute = (
  config: Pick<Config, 'channels' | 'rules' | 'families'>,
  event: Pick<ImageEvent, 'account' | 'region' | 'imageId' | 'state'>,
  facts: NameAndTags | undefined,
): Route => {
  const rule = config.rules.find(one => fitsImage(one.when, event, facts))
  const alone = event.state === 'failed' || rule?.always === 'card'
  if (rule?.mute) return { channels: [], mention: [], alone }
  const own =
    familyRuleOf(facts ?? {}, config)?.channel ?? config.channels[event.state] ?? config.channels.fallback
  const channels = rule && rule.to.length > 0 ? [...new Set(rule.to)] : [own]
  const route = {
    channels,
    alone,
    ...(rule?.always && { always: rule.always }),
    ...(rule?.sns && { sns: true as const }),
  }
  if (!rule || rule.mention.length === 0) return { ...route, mention: [] }
  return { ...route, mention: rule.mention, rule: rule.name ?? clauseWords(rule.when) }
}

/** Whom a route mentions, and the rule that does so. */
export const mentionOf = ({ mention, rule }: Route): CardMention | undefined =>
  rule === undefined ? undefined : { who: mention, rule }
