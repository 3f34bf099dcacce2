/** How far a part of a fake is the service's own, which test proves it, and what it does not do. */
export interface Coverage {
  state: 'supported' | 'partial' | 'missing'
  /** The title of a test of the fake, or the name of a row of its table; what is missing has none. */
  provedBy?: string
  gap?: string
}

/** By the names of calls, or of what holds for many of them. */
export type Covered = Readonly<Record<string, Coverage>>
