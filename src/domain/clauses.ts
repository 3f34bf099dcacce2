import type { EventState } from './event.ts'
import { isMatch } from './glob.ts'

/** The conditions of a rule. Every condition that is given must match. */
export interface Clauses {
  state?: readonly EventState[]
  account?: readonly string[]
  region?: readonly string[]
  name?: readonly string[]
  tags?: Readonly<Record<string, string>>
}

/** The conditions of an approval rule: also those about the impact of a change. */
export interface ApprovalClauses extends Clauses {
  /** Something uses the image, or that could not be found out. */
  inUse?: boolean
  /** Others may launch the image, or that could not be found out. */
  shared?: boolean
}

/** The conditions of a rule in words: "state failed, tag Environment=production". */
export const clauseWords = ({ state, account, region, name, tags = {} }: Clauses): string => {
  const lists = Object.entries({ state, account, region, name }).flatMap(([what, values]) =>
    values ? [`${what} ${values.join(' or ')}`] : [],
  )
  const ofTags = Object.entries(tags).map(([key, value]) => `tag ${key}=${value}`)
  return [...lists, ...ofTags].join(', ') || 'every event'
}

/** Whether one of the patterns matches; an unknown value matches none. */
export const fitsAny = (patterns: readonly string[] | undefined, text: string | undefined): boolean =>
  patterns === undefined || (text !== undefined && patterns.some(p => isMatch(p, text)))

/** The name and tags of an image that conditions are compared with. */
export interface NameAndTags {
  readonly name?: string
  readonly tags?: Readonly<Record<string, string>>
}

/** The value of a tag. Only own properties count, since every object inherits names such as `toString`. */
const tagOf = ({ tags = {} }: NameAndTags, key: string): string | undefined =>
  Object.hasOwn(tags, key) ? tags[key] : undefined

/** Whether the conditions for name and tags match; without any, every image does. */
export const fitsNameAndTags = (
  { name, tags = {} }: Pick<Clauses, 'name' | 'tags'>,
  image: NameAndTags,
): boolean =>
  fitsAny(name, image.name) &&
  Object.entries(tags).every(([key, pattern]) => fitsAny([pattern], tagOf(image, key)))
