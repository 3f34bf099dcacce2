import type { RichTextElement } from '@slack/types'
import { CARD_FACTS, type CardFact, SHOWN_FACTS } from '../src/domain/card-facts.ts'
import { type ImageFacts, isProtected, totalSizeGiB } from '../src/domain/image.ts'
import { agoText, bold, type Part, plainText, richPart } from './part.ts'
import { shorten, toLine } from './text.ts'
import { countWords } from './words.ts'

/** A fact in plain words, or a time; never parsed by Slack. */
export interface Fact {
  label: string
  value: string | { atMs: number }
}

/** An image's own tag: `toString` may be a tag's key, and every object inherits a property of that name. */
const tagOf = ({ tags }: ImageFacts, key: string): string | undefined =>
  Object.hasOwn(tags, key) ? tags[key] : undefined

const sourceWords = ({
  sourceInstanceId,
  sourceImageId,
  sourceImageRegion,
}: ImageFacts): string | undefined =>
  sourceInstanceId
    ? `instance ${sourceInstanceId}`
    : sourceImageId && `${sourceImageId}${sourceImageRegion ? ` in ${sourceImageRegion}` : ''}`

const sizeWords = (facts: ImageFacts): string | undefined => {
  const sizeGiB = totalSizeGiB(facts)
  if (sizeGiB === undefined) return undefined
  const encrypted = facts.snapshots.every(s => s.encrypted) ? ', encrypted' : ''
  return `${sizeGiB} GiB in ${countWords(facts.snapshots.length, 'snapshot')}${encrypted}`
}

const at = (ms: number | undefined): Fact['value'] | undefined =>
  ms === undefined ? undefined : { atMs: ms }

const NAMED: Readonly<
  Record<Exclude<CardFact, `tag:${string}`>, (facts: ImageFacts) => [string, Fact['value'] | undefined]>
> = {
  access: facts => ['Access', facts.public ? '⚠️ public: any AWS account can launch it' : undefined],
  architecture: ({ architecture, platform }) => [
    'Architecture',
    [architecture, platform].filter(part => part !== undefined).join(' · '),
  ],
  size: facts => ['Size', sizeWords(facts)],
  source: facts => ['Source', sourceWords(facts)],
  protection: facts => ['Deregistration protection', isProtected(facts) ? '🔒 on' : undefined],
  lastLaunched: facts => ['Last launched', at(facts.lastLaunchedAtMs)],
  deprecation: facts => ['Deprecation', at(facts.deprecatedAtMs)],
  owner: facts => ['Owner', facts.ownerId],
}

/** What EC2 does not say is left out, never guessed. */
const factOf = (facts: ImageFacts, name: CardFact): Fact[] => {
  const isTag = (one: CardFact): one is `tag:${string}` => one.startsWith('tag:')
  const [label, value] = isTag(name) ? [name.slice(4), tagOf(facts, name.slice(4))] : NAMED[name](facts)
  if (typeof value === 'object') return [{ label, value }]
  const words = shorten(toLine(value ?? ''), 120)
  return words === '' ? [] : [{ label: shorten(toLine(label), 60) || 'tag', value: words }]
}

/** All of them for Details, which says more of the protection itself. */
export const allFacts = (facts: ImageFacts): Fact[] =>
  CARD_FACTS.filter(name => name !== 'protection').flatMap(name => factOf(facts, name))

/** A line for each fact. */
const factLines = (facts: readonly Fact[]): RichTextElement[] =>
  facts.flatMap((fact, at) => [...(at > 0 ? [plainText('\n')] : []), ...factElements(fact)])

const factElements = ({ label, value }: Fact): RichTextElement[] => [
  bold(`${label}: `),
  typeof value === 'string' ? plainText(value) : agoText(value.atMs),
]

/** The facts of these names that the image has, as many as a card has room for. */
export const cardFacts = (facts: ImageFacts, names: readonly CardFact[]): Fact[] =>
  names.flatMap(name => factOf(facts, name)).slice(0, SHOWN_FACTS)

/** Facts below each other. */
export const factsPart = (facts: readonly Fact[]): Part => ({
  ...richPart(...factLines(facts)),
  words: facts.map(fact => richPart(...factElements(fact)).words).join('; '),
})
