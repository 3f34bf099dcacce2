import { createHash } from 'node:crypto'
import { DEFAULT_ACCOUNT } from '../../caller.ts'
import { createKeyId, ensureEbsKey, findByAlias } from '../../kms/ebs-key.ts'
import type { StoredGrant, StoredKey } from '../../kms/stored-key.ts'
import type { Fleet } from '../fleet.ts'

const PARTNER_ACCOUNT = '210987654321'
const STAGING_ACCOUNT = '345678901234'

type CustomerKeyName =
  /** Its policy shares it with the other accounts. */
  | 'golden-images'
  /** Shared with the staging account by a grant. */
  | 'eks-nodes'
  /** Shared with nobody. */
  | 'payments-internal'

/** Keys by the aliases that they have in each account and region. AWS's own cannot be shared. */
export type KeyName = 'aws/ebs' | CustomerKeyName

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

const policyOf = (name: CustomerKeyName, account: string): string => {
  const others = [DEFAULT_ACCOUNT, STAGING_ACCOUNT, PARTNER_ACCOUNT].filter(other => other !== account)
  const shared = name === 'golden-images' ? [shareStatement(others)] : []
  return JSON.stringify({ Version: '2012-10-17', Statement: [ownStatement(account), ...shared] })
}

const AUTO_SCALING_ROLE = 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'

/** Auto Scaling launches with a role of its own, which the key's owner lets use the key. */
const grantTo = (account: string, createdAtMs: number): StoredGrant => ({
  grantId: createHash('sha256').update(`grant ${account}`).digest('hex'),
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

const DESCRIPTIONS: Readonly<Record<CustomerKeyName, string>> = {
  'golden-images': 'Golden images, shared with the other accounts',
  'eks-nodes': 'Worker nodes of the shared clusters',
  'payments-internal': 'Disks of the payment services, for this account alone',
}

const createKey = (name: CustomerKeyName, account: string, region: string, atMs: number): StoredKey => ({
  account,
  region,
  keyId: createKeyId(`${name} ${account} ${region}`),
  alias: `alias/${name}`,
  manager: 'CUSTOMER',
  state: 'Enabled',
  description: DESCRIPTIONS[name],
  policy: policyOf(name, account),
  grants: name === 'eks-nodes' ? [account, STAGING_ACCOUNT].map(grantee => grantTo(grantee, atMs)) : [],
  createdAtMs: atMs,
})

/** The key of an account and region, made at that moment if there is none. */
export const ensureKey = (
  fleet: Fleet,
  name: KeyName,
  place: { account: string; region: string },
  atMs: number,
): StoredKey => {
  if (name === 'aws/ebs') return ensureEbsKey(fleet, place, atMs)
  const found = findByAlias(fleet.keys, `alias/${name}`, place)
  if (found) return found
  const key = createKey(name, place.account, place.region, atMs)
  fleet.keys.push(key)
  return key
}
