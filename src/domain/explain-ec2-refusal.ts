import { ACTION_RULES, type Action } from './actions.ts'
import { adviceFor, isQuota, quotaAdvice } from './ec2-advice.ts'
import { WRONG_ACCOUNT } from './wrong-account.ts'

/** EC2's codes that say: not now, ask again. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const PASSING = [
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'InternalError',
  'Unavailable',
  'Throttling',
  'ThrottlingException',
]

/** Names of errors that say: never with these rights, or never in this account. */
const FORBIDDEN = /^(Unauthorized|AccessDenied|AuthFailure|OptInRequired|InvalidClientTokenId)/

/** Whether asking EC2 again cannot help before somebody changes the setup. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof Error && (FORBIDDEN.test(error.name) || error.name === WRONG_ACCOUNT)

/** EC2's codes for an image that is not there, or not for us to see. */
export const GONE_CODES = ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable']

/** EC2's code for an image in the Recycle Bin whose snapshots are not there any more. */
export const LOST_SNAPSHOT = 'InvalidSnapshot.NotFound'

/**
 * Says in plain words why EC2 refused an action and what to do next.
 *
 * @param message EC2's own words; shown only where they help, since a denial may carry a long encoded blob
 * @param call the one that EC2 refused, where the action takes several
 */
export const explainRefusal = (
  action: Action,
  code: string,
  message: string,
  call: string = ACTION_RULES[action].call,
): string => {
  const { label } = ACTION_RULES[action]
  if (PASSING.includes(code))
    return `EC2 is busy or has trouble (${code}). Nothing was changed; try ${label} again in a minute.`
  if (GONE_CODES.includes(code) && action === 'restore')
    return `The Recycle Bin does not hold it any more (${code}). Nothing was changed, and it cannot be brought back; an image can be made anew from a snapshot, if one was kept.`
  if (code === LOST_SNAPSHOT && action === 'restore')
    return `Its snapshots were deleted for good (${code}), and without them the Recycle Bin cannot bring it back. Nothing was changed.`
  if (GONE_CODES.includes(code))
    return `EC2 does not know the image any more (${code}). Nothing was changed; ask for its status to see what amiops kept of it.`
  if (isQuota(code))
    return `A quota is reached (${code}): ${message.slice(0, 300)} Nothing was changed; ${quotaAdvice(call)}.`
  switch (code) {
    case WRONG_ACCOUNT:
      return `EC2 was not called: ${message} Nothing was changed.`
    case 'UnauthorizedOperation':
      return `amiops itself may not call ${call} on this image (UnauthorizedOperation). Nothing was changed; whoever keeps amiops's IAM role, or the organisation's policies, can allow it.`
    case 'AuthFailure':
      return `The image belongs to another account, and only its owner may change it (AuthFailure). Nothing was changed; ask the owner.`
    case 'OperationNotPermitted':
      return `EC2 does not permit it (OperationNotPermitted): ${message.slice(0, 300)} Nothing was changed; ${adviceFor(call, message)}.`
    case 'IncorrectState':
    case 'InvalidState':
    case 'IncorrectStateException':
      return `The image is in another state than this needs (${code}): ${message.slice(0, 300)} Nothing was changed; look at the card again.`
    default:
      return `EC2 refused it (${code}): ${message.slice(0, 300)} Nothing was changed; the code tells the AWS documentation's page on EC2 errors more.`
  }
}
