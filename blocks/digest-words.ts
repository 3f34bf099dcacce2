import { type Digest, type ImpactCounts, mostFrequent, stateCounts } from '../src/domain/digest.ts'
import { type DigestLine, isInUse } from '../src/domain/digest-line.ts'
import type { EventState } from '../src/domain/event.ts'
import { whoWords } from './principal.ts'
import { escapeText } from './text.ts'
import { accountWords, agoWords, andWords, durationWords, numberWords, STATE_WORDS } from './words.ts'

/** What the messages about a digest have in common. */

/** The alias of an account, or its id. */
export type NameOf = (account: string) => string

/** "1,234 images", or "1 image". */
export const imagesWords = (count: number): string =>
  `${numberWords(count)} ${count === 1 ? 'image' : 'images'}`

/** What images of a digest did: "500 images deregistered". */
export const BECAME: Readonly<Record<EventState, string>> = {
  available: 'became available',
  failed: 'failed',
  disabled: 'disabled',
  deregistered: 'deregistered',
}

/** "⚫", or nothing where a digest of an earlier version holds several kinds. */
export const kindEmoji = (digest: Digest): string => {
  const [only, ...others] = stateCounts(digest)
  return only && others.length === 0 ? `${STATE_WORDS[only[0]].emoji} ` : ''
}

/** "500 images deregistered". */
export const whatWords = (digest: Digest): string => {
  const [only, ...others] = stateCounts(digest)
  if (only && others.length === 0) return `${imagesWords(digest.count)} ${BECAME[only[0]]}`
  const kinds = stateCounts(digest).map(
    ([state, count]) => `${numberWords(count)} ${STATE_WORDS[state].word.toLowerCase()}`,
  )
  return `${numberWords(digest.count)} image changes: ${kinds.join(', ')}`
}

/** "by role `terraform`": who asked in Slack, or the actors that CloudTrail names; empty if nobody is known. */
const byWords = ({ people, count, actors = [] }: Digest): string => {
  const inSlack = mostFrequent(people)
    .slice(0, 3)
    .map(([name, times]) => `@${escapeText(name, 60)}${times < count ? ` (${numberWords(times)})` : ''}`)
  const names = [...inSlack, ...actors.map(whoWords)]
  return names.length > 0 ? `by ${andWords(names)}` : ''
}

/** "500 images deregistered by role `terraform` in 2 min"; "95 images failed in 1 min, started by role `packer`". */
export const headlineWords = (digest: Digest): string => {
  const [what, by] = [whatWords(digest), byWords(digest)]
  if (digest.count === 1) return by === '' ? what : `${what} ${by}`
  const span = spanWords(digest.untilMs - digest.sinceMs)
  if (by === '') return `${what} ${span}`
  return (digest.states.counts.failed ?? 0) > 0 ? `${what} ${span}, started ${by}` : `${what} ${by} ${span}`
}

/** AWS gives whole seconds: two times that are the same may be up to a second apart. */
const spanWords = (ms: number): string => (ms < 1_000 ? 'within 1 s' : `in ${durationWords(ms)}`)

/** Nobody is named yet. */
export const isUnnamed = ({ people, actors = [] }: Digest): boolean =>
  actors.length === 0 && Object.keys(people.counts).length === 0

/** "37 in use", "12 shared", "5 production": those that there are. */
export const impactParts = ({ inUse, shared, production }: ImpactCounts): string[] => [
  ...(inUse > 0 ? [`${numberWords(inUse)} in use`] : []),
  ...(shared > 0 ? [`${numberWords(shared)} shared`] : []),
  ...(production > 0 ? [`${numberWords(production)} production`] : []),
]

/** Why a line is among those that matter most. */
export const whyWords = (line: DigestLine): string[] => [
  ...(line.superseded ? ['superseded'] : []),
  ...(isInUse(line) ? [`⚠️ in use: launched ${agoWords(line.lastLaunchedAtMs ?? 0)}`] : []),
  ...(line.isPublic ? ['⚠️ public'] : []),
  ...(line.wasShared ? ['⚠️ was shared with other accounts'] : []),
  ...(line.isProduction ? ['⚠️ production'] : []),
]

export const placeWords =
  (nameOf: NameOf) =>
  (place: string): string => {
    const [account = '', region = ''] = place.split('/')
    return `${accountWords(account, nameOf(account))} · ${region}`
  }
