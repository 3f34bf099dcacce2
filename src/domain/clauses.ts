import type { EventState } from './event.ts'
import { isMatch } from './glob.ts'

/** What a rule looks at. Every given clause must fit. */
export interface Clauses {
  state?: readonly EventState[]
  account?: readonly string[]
  region?: readonly string[]
  name?: readonly string[]
  tags?: Readonly<Record<string, string>>
}

/** What a rule may look at, besides the image itself. */
export interface ApprovalClauses extends Clauses {
  /** Somebody uses the image, or that could not be found out. */
  inUse?: boolean
  /** Others may launch the image, or that could not be found out. */
  shared?: boolean
}

/** What a rule looks at, in words: "state failed, tag Environment=production". */
export const clauseWords = ({ state, account, region, name, tags = {} }: Clauses): string => {
  const lists = Object.entries({ state, account, region, name }).flatMap(([what, values]) =>
    values ? [`${what} ${values.join(' or ')}`] : [],
  )
  const ofTags = Object.entries(tags).map(([key, value]) => `tag ${key}=${value}`)
  return [...lists, ...ofTags].join(', ') || 'every event'
}

/** Whether one of the patterns fits; what is not known fits none. */
export const fitsAny = (patterns: readonly string[] | undefined, text: string | undefined): boolean =>
  patterns === undefined || (text !== undefined && patterns.some(p => isMatch(p, text)))

/** What an image's name and tags are compared with. */
export interface NameAndTags {
  readonly name?: string
  readonly tags?: Readonly<Record<string, string>>
}

/** An image's own tag: `toString` may be a tag's key, and every object inherits a property of that name. */
const tagOf = ({ tags = {} }: NameAndTags, key: string): string | undefined =>
  Object.hasOwn(tags, key) ? tags[key] : undefined

/** Whether the clauses for name and tags fit; where neither is given, everything does. */
export const fitsNameAndTags = (
  { name, tags = {} }: Pick<Clauses, 'name' | 'tags'>,
  image: NameAndTags,
): boolean =>
  fitsAny(name, image.name) &&
  Object.entries(tags).every(([key, pattern]) => fitsAny([pattern], tagOf(image, key)))
