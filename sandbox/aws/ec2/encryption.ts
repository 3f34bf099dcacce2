import { ServiceError } from '../json-service.ts'
import { ensureEbsKey } from '../kms/ebs-key.ts'
import { findKey } from '../kms/find-key.ts'
import { arnOfKey } from '../kms/key-arn.ts'
import { decideAccess } from '../kms/policy.ts'
import type { StoredKey } from '../kms/stored-key.ts'
import type { Call, Ec2World } from './action.ts'
import { Ec2Error } from './errors.ts'
import type { Fleet, StoredSnapshot } from './fleet.ts'
import type { Query } from './query.ts'

/** How a snapshot shows that it is encrypted, or that it is not. */
export const encryptionBy = (key: StoredKey | undefined): { Encrypted: boolean; KmsKeyId?: string } =>
  key ? { Encrypted: true, KmsKeyId: arnOfKey(key) } : { Encrypted: false }

export const keyOf = (fleet: Fleet, stored: StoredSnapshot): StoredKey | undefined =>
  fleet.keys.find(key => arnOfKey(key) === stored.snapshot.KmsKeyId)

export const validateEncryption = (query: Query): void => {
  if (query.text('KmsKeyId') === undefined || query.flag('Encrypted')) return
  throw new Ec2Error(
    'InvalidParameterDependency',
    'The parameter KmsKeyId requires the parameter Encrypted to be set.',
  )
}

const isUsable = (key: StoredKey, call: Call): boolean =>
  key.state === 'Enabled' && decideAccess(key, call, 'CreateGrant') === 'allow'

/**
 * The key for what a call encrypts: the one that it names, else EBS's own of the account and region; undefined for one
 * that is not there or that the caller may not use, which EC2 notices only while it copies.
 */
export const readNewKey = (call: Call, { fleet, clock }: Ec2World): StoredKey | undefined => {
  const name = call.query.text('KmsKeyId')
  if (name === undefined) return ensureEbsKey(fleet, call, clock.nowMs())
  try {
    const key = findKey(fleet.keys, name, call, true)
    return key.manager === 'AWS' || isUsable(key, call) ? key : undefined
  } catch (error) {
    if (error instanceof ServiceError) return undefined
    throw error
  }
}

/** Whether the caller may decrypt a snapshot, for a copy: of its own keys, and of those that are shared with it. */
export const canDecrypt = (key: StoredKey | undefined, call: Call): boolean =>
  key === undefined ||
  (key.state === 'Enabled' &&
    (key.account === call.account || decideAccess(key, call, 'ReEncryptFrom') === 'allow'))
