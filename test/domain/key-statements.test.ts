import { keyStatements } from '../../src/domain/key-statements.ts'
import type { Launch, LaunchFacts } from '../../src/domain/launchability.ts'
import type { Launcher } from '../../src/domain/launcher.ts'

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1'
const CHINA = 'arn:aws-cn:kms:cn-north-1:123456789012:key/2'
const keys = (...arns: string[]): Pick<LaunchFacts, 'keys'> => ({
  keys: { known: true, value: arns.map(arn => ({ arn, key: { known: false as const, why: 'denied' } })) },
})
const launch = (launcher: Launcher, key: string = KEY, can: Launch['can'] = 'no'): Launch => ({
  launcher,
  can,
  reasons: [
    { obstacle: 'state', why: 'no' },
    { obstacle: 'key', why: 'no', key },
  ],
  notes: [],
})
const account = (id: string): Launcher => ({ kind: 'account', id })
const statements = (text: string | undefined): unknown => JSON.parse(`[${text ?? ''}]`)
const USE = ['kms:DescribeKey', 'kms:Decrypt', 'kms:ReEncrypt*']
const GRANT = { Bool: { 'kms:GrantIsForAWSResource': 'true' } }

test('accounts: named, to use the key and to make grants for AWS resources', () => {
  const [one] = keyStatements(keys(KEY), [launch(account('1')), launch(account('2'))])
  const Principal = { AWS: ['arn:aws:iam::1:root', 'arn:aws:iam::2:root'] }
  expect(one).toMatchObject({ account: '123456789012', key: KEY })
  expect(statements(one?.text)).toEqual([
    { Sid: 'LaunchFromAccounts', Effect: 'Allow', Principal, Action: USE, Resource: '*' },
    {
      Sid: 'GrantsForAccounts',
      Effect: 'Allow',
      Principal,
      Action: ['kms:CreateGrant'],
      Resource: '*',
      Condition: GRANT,
    },
  ])
})

test('organizations and units: everybody, within a condition', () => {
  const organization: Launcher = { kind: 'organization', id: 'o-abc' }
  const unit: Launcher = { kind: 'unit', id: 'ou-1', organizationId: 'o-abc' }
  const [one] = keyStatements(keys(KEY), [launch(organization), launch(unit)])
  const all = { Effect: 'Allow', Principal: { AWS: '*' }, Resource: '*' }
  const within = { StringEquals: { 'aws:PrincipalOrgID': ['o-abc'] } }
  const below = { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-abc/*/ou-1/*'] } }
  expect(statements(one?.text)).toEqual([
    { ...all, Sid: 'LaunchFromOrganizations', Action: USE, Condition: within },
    {
      ...all,
      Sid: 'GrantsForOrganizations',
      Action: ['kms:CreateGrant'],
      Condition: { ...within, ...GRANT },
    },
    { ...all, Sid: 'LaunchFromUnits', Action: USE, Condition: below },
    { ...all, Sid: 'GrantsForUnits', Action: ['kms:CreateGrant'], Condition: { ...below, ...GRANT } },
  ])
})

test('only for those whom that key keeps out, in the partition of the key', () => {
  const launches = [launch(account('1')), launch(account('2'), CHINA), launch(account('3'), KEY, 'unknown')]
  expect(
    keyStatements(keys(KEY, CHINA), launches).map(({ key, text }) => [
      key,
      /iam::\d+/.exec(text)?.[0],
      text.includes('arn:aws-cn:iam'),
    ]),
  ).toEqual([
    [KEY, 'iam::1', false],
    [CHINA, 'iam::2', true],
  ])
  expect(keyStatements(keys(KEY), [launch(account('2'), CHINA)])).toEqual([])
  expect(keyStatements(keys(KEY), [{ ...launch(account('1')), reasons: [] }])).toEqual([])
  expect(keyStatements({ keys: { known: false, why: 'no' } }, launches)).toEqual([])
})
