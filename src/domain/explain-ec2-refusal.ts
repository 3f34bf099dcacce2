import { ACTION_RULES, type Action } from './actions.ts'
import { adviceFor, isQuota, quotaAdvice } from './ec2-advice.ts'
import { NO_SESSION, SESSION_UNAVAILABLE } from './no-session.ts'
import { WRONG_ACCOUNT } from './wrong-account.ts'

/** EC2's codes for temporary refusals. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const PASSING = [
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'InternalError',
  'Unavailable',
  'Throttling',
  'ThrottlingException',
]

/** Names of errors that stay until permissions or the account's settings change. */
const FORBIDDEN = /^(Unauthorized|AccessDenied|AuthFailure|OptInRequired|InvalidClientTokenId)/

/** Whether trying again is useless until somebody changes the setup. */
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
 * @param unchanged what stayed as it was, if an earlier call of the same action had an effect
 */
export const explainRefusal = (
  action: Action,
  code: string,
  message: string,
  call: string = ACTION_RULES[action].call,
  unchanged = 'Nothing was changed',
): string => {
  const { label } = ACTION_RULES[action]
  if (code === NO_SESSION) return `AWS was not called: ${message} ${unchanged}.`
  if (code === SESSION_UNAVAILABLE)
    return `AWS was not called: ${message} ${unchanged}; try ${label} again in a minute.`
  if (action === 'scan') return explainScanRefusal(code, message)
  if (PASSING.includes(code))
    return `EC2 is throttling or has an outage (${code}). ${unchanged}; try ${label} again in a minute.`
  if (GONE_CODES.includes(code) && action === 'restore')
    return `It is no longer in the Recycle Bin (${code}). ${unchanged}, and it cannot be restored. If a snapshot was kept, create a new image from it.`
  if (code === LOST_SNAPSHOT && action === 'restore')
    return `A snapshot of it is not in EC2 (${code}), and it cannot be restored without all of them. ${unchanged}; if the snapshot is in the Recycle Bin, restore it in the AWS console, then try again.`
  if (GONE_CODES.includes(code))
    return `The image no longer exists in EC2 (${code}). ${unchanged}; its history shows what amiops knew of it.`
  if (isQuota(code))
    return `A quota is reached (${code}): ${message.slice(0, 300)} ${unchanged}; ${quotaAdvice(call)}.`
  switch (code) {
    case WRONG_ACCOUNT:
      return `EC2 was not called: ${message} ${unchanged}.`
    case 'UnauthorizedOperation':
      return `amiops lacks permission for ec2:${call} (UnauthorizedOperation). ${unchanged}. Ask your AWS admin to check its IAM role and SCPs.`
    case 'AuthFailure':
      return `The image belongs to another account, and only its owner can change it (AuthFailure). ${unchanged}; ask the owner.`
    case 'OperationNotPermitted':
      return `EC2 does not allow it (OperationNotPermitted): ${message.slice(0, 300)} ${unchanged}; ${adviceFor(call, message)}.`
    case 'IncorrectState':
    case 'InvalidState':
    case 'IncorrectStateException':
      return `The image is in the wrong state for this (${code}): ${message.slice(0, 300)} ${unchanged}; check its card.`
    default:
      return `EC2 refused it (${code}): ${message.slice(0, 300)} ${unchanged}; look the code up in AWS’s list of EC2 error codes.`
  }
}

/** The same of Amazon Inspector. */
const explainScanRefusal = (code: string, message: string): string => {
  const words = message.slice(0, 300)
  switch (code) {
    case 'ConflictException':
      return 'A scan of it is already in progress (ConflictException). Its result will be on the card.'
    case 'AccessDeniedException':
      return `Amazon Inspector denied the scan (AccessDeniedException): ${words} Nothing was changed. Inspector scans only images that the account owns, and amiops needs the permission inspector2:StartOnDemandScan.`
    case 'ThrottlingException':
      return 'Amazon Inspector is throttling (ThrottlingException). Nothing was changed. Try Scan again in a minute.'
    case WRONG_ACCOUNT:
      return `Amazon Inspector was not called: ${words}`
    default:
      return `Amazon Inspector refused the scan (${code}): ${words} Nothing was changed. Try it in the EC2 console: AMIs, Actions, Scan for vulnerabilities.`
  }
}
