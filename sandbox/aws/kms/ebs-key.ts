import { createHash } from 'node:crypto'
import type { Fleet } from '../ec2/fleet.ts'
import type { StoredKey } from './stored-key.ts'

type Place = Pick<StoredKey, 'account' | 'region'>

const ALIAS = 'alias/aws/ebs'

/** The policy that AWS gives to its key, and that nobody can change. */
const statementsOf = ({ account, region }: Place) => [
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
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
    Resource: '*',
  },
]

/** A UUID that is the same for the same words at every start. */
export const createKeyId = (text: string): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

export const findByAlias = (keys: readonly StoredKey[], alias: string, { account, region }: Place) =>
  keys.find(key => key.account === account && key.region === region && key.alias === alias)

/** The key with which EBS encrypts where nobody names another; AWS makes it when it is needed first. */
export const ensureEbsKey = (fleet: Pick<Fleet, 'keys'>, place: Place, atMs: number): StoredKey => {
  const found = findByAlias(fleet.keys, ALIAS, place)
  if (found) return found
  const key: StoredKey = {
    account: place.account,
    region: place.region,
    keyId: createKeyId(`aws/ebs ${place.account} ${place.region}`),
    alias: ALIAS,
    manager: 'AWS',
    state: 'Enabled',
    description: 'Default key that protects my EBS volumes when no other key is defined',
    policy: JSON.stringify({ Version: '2012-10-17', Id: 'auto-ebs-2', Statement: statementsOf(place) }),
    grants: [],
    createdAtMs: atMs,
  }
  fleet.keys.push(key)
  return key
}
