/** What EC2 forbids by a rule of the account or the image, and what to do about it. */

const SHOWN = 300

/** Not EC2's: protection is off, and its cooldown still protects the image. */
export const COOLDOWN = 'Cooldown'

/** Not EC2's: EC2 was not asked, because the person's right or the time had ended by then. */
export const NOT_ASKED = 'NotAsked'

/**
 * What to do about a refusal, by EC2's message, for every call.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-deregistration-protection.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-copy-encryption.html
 */
const ADVICE: readonly [sign: RegExp, advice: string][] = [
  [
    /block public access|publicly share|DisableImageBlockPublicAccess/i,
    'block public access for AMIs is enabled in this account and Region. Share the image with accounts instead, or ask your AWS admin to disable it',
  ],
  [
    /cooldown/i,
    'its deregistration protection was turned off with a cooldown of 24 hours. Try again when that is over',
  ],
  [/protect/i, 'turn off its deregistration protection first. A cooldown of 24 hours may follow'],
  [
    /aws backup|recovery point/i,
    'AWS Backup manages it. Delete its recovery point in the AWS Backup console',
  ],
  [
    /encrypt|KMS|CMK/i,
    'a snapshot encrypted with an AWS managed key cannot be shared. Copy the image with a customer managed key',
  ],
]

/** What most likely forbids a call, if EC2's message is not one of the known ones. */
const LIKELY: Readonly<Record<string, string>> = {
  DeregisterImage: 'if the image is protected, turn off its deregistration protection first',
  ModifyImageAttribute:
    'if it is about public sharing, check block public access for AMIs in this account and Region',
}

const USUAL = 'ask your AWS admin which rule of the account forbids it'

/** The next step after `OperationNotPermitted`, by the call and by EC2's own words. */
export const adviceFor = (call: string, message: string): string =>
  ADVICE.find(([sign]) => sign.test(message))?.[1] ?? LIKELY[call] ?? USUAL

/** EC2's codes for a quota that is used up. A throttled call has another name. */
export const isQuota = (code: string): boolean =>
  /LimitExceeded$/.test(code) && code !== 'RequestLimitExceeded'

export const quotaAdvice = (call: string): string =>
  call === 'ModifyImageAttribute'
    ? 'remove launch permissions that are not needed, or ask for a higher quota in Service Quotas'
    : 'remove what is not needed, or ask for a higher quota in Service Quotas'

/**
 * Why EC2 refused to share an image, in a few words.
 *
 * @param message EC2's own words, where it gave some
 */
export const explainNotShared = (code: string, message = ''): string => {
  if (code === NOT_ASKED) return `EC2 was not asked: ${message}`
  if (code === 'OperationNotPermitted') return adviceFor('ModifyImageAttribute', message)
  if (isQuota(code)) return `the quota is reached: ${quotaAdvice('ModifyImageAttribute')}`
  if (code === 'UnauthorizedOperation')
    return 'amiops lacks permission for it. Ask your AWS admin to check its IAM role and SCPs'
  if (code === 'InvalidAMIAttributeItemValue')
    return 'EC2 does not know this account or organization. It may be closed'
  return message === '' ? 'EC2 refused' : `EC2 refused: ${message.slice(0, SHOWN)}`
}
