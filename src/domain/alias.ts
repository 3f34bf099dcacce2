import type { Person } from './request.ts'

/** An account, and one region of it. */
export interface AccountRegion {
  account: string
  region: string
}

/**
 * A named pointer of a family to one of its images: an SSM parameter of data type `aws:ec2:image` in each of its accounts and
 * regions, which launch templates read. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-ec2-aliases.html
 */
export interface AliasRule {
  name: string
  /** The name of the SSM parameter, the same everywhere. */
  parameter: string
  in: readonly AccountRegion[]
  /** Who must approve each change of it. */
  approval?: { roles: readonly string[]; channel?: string; withinMinutes: number }
  gates: {
    /** The oldest that an image may be when it is promoted. */
    maxAgeDays?: number
  }
}

/** One alias in one account and region. */
export interface AliasPlace extends AccountRegion {
  family: string
  alias: string
  parameter: string
}

/** @public */
export const ASSIGNMENT_OUTCOMES = [
  'accepted',
  'confirmed',
  'refused',
  'failed',
  /** SSM may have been called; a read will tell. */
  'unknown',
] as const

/** An alias was set to an image in one account and region, or somebody tried to. */
export interface Assignment extends AliasPlace {
  /** The request's key, or the event's id: written again, it is the same. */
  id: string
  atMs: number
  /** `outside`: not by amiops. */
  change: 'promote' | 'rollback' | 'revoke' | 'outside'
  outcome: (typeof ASSIGNMENT_OUTCOMES)[number]
  /** The image that it names now; absent where the parameter was deleted. */
  to?: { imageId: string; name?: string }
  /** The image that it named before. */
  from?: { imageId: string; name?: string }
  /** Of the parameter, after it. */
  version?: number
  /** Who asked for it in Slack. */
  by?: Person
  /** Who did it outside of Slack, in words: "role terraform". */
  principal?: string
  approvedBy?: Person
  purpose?: string
  planId?: string
  /** Why it was refused, failed or is unknown. */
  reason?: string
}
