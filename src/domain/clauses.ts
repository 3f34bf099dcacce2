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
