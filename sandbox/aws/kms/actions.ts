import * as v from 'valibot'
import type { Caller } from '../caller.ts'
import type { Fleet } from '../ec2/fleet.ts'
import { ALLOW_ALL, type Authorise } from '../iam/authorise.ts'
import { type JsonAction, ServiceError } from '../json-service.ts'
import { findKey } from './find-key.ts'
import { arnOfKey } from './key-arn.ts'
import { decideAccess, principalsOf } from './policy.ts'
import type { StoredGrant, StoredKey } from './stored-key.ts'

const KeyIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(2_048))
const DescribeSchema = v.object({ KeyId: KeyIdSchema })
const PolicySchema = v.object({ KeyId: KeyIdSchema, PolicyName: v.optional(v.string(), 'default') })

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html */
const GRANTS = { usual: 50, most: 100 }

const GrantsSchema = v.object({
  KeyId: KeyIdSchema,
  Limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(GRANTS.most)), GRANTS.usual),
  Marker: v.optional(v.string()),
  GrantId: v.optional(v.string()),
  GranteePrincipal: v.optional(v.string()),
})

const refuseDenied = (key: StoredKey, caller: Caller, action: string): void => {
  const access = decideAccess(key, caller, action)
  // The policy of another account's key is never shown.
  if (access === 'allow' && (action !== 'GetKeyPolicy' || key.account === caller.account)) return
  const why =
    access === 'deny'
      ? 'with an explicit deny in a resource-based policy'
      : `because no resource-based policy allows the kms:${action} action`
  throw new ServiceError(
    'AccessDeniedException',
    `User: ${principalsOf(caller).at(-1)} is not authorized to perform: kms:${action} on resource: ${arnOfKey(key)} ${why}`,
  )
}

const readStart = (marker: string | undefined): number => {
  if (marker === undefined) return 0
  const start = Buffer.from(marker, 'base64url').toString()
  if (/^\d+$/.test(start)) return Number(start)
  throw new ServiceError('InvalidMarkerException', 'The marker is not valid.')
}

const describeGrant = (key: StoredKey, grant: StoredGrant) => ({
  KeyId: arnOfKey(key),
  GrantId: grant.grantId,
  Name: grant.name,
  CreationDate: grant.createdAtMs / 1_000,
  GranteePrincipal: grant.granteePrincipal,
  IssuingAccount: `arn:aws:iam::${key.account}:root`,
  Operations: grant.operations,
})

const describeKey = (key: StoredKey) => ({
  AWSAccountId: key.account,
  KeyId: key.keyId,
  Arn: arnOfKey(key),
  CreationDate: key.createdAtMs / 1_000,
  Enabled: key.state === 'Enabled',
  Description: key.description,
  KeyUsage: 'ENCRYPT_DECRYPT',
  KeyState: key.state,
  Origin: 'AWS_KMS',
  KeyManager: key.manager,
  KeySpec: 'SYMMETRIC_DEFAULT',
  CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
  EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
  MultiRegion: false,
})

/** The calls that this KMS knows, by its own names: what can be read of keys, and no encryption. */
export const createKmsActions = (
  fleet: Pick<Fleet, 'keys'>,
  authorise: Authorise = ALLOW_ALL,
): Readonly<Record<string, JsonAction>> => {
  const open = (action: string, name: string, caller: Caller, takesAlias = false): StoredKey => {
    const key = findKey(fleet.keys, name, caller, takesAlias)
    refuseDenied(key, caller, action)
    const denial = authorise(caller, { action: `kms:${action}`, resource: arnOfKey(key) })
    if (denial !== undefined) throw new ServiceError('AccessDeniedException', denial)
    return key
  }
  return {
    DescribeKey(input, caller) {
      const { KeyId } = v.parse(DescribeSchema, input)
      return { KeyMetadata: describeKey(open('DescribeKey', KeyId, caller, true)) }
    },
    GetKeyPolicy(input, caller) {
      const { KeyId, PolicyName } = v.parse(PolicySchema, input)
      const { policy: Policy } = open('GetKeyPolicy', KeyId, caller)
      if (PolicyName !== 'default') throw new ServiceError('NotFoundException', 'No such policy exists')
      return { Policy, PolicyName }
    },
    ListGrants(input, caller) {
      const { KeyId, Limit, Marker, GrantId, GranteePrincipal } = v.parse(GrantsSchema, input)
      const key = open('ListGrants', KeyId, caller)
      const start = readStart(Marker)
      const end = start + Limit
      const grants = key.grants.filter(
        grant =>
          (GrantId === undefined || grant.grantId === GrantId) &&
          (GranteePrincipal === undefined || grant.granteePrincipal === GranteePrincipal),
      )
      const Truncated = end < grants.length
      return {
        Grants: grants.slice(start, end).map(grant => describeGrant(key, grant)),
        Truncated,
        ...(Truncated && { NextMarker: Buffer.from(String(end)).toString('base64url') }),
      }
    },
  }
}
