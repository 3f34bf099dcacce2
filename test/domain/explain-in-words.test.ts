import {
  adviceFor,
  COOLDOWN,
  explainNotShared,
  isQuota,
  NOT_ASKED,
  quotaAdvice,
} from '../../src/domain/ec2-advice.ts'
import { explainRefusal, isForbidden } from '../../src/domain/explain-ec2-refusal.ts'
import { explainPutRefusal } from '../../src/domain/explain-put-refusal.ts'
import { NO_SESSION, SESSION_UNAVAILABLE } from '../../src/domain/no-session.ts'
import { WRONG_ACCOUNT } from '../../src/domain/wrong-account.ts'

/** The whole sentence that a person reads. */

test.each([
  ['disable', NO_SESSION, 'AWS was not called: Why. Nothing was changed.'],
  [
    'disable',
    SESSION_UNAVAILABLE,
    'AWS was not called: Why. Nothing was changed; try Disable again in a minute.',
  ],
  ['scan', NO_SESSION, 'AWS was not called: Why. Nothing was changed.'],
  [
    'disable',
    'Throttling',
    'EC2 is throttling or has an outage (Throttling). Nothing was changed; try Disable again in a minute.',
  ],
  [
    'restore',
    'InvalidAMIID.NotFound',
    'It is no longer in the Recycle Bin (InvalidAMIID.NotFound). Nothing was changed, and it cannot be restored. If a snapshot was kept, create a new image from it.',
  ],
  [
    'disable',
    'InvalidAMIID.NotFound',
    'The image no longer exists in EC2 (InvalidAMIID.NotFound). Nothing was changed; its history shows what amiops knew of it.',
  ],
  [
    'restore',
    'InvalidSnapshot.NotFound',
    'A snapshot of it is not in EC2 (InvalidSnapshot.NotFound), and it cannot be restored without all of them. Nothing was changed; if the snapshot is in the Recycle Bin, restore it in the AWS console, then try again.',
  ],
  [
    'disable',
    'InvalidSnapshot.NotFound',
    'EC2 refused it (InvalidSnapshot.NotFound): Why. Nothing was changed; look the code up in AWS’s list of EC2 error codes.',
  ],
  [
    'disable',
    'SnapshotLimitExceeded',
    'A quota is reached (SnapshotLimitExceeded): Why. Nothing was changed; remove what is not needed, or ask for a higher quota in Service Quotas.',
  ],
  ['disable', WRONG_ACCOUNT, 'EC2 was not called: Why. Nothing was changed.'],
  [
    'disable',
    'UnauthorizedOperation',
    'amiops lacks permission for ec2:DisableImage (UnauthorizedOperation). Nothing was changed. Ask your AWS admin to check its IAM role and SCPs.',
  ],
  [
    'disable',
    'AuthFailure',
    'The image belongs to another account, and only its owner can change it (AuthFailure). Nothing was changed; ask the owner.',
  ],
  [
    'disable',
    'OperationNotPermitted',
    'EC2 does not allow it (OperationNotPermitted): Why. Nothing was changed; ask your AWS admin which rule of the account forbids it.',
  ],
  [
    'disable',
    'IncorrectState',
    'The image is in the wrong state for this (IncorrectState): Why. Nothing was changed; check its card.',
  ],
  [
    'scan',
    'ConflictException',
    'A scan of it is already in progress (ConflictException). Its result will be on the card.',
  ],
  [
    'scan',
    'AccessDeniedException',
    'Amazon Inspector denied the scan (AccessDeniedException): Why. Nothing was changed. Inspector scans only images that the account owns, and amiops needs the permission inspector2:StartOnDemandScan.',
  ],
  [
    'scan',
    'ThrottlingException',
    'Amazon Inspector is throttling (ThrottlingException). Nothing was changed. Try Scan again in a minute.',
  ],
  ['scan', WRONG_ACCOUNT, 'Amazon Inspector was not called: Why.'],
  [
    'scan',
    'Other',
    'Amazon Inspector refused the scan (Other): Why. Nothing was changed. Try it in the EC2 console: AMIs, Actions, Scan for vulnerabilities.',
  ],
] as const)('%s, %s', (action, code, words) => {
  expect(explainRefusal(action, code, 'Why.')).toBe(words)
})

test('of an action of several calls: the one that was refused, and what the others have changed', () => {
  expect(
    explainRefusal('deregister', 'UnauthorizedOperation', '', 'DeleteSnapshot', 'Protection was turned off'),
  ).toBe(
    'amiops lacks permission for ec2:DeleteSnapshot (UnauthorizedOperation). Protection was turned off. Ask your AWS admin to check its IAM role and SCPs.',
  )
})

test.each([
  ['OperationNotPermitted', 'EC2 does not allow it (OperationNotPermitted): '],
  ['SomeLimitExceeded', 'A quota is reached (SomeLimitExceeded): '],
  ['InvalidState', 'The image is in the wrong state for this (InvalidState): '],
  ['Other', 'EC2 refused it (Other): '],
])('%s: EC2’s own words are cut after 300 characters', (code, head) => {
  const words = explainRefusal('disable', code, 'x'.repeat(301))
  expect(words.startsWith(`${head}${'x'.repeat(300)} Nothing was changed`)).toBe(true)
})

test.each([
  ['UnauthorizedOperation', true],
  ['AccessDenied', true],
  ['AuthFailure', true],
  ['OptInRequired', true],
  ['InvalidClientTokenId', true],
  [WRONG_ACCOUNT, true],
  ['NotUnauthorized', false],
  ['Throttling', false],
])('%s: useless to try again until the setup changes: %s', (name, forbidden) => {
  expect(isForbidden(Object.assign(new Error('no'), { name }))).toBe(forbidden)
  expect(isForbidden({ name })).toBe(false)
})

const BLOCK =
  'block public access for AMIs is enabled in this account and Region. Share the image with accounts instead, or ask your AWS admin to disable it'
const PROTECTED = 'turn off its deregistration protection first. A cooldown of 24 hours may follow'
const KEY =
  'a snapshot encrypted with an AWS managed key cannot be shared. Copy the image with a customer managed key'
const BACKUP = 'AWS Backup manages it. Delete its recovery point in the AWS Backup console'

test.each([
  ['Block Public Access is on', BLOCK],
  ['You can’t publicly share it', BLOCK],
  ['call disableimageblockpublicaccess', BLOCK],
  [
    'the Cooldown of its protection',
    'its deregistration protection was turned off with a cooldown of 24 hours. Try again when that is over',
  ],
  ['it is PROTECTED', PROTECTED],
  ['AWS Backup made it', BACKUP],
  ['it is a Recovery point', BACKUP],
  ['an ENCRYPTED snapshot', KEY],
  ['the kms key', KEY],
  ['the default cmk', KEY],
])('advice by EC2’s words: %s', (message, advice) => {
  expect(adviceFor('Any', message)).toBe(advice)
})

test('advice by the call, where EC2’s words say nothing known', () => {
  expect(adviceFor('DeregisterImage', 'No.')).toBe(
    'if the image is protected, turn off its deregistration protection first',
  )
  expect(adviceFor('ModifyImageAttribute', 'No.')).toBe(
    'if it is about public sharing, check block public access for AMIs in this account and Region',
  )
  expect(adviceFor('DisableImage', 'No.')).toBe('ask your AWS admin which rule of the account forbids it')
})

test('a quota ends in LimitExceeded, and is not the rate of calls', () => {
  expect(isQuota('ResourceLimitExceeded')).toBe(true)
  expect(isQuota('RequestLimitExceeded')).toBe(false)
  expect(isQuota('LimitExceededX')).toBe(false)
  expect(quotaAdvice('ModifyImageAttribute')).toBe(
    'remove launch permissions that are not needed, or ask for a higher quota in Service Quotas',
  )
  expect(quotaAdvice('CreateTags')).toBe(
    'remove what is not needed, or ask for a higher quota in Service Quotas',
  )
})

test.each([
  [NOT_ASKED, 'the ten minutes are over', 'EC2 was not asked: the ten minutes are over'],
  ['OperationNotPermitted', 'block public access', BLOCK],
  [
    'OperationNotPermitted',
    undefined,
    'if it is about public sharing, check block public access for AMIs in this account and Region',
  ],
  [
    'ResourceLimitExceeded',
    'no',
    'the quota is reached: remove launch permissions that are not needed, or ask for a higher quota in Service Quotas',
  ],
  [
    'UnauthorizedOperation',
    'no',
    'amiops lacks permission for it. Ask your AWS admin to check its IAM role and SCPs',
  ],
  ['InvalidAMIAttributeItemValue', 'no', 'EC2 does not know this account or organization. It may be closed'],
  ['Other', 'no', 'EC2 refused: no'],
  ['Other', undefined, 'EC2 refused'],
  ['Other', 'x'.repeat(301), `EC2 refused: ${'x'.repeat(300)}`],
])('not shared, %s %s', (code, message, words) => {
  expect(explainNotShared(code, message)).toBe(words)
})

test('Parameter Store: a missing permission by its name, else its own words once', () => {
  expect(explainPutRefusal('AccessDeniedException', 'a long one')).toBe(
    'amiops lacks permission for ssm:PutParameter (AccessDeniedException). Ask your AWS admin to check its IAM role and SCPs',
  )
  expect(explainPutRefusal('ParameterLimitExceeded', 'too many')).toBe('ParameterLimitExceeded: too many')
  expect(explainPutRefusal('ParameterLimitExceeded', 'ParameterLimitExceeded')).toBe('ParameterLimitExceeded')
  expect(explainPutRefusal('ParameterLimitExceeded')).toBe('ParameterLimitExceeded')
})

test('amiops’s own codes are no codes of EC2', () => {
  expect([COOLDOWN, NOT_ASKED]).toEqual(['Cooldown', 'NotAsked'])
})
