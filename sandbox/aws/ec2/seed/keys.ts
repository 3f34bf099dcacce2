import { createHash } from 'node:crypto'
import { DEFAULT_ACCOUNT } from '../../caller.ts'
import { arnOfKey } from '../../kms/key-arn.ts'
import type { StoredGrant, StoredKey } from '../../kms/stored-key.ts'
import type { Fleet } from '../fleet.ts'

const PARTNER_ACCOUNT = '210987654321'
const STAGING_ACCOUNT = '345678901234'

/** Keys by the aliases that they have in each account and region. */
export type KeyName =
  /** AWS's own, with which nothing can be shared. */
  | 'aws/ebs'
  /** Its policy shares it with the other accounts. */
  | 'golden-images'
  /** Shared with the staging account by a grant. */
  | 'eks-nodes'
  /** Shared with nobody. */
  | 'payments-internal'

const rootOf = (account: string): string => `arn:aws:iam::${account}:root`

const USE = ['kms:Decrypt', 'kms:DescribeKey', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:CreateGrant']

const ownStatement = (account: string) => ({
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: rootOf(account) },
  Action: 'kms:*',
  Resource: '*',
})

const shareStatement = (accounts: readonly string[]) => ({
  Sid: 'Allow use of the key by other accounts',
  Effect: 'Allow',
  Principal: { AWS: accounts.map(rootOf) },
  Action: USE,
  Resource: '*',
})

/** The policy that AWS gives to `alias/aws/ebs`, and that nobody can change. */
const ebsStatements = (account: string, region: string) => [
  {
    Sid: 'Allow access through EBS for all principals in the account that are authorized to use EBS',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: [
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncrypt*',
      'kms:GenerateDataKey*',
      'kms:CreateGrant',
      'kms:DescribeKey',
    ],
    Resource: '*',
    Condition: {
      StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': `ec2.${region}.amazonaws.com` },
    },
  },
  {
    Sid: 'Allow direct access to key metadata to the account',
    Effect: 'Allow',
    Principal: { AWS: rootOf(account) },
    Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
    Resource: '*',
  },
]

const policyOf = (name: KeyName, account: string, region: string): string => {
  const others = [DEFAULT_ACCOUNT, STAGING_ACCOUNT, PARTNER_ACCOUNT].filter(other => other !== account)
  const Statement =
    name === 'aws/ebs'
      ? ebsStatements(account, region)
      : [ownStatement(account), ...(name === 'golden-images' ? [shareStatement(others)] : [])]
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The same for the same words at every start. */
const createKeyId = (text: string): string =>
  hash(text)
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

const AUTO_SCALING_ROLE = 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'

/** Auto Scaling launches with a role of its own, which the key's owner lets use the key. */
const grantTo = (account: string, createdAtMs: number): StoredGrant => ({
  grantId: hash(`grant ${account}`),
  name: '',
  granteePrincipal: `arn:aws:iam::${account}:${AUTO_SCALING_ROLE}`,
  operations: [
    'Decrypt',
    'GenerateDataKeyWithoutPlaintext',
    'ReEncryptFrom',
    'ReEncryptTo',
    'CreateGrant',
    'DescribeKey',
  ],
  createdAtMs,
})

const DESCRIPTIONS: Readonly<Record<KeyName, string>> = {
  'aws/ebs': 'Default key that protects my EBS volumes when no other key is defined',
  'golden-images': 'Golden images, shared with the other accounts',
  'eks-nodes': 'Worker nodes of the shared clusters',
  'payments-internal': 'Disks of the payment services, for this account alone',
}

const createKey = (name: KeyName, account: string, region: string, atMs: number): StoredKey => ({
  account,
  region,
  keyId: createKeyId(`${name} ${account} ${region}`),
  alias: `alias/${name}`,
  manager: name === 'aws/ebs' ? 'AWS' : 'CUSTOMER',
  state: 'Enabled',
  description: DESCRIPTIONS[name],
  policy: policyOf(name, account, region),
  grants: name === 'eks-nodes' ? [account, STAGING_ACCOUNT].map(grantee => grantTo(grantee, atMs)) : [],
  createdAtMs: atMs,
})

/** The key of an account and region, made at that moment if there is none. */
export const ensureKey = (
  fleet: Fleet,
  name: KeyName,
  { account, region }: { account: string; region: string },
  atMs: number,
): StoredKey => {
  const alias = `alias/${name}`
  const found = fleet.keys.find(
    key => key.account === account && key.region === region && key.alias === alias,
  )
  if (found) return found
  const key = createKey(name, account, region, atMs)
  fleet.keys.push(key)
  return key
}

/** How a snapshot shows that it is encrypted, or that it is not. */
export const encryptionBy = (key: StoredKey | undefined): { Encrypted: boolean; KmsKeyId?: string } =>
  key ? { Encrypted: true, KmsKeyId: arnOfKey(key) } : { Encrypted: false }
