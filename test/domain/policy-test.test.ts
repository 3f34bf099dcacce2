import type { Launcher } from '../../src/domain/launcher.ts'
import { holds, type KeyCall } from '../../src/domain/policy-test.ts'

const ACCOUNT = { kind: 'account', id: '123456789012' } as Launcher
const ORGANIZATION = { kind: 'organization', id: 'o-abc' } as Launcher
const UNIT = { kind: 'unit', id: 'ou-ab12-1', organizationId: 'o-abc' } as Launcher
const EVERYBODY = { kind: 'everybody' } as Launcher

const decide = (
  operator: string,
  key: string,
  value: string | string[],
  launcher: Launcher = ACCOUNT,
  call: Partial<KeyCall> = {},
): string =>
  holds(
    { operator, key, values: typeof value === 'string' ? [value] : value },
    { launcher, action: 'kms:Decrypt', region: 'us-east-1', ...call },
  )

test.each([
  ['StringEquals', '123456789012', 'yes'],
  ['StringEquals', '999999999999', 'no'],
  ['StringEquals', '*', 'no'],
  ['StringLike', '1234*', 'yes'],
  ['StringLike', '999*', 'no'],
  ['StringNotEquals', '123456789012', 'no'],
  ['StringNotEquals', '999999999999', 'yes'],
  ['StringEqualsIfExists', '123456789012', 'yes'],
  ['ForAnyValue:StringEquals', '123456789012', 'yes'],
  ['ForAllValues:StringLike', '*', 'yes'],
  ['StringEquals', '\u0024{aws:PrincipalAccount}', 'maybe'],
  ['NumericEquals', '123456789012', 'maybe'],
  ['XStringEquals', '123456789012', 'maybe'],
  ['StringEqualsX', '123456789012', 'maybe'],
])('the account: %s %s: %s', (operator, value, expected) => {
  expect(decide(operator, 'kms:calleraccount', value)).toBe(expected)
  expect(decide(operator, 'aws:principalaccount', value)).toBe(expected)
})

test('of several values one is enough; none is no', () => {
  expect(decide('StringEquals', 'kms:calleraccount', ['999999999999', '123456789012'])).toBe('yes')
  expect(decide('StringEquals', 'kms:calleraccount', [])).toBe('no')
})

test.each([
  ['StringLike', '*', 'yes'],
  ['StringLike', '**', 'yes'],
  ['StringLike', '1*', 'no'],
  ['StringLike', '*1', 'no'],
  ['StringLike', '', 'no'],
  ['StringEquals', '*', 'no'],
])('an account for a whole organization: %s "%s": %s', (operator, value, expected) => {
  expect(decide(operator, 'kms:calleraccount', value, ORGANIZATION)).toBe(expected)
})

test.each([
  [ORGANIZATION, 'o-abc', 'yes'],
  [ORGANIZATION, 'o-xyz', 'no'],
  [UNIT, 'o-abc', 'yes'],
  [UNIT, 'o-xyz', 'no'],
  [EVERYBODY, 'o-abc', 'no'],
  [ACCOUNT, 'o-abc', 'maybe'],
] as const)('the organization of %j, against %s: %s', (launcher, value, expected) => {
  expect(decide('StringEquals', 'aws:principalorgid', value, launcher)).toBe(expected)
})

test.each([
  [ORGANIZATION, 'o-abc/*', 'yes'],
  [ORGANIZATION, '*/*', 'yes'],
  [ORGANIZATION, 'o-xyz/*', 'no'],
  [ORGANIZATION, 'o-abc/r-ab12/ou-ab12-1/*', 'maybe'],
  [UNIT, 'o-abc/*', 'yes'],
  [UNIT, 'o-abc/r-ab12/ou-ab12-1/*', 'yes'],
  [UNIT, 'o-abc/r-ab12/ou-ab12-1/', 'maybe'],
  [UNIT, 'o-abc/r-ab12/ou-ab12-2/*', 'maybe'],
  [UNIT, 'o-xyz/r-ab12/ou-ab12-1/*', 'no'],
  [ACCOUNT, 'o-abc/*', 'maybe'],
  [EVERYBODY, 'o-abc/*', 'no'],
] as const)('the path in the organization of %j, against %s: %s', (launcher, value, expected) => {
  expect(decide('ForAnyValue:StringLike', 'aws:principalorgpaths', value, launcher)).toBe(expected)
})

test.each([
  [ACCOUNT, 'arn:aws:iam::999999999999:role/ci', 'no'],
  [ACCOUNT, 'arn:aws:iam::123456789012:role/ci', 'maybe'],
  [ACCOUNT, 'arn:aws:iam::*:role/ci', 'maybe'],
  [ACCOUNT, 'x-arn:aws:iam::999999999999:role/ci', 'maybe'],
  [ORGANIZATION, 'arn:aws:iam::999999999999:role/ci', 'maybe'],
] as const)('a principal for %j, %s: %s', (launcher, value, expected) => {
  expect(decide('ArnLike', 'aws:principalarn', value, launcher)).toBe(expected)
})

test.each([
  ['StringEquals', 'ec2.us-east-1.amazonaws.com', 'yes'],
  ['StringEquals', 'ec2.us-east-1.amazonaws.com.cn', 'yes'],
  ['StringEquals', 'EC2.us-east-1.amazonaws.com', 'no'],
  ['StringEqualsIgnoreCase', 'EC2.US-EAST-1.amazonaws.com', 'yes'],
  ['StringEquals', 'ec2.eu-west-1.amazonaws.com', 'no'],
  ['StringLike', 'ec2.*.amazonaws.com', 'yes'],
  ['StringEquals', 'ec2.*.amazonaws.com', 'no'],
])('the service that calls: %s %s: %s', (operator, value, expected) => {
  expect(decide(operator, 'kms:viaservice', value)).toBe(expected)
})

test('a grant for an AWS resource is made by CreateGrant alone', () => {
  const grant = { action: 'kms:CreateGrant' }
  expect(decide('Bool', 'kms:grantisforawsresource', 'TRUE', ACCOUNT, grant)).toBe('yes')
  expect(decide('Bool', 'kms:grantisforawsresource', 'false', ACCOUNT, grant)).toBe('no')
  expect(decide('Bool', 'kms:grantisforawsresource', 'true')).toBe('no')
})

test('the principal is no AWS service; other keys are not known', () => {
  expect(decide('Bool', 'aws:principalisawsservice', 'False')).toBe('yes')
  expect(decide('Bool', 'aws:principalisawsservice', 'true')).toBe('no')
  expect(decide('StringEquals', 'aws:sourceip', '10.0.0.1')).toBe('maybe')
})
