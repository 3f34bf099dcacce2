import type { EventState } from './event.ts'

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
