import type { Principal } from './cloud-trail-call.ts'
import type { Person } from './request.ts'
import { NOBODY, type Sharing } from './sharing.ts'

/** Whether images of an account and region can be made public at all; or why that is not known.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html */
export type PublicAccess = 'allowed' | 'blocked' | { why: string }

/** What an alert says: an image was opened to others, by whom and when. */
export interface Exposure {
  /** Identifies it: the id of the call, or of what the scan found. */
  id: string
  atMs: number
  /** Whom it was opened to. */
  to: Sharing
  /** Absent where a scan found it, until CloudTrail names them. */
  principal?: Principal
  requestId?: string
  publicAccess: PublicAccess
}

/** An alert in a channel. It is updated until none of these has access. */
export interface ExposureAlert extends Exposure {
  channelId: string
  ts: string
  /** The `rev` of the image's record that it shows. */
  shownRev: number
  /** Whom it mentions, and the rule that does so. */
  mention?: { who: readonly string[]; rule: string }
  /** Why it is in this channel; escaped already. */
  notice?: string
  over?: ExposureEnd
}

/** How the access ended: by a request in Slack, by somebody outside, because the image was disabled or deregistered, or found by a look. */
export interface ExposureEnd {
  /** When, and at which `rev` of the record: later changes of the record do not change the alert. */
  atMs: number
  rev: number
  by?: Person
  /** How long EC2 took to show it. */
  afterMs?: number
  principal?: Principal
  /** The state of the image in which nobody else can launch it. */
  state?: 'disabled' | 'deregistered'
}

/** A message has room for twelve of them, and the record of an image for a few alerts. */
const KEPT = 50

/** The same with as many names as an alert keeps. */
export const keptExposure = ({
  accounts,
  organizations,
  organizationalUnits,
  isPublic,
}: Sharing): Sharing => ({
  ...NOBODY,
  isPublic,
  accounts: accounts.slice(0, KEPT),
  organizations: organizations.slice(0, KEPT),
  organizationalUnits: organizationalUnits.slice(0, KEPT),
})
