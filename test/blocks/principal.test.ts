import { principalWords, sharingWords, whoWords } from '../../blocks/principal.ts'
import type { Actor, Principal } from '../../src/domain/cloud-trail-call.ts'

const SSO = 'AWSReservedSSO_Admin_0123456789abcdef'

test.each<[Actor, string]>([
  [{ kind: 'user', name: 'sam' }, 'IAM user `sam`'],
  [{ kind: 'root', name: '123456789012' }, 'root of account `123456789012`'],
  [{ kind: 'federated', name: 'sam' }, 'federated user `sam`'],
  [{ kind: 'account', name: '123456789012' }, 'account `123456789012`'],
  [{ kind: 'identity-center', name: 'sam@example.com' }, 'Identity Center user `sam@example.com`'],
  [{ kind: 'service', name: 'dlm.amazonaws.com' }, 'Data Lifecycle Manager'],
  [{ kind: 'unknown', name: 'somebody' }, '`somebody`'],
  [{ kind: 'role', name: 'ci' }, 'role `ci`'],
  [{ kind: 'role', name: 'ci', session: 'run-7' }, 'role `ci` (session `run-7`)'],
  [
    { kind: 'role', name: 'ci', session: 'run-7', sourceIdentity: 'sam' },
    '`sam` (role `ci`, session `run-7`)',
  ],
  [{ kind: 'role', name: 'ci', session: 'sam', sourceIdentity: 'sam' }, '`sam` (role `ci`)'],
  [{ kind: 'role', name: 'ci', sourceIdentity: 'sam' }, '`sam` (role `ci`)'],
  [{ kind: 'role', name: SSO, session: 'sam@example.com' }, '`sam@example.com` (role `Admin`)'],
  [{ kind: 'role', name: SSO }, 'role `Admin`'],
  [
    { kind: 'role', name: `x${SSO}`, session: 'sam' },
    'role `xAWSReservedSSO_Admin_0123456789abcdef` (session `sam`)',
  ],
  [
    { kind: 'role', name: `${SSO}0`, session: 'sam' },
    'role `AWSReservedSSO_Admin_0123456789abcdef0` (session `sam`)',
  ],
])('who: %j', (actor, words) => {
  expect(whoWords(actor)).toBe(words)
})

const sam = (special: Partial<Principal>): Principal => ({ kind: 'user', name: 'sam', ...special })

test.each<[string, Principal, string]>([
  ['no tool', sam({}), 'IAM user `sam` with the API'],
  [
    'Terraform',
    sam({ userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0 aws-sdk-go-v2/1.30' }),
    'IAM user `sam` with Terraform',
  ],
  ['Packer', sam({ userAgent: 'HashiCorp Packer/1.11 aws-sdk-go' }), 'IAM user `sam` with Packer'],
  ['Pulumi', sam({ userAgent: 'pulumi-aws/6 aws-sdk-go' }), 'IAM user `sam` with Pulumi'],
  ['Ansible', sam({ userAgent: 'Ansible/2.17 Boto3/1.34' }), 'IAM user `sam` with Ansible'],
  ['the AWS CLI', sam({ userAgent: 'aws-cli/2.17.0 md/awscrt' }), 'IAM user `sam` with the AWS CLI'],
  [
    'Cloud Custodian',
    sam({ userAgent: 'CloudCustodian/0.9 Boto3/1.34' }),
    'IAM user `sam` with Cloud Custodian',
  ],
  ['Boto3', sam({ userAgent: 'Boto3/1.34' }), 'IAM user `sam` with an AWS SDK'],
  ['Boto', sam({ userAgent: 'boto/2.49' }), 'IAM user `sam` with an AWS SDK'],
  ['an SDK', sam({ userAgent: 'aws-sdk-js/3' }), 'IAM user `sam` with an AWS SDK'],
  ['the CDK', sam({ userAgent: 'aws-cdk/2' }), 'IAM user `sam` with an AWS SDK'],
  ['a browser', sam({ userAgent: 'Mozilla/5.0' }), 'IAM user `sam` with a browser'],
  ['no browser', sam({ userAgent: 'my Mozilla/5.0' }), 'IAM user `sam` with the API'],
  ['the console', sam({ userAgent: 'Mozilla/5.0', fromConsole: true }), 'IAM user `sam` in the AWS console'],
  [
    'the command line of the console',
    sam({ userAgent: 'aws-cli/2', fromConsole: true }),
    'IAM user `sam` with the AWS CLI',
  ],
  ['an address', sam({ sourceIp: '203.0.113.7' }), 'IAM user `sam` with the API from `203.0.113.7`'],
  ['an address of IPv6', sam({ sourceIp: '2001:DB8::1' }), 'IAM user `sam` with the API from `2001:DB8::1`'],
  ['an address that is none', sam({ sourceIp: 'AWS Internal' }), 'IAM user `sam` with the API'],
  ['an address with more behind it', sam({ sourceIp: '203.0.113.7 x' }), 'IAM user `sam` with the API'],
  ['an address with more before it', sam({ sourceIp: 'x 203.0.113.7' }), 'IAM user `sam` with the API'],
  [
    'from another account',
    sam({ account: '999999999999' }),
    'IAM user `sam` of account `999999999999` with the API',
  ],
  [
    'the other account itself',
    { kind: 'account', name: '999999999999', account: '999999999999' },
    'account `999999999999` with the API',
  ],
  [
    'a service',
    { kind: 'service', name: 'backup.amazonaws.com', sourceIp: '203.0.113.7' },
    'AWS Backup from `203.0.113.7`',
  ],
  [
    'a service in the name of a role of another account',
    {
      kind: 'role',
      name: 'automation',
      session: 'Automation-1',
      via: 'ssm.amazonaws.com',
      account: '999999999999',
      sourceIp: '203.0.113.7',
    },
    'Systems Manager Automation, in the name of role `automation` (session `Automation-1`) of account `999999999999`',
  ],
  [
    'a service that AWS does not name',
    sam({ via: 'AWS Internal' }),
    'an AWS service, in the name of IAM user `sam`',
  ],
])('%s', (_name, principal, words) => {
  expect(principalWords(principal)).toBe(words)
})

const ids = (count: number): string[] => Array.from({ length: count }, (_, at) => `${at + 1}`.repeat(12))

test.each<[string[], string[], string]>([
  [[], [], ''],
  [ids(1), [], 'shared with `111111111111`'],
  [[], ['all'], 'no longer shared with everybody'],
  [
    ids(5),
    ids(6),
    'shared with `111111111111`, `222222222222`, `333333333333`, `444444444444`, `555555555555`, no longer shared with `111111111111`, `222222222222`, `333333333333`, `444444444444`, `555555555555`, 1 more',
  ],
])('shared with %j, no longer with %j', (added, removed, words) => {
  expect(sharingWords({ added, removed })).toBe(words)
})
