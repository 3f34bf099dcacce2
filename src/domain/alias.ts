import type { Principal } from './cloud-trail-call.ts'
import type { Person } from './request.ts'

/** The data type of a parameter that is an alias of EC2. */
export const IMAGE_TYPE = 'aws:ec2:image'

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
    /** How long a fix for one of its critical findings may have been available. */
    maxDaysWithCritical?: number
    /** An image that Amazon Inspector has not scanned is held back. */
    scanRequired?: boolean
  }
}

/** One alias in one account and region. */
export interface AliasPlace extends AccountRegion {
  family: string
  alias: string
  parameter: string
}

/** An image in the account and region of an alias, or that is shared with the account. */
export interface NamedImage {
  imageId: string
  name?: string
}

export const ASSIGNMENT_CHANGES = ['promote', 'rollback', 'revoke', 'outside'] as const

export const ASSIGNMENT_OUTCOMES = [
  /** It was certainly not set, because AWS or Slack did not answer. It is tried again. */
  'delayed',
  'accepted',
  'confirmed',
  'refused',
  'failed',
  /** SSM may have been called. A read decides. */
  'unknown',
] as const

type AssignmentOutcome = (typeof ASSIGNMENT_OUTCOMES)[number]

/** Outcomes that a later one may replace. */
export const OPEN_ASSIGNMENT_OUTCOMES: readonly AssignmentOutcome[] = ['delayed', 'accepted', 'unknown']

/** Identifies an alias by its parameter, so that its history stays if the family or the alias is renamed. */
export const aliasPlaceKey = ({ account, region, parameter }: Omit<AliasPlace, 'family' | 'alias'>): string =>
  `${account}/${region}${parameter}`

/** The sort key of an entry, oldest first. */
export const assignmentCursor = ({ atMs, id }: Pick<Assignment, 'atMs' | 'id'>): string =>
  `${String(Math.max(0, atMs)).padStart(15, '0')}#${id}`

/** An alias was set to an image in one account and region, or somebody tried to. */
export interface Assignment extends AliasPlace {
  /** The request's key, or the event's id, so that writing it again changes nothing. */
  id: string
  atMs: number
  /** `outside`: not by amiops. */
  change: (typeof ASSIGNMENT_CHANGES)[number]
  outcome: AssignmentOutcome
  /** The image that it names now; absent where the parameter was deleted. */
  to?: NamedImage
  /** The image that it named before. */
  from?: NamedImage
  /** Of the parameter, after it; absent where SSM's answer was lost. */
  version?: number
  /** When SSM was asked, where amiops asked it. */
  actedAtMs?: number
  /** Who asked for it in Slack. */
  by?: Person
  /** Who did it outside of Slack. */
  principal?: Principal
  /** AWS sent no event: reconciliation found it. */
  seenLate?: true
  approvedBy?: Person
  purpose?: string
  planId?: string
  /** It had been reported as failed. */
  confirmedLate?: true
  /** SSM did not take an image that was set at about that time, for this reason. It does not say which one: a read decides. */
  rejected?: string
  /** Why it was refused, failed or is unknown. */
  reason?: string
}
