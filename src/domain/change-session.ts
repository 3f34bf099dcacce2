import type { AccountRegion } from './alias.ts'
import { callOf } from './call-of.ts'
import type { Change } from './change.ts'
import type { ImageFacts, ImageRef } from './image.ts'
import type { Request } from './request.ts'

/** In whose name AWS is asked for a change: CloudTrail records who asked as the session's source identity. */
export interface ChangeSession {
  requestKey: string
  /** The Slack user id of who asked. */
  by: string
  /** The Slack user id of who approved it. */
  approver?: string
}

/** The calls that a session may make: those of its request. Deleting snapshots with an image needs a permission of its own. */
export type SessionCall = Change['call'] | 'DeleteSnapshot'

/** The session of a request that changes an image. */
export interface ImageSession extends ChangeSession {
  image: ImageRef
  calls: readonly SessionCall[]
  /** The snapshots that the calls are about; undefined if they are not known. */
  snapshotIds?: readonly string[]
}

/** The session of a request that sets an alias. */
export interface ParameterSession extends ChangeSession {
  place: AccountRegion
  parameter: string
}

const callsOf = (request: Request): SessionCall[] => {
  const { action, options = {} } = request
  const calls: SessionCall[] = [callOf(request).call]
  if (action === 'deregister' && options.unprotect) calls.push('DisableImageDeregistrationProtection')
  if (action === 'deregister' && options.deleteSnapshots) calls.push('DeleteSnapshot')
  if (action === 'restore') calls.push('RestoreSnapshotFromRecycleBin')
  if (action === 'shareWith' && options.shareSnapshots) calls.push('ModifySnapshotAttribute')
  return calls
}

/**
 * The session in which a request is carried out. It is the same for each caller, so that one session serves all calls of the request.
 *
 * @param facts the image's, as far as they are known
 */
export const sessionOf = (
  request: Request,
  facts: Pick<ImageFacts, 'snapshots'> | undefined,
): ImageSession => {
  const { key: requestKey, person, approvedBy, image, action } = request
  const snapshotIds = facts?.snapshots.map(({ snapshotId }) => snapshotId).sort()
  // An image of which no snapshot is known may have some in the Recycle Bin.
  const areKnown = snapshotIds !== undefined && (snapshotIds.length > 0 || action !== 'restore')
  return {
    requestKey,
    by: person.userId,
    ...(approvedBy && { approver: approvedBy.userId }),
    image: { account: image.account, region: image.region, imageId: image.imageId },
    calls: callsOf(request),
    ...(areKnown && { snapshotIds }),
  }
}

/** Of a role session's name and of a source identity: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const IDENTITY = /^[\w+=,.@-]{2,64}$/
const NAME_PREFIX = 'amiops-'
const NAME_LENGTH = 64
/** Of a tag's value: https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html */
const NOT_IN_TAG = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu
const TAG_LENGTH = 256

/** The name of a request's session, in CloudTrail and in the ARN of who called: the beginning of the request's key. */
export const sessionNameOf = (requestKey: string): string =>
  `${NAME_PREFIX}${requestKey.replace(/[^\w+=,.@-]/g, '.')}`.slice(0, NAME_LENGTH)

/** The tags of a session: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html */
export const sessionTagsOf = ({
  requestKey,
  approver,
}: Pick<ChangeSession, 'requestKey' | 'approver'>): Readonly<Record<string, string>> => ({
  'amiops:request': requestKey.replace(NOT_IN_TAG, '_').slice(0, TAG_LENGTH),
  ...(approver !== undefined && { 'amiops:approver': approver }),
})

/** Why STS would not take who asked, or who approved, as an identity; undefined where it would. */
export const identityFault = ({
  by,
  approver,
}: Pick<ChangeSession, 'by' | 'approver'>): string | undefined => {
  const wrong = [by, ...(approver === undefined ? [] : [approver])].find(id => !IDENTITY.test(id))
  return wrong === undefined
    ? undefined
    : `expected the id of a Slack user of 2 to 64 letters and digits, got ${JSON.stringify(wrong.slice(0, 80))}`
}
