import type { Caller } from '../caller.ts'
import { ServiceError } from '../json-service.ts'
import { partitionOf } from '../regions.ts'
import { arnOfAlias, arnOfKey } from './key-arn.ts'
import type { StoredKey } from './stored-key.ts'

const ARN = /^arn:aws[\w-]*:kms:([a-z0-9-]+):(\d{12}):(key|alias)\/(.+)$/

const KEY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const notFound = (message: string): ServiceError => new ServiceError('NotFoundException', message)

/** An id or an alias is one of the caller's own account and region; only an ARN can lead to another account. */
const toArn = (name: string, { account, region }: Caller): string => {
  const isAlias = name.startsWith('alias/')
  if (!isAlias && !KEY_ID.test(name)) throw notFound(`Invalid keyId '${name}'`)
  return `arn:${partitionOf(region)}:kms:${region}:${account}:${isAlias ? name : `key/${name}`}`
}

/**
 * The key that a call names, of whatever account; throws NotFoundException, in KMS's words.
 * @param takesAlias whether the call takes an alias too, as few do
 */
export const findKey = (
  keys: readonly StoredKey[],
  name: string,
  caller: Caller,
  takesAlias = false,
): StoredKey => {
  const arn = name.startsWith('arn:') ? name : toArn(name, caller)
  const [, region, , kind] = ARN.exec(arn) ?? []
  if (kind === undefined) throw new ServiceError('InvalidArnException', `${name} is not a valid ARN.`)
  if (kind === 'alias' && !takesAlias) throw notFound(`Invalid keyId '${name}'`)
  if (region !== caller.region) throw notFound(`Invalid arn ${region}`)
  const found = keys.find(key => (kind === 'alias' ? arnOfAlias(key) : arnOfKey(key)) === arn)
  if (found) return found
  throw notFound(kind === 'alias' ? `Alias ${arn} is not found.` : `Key '${arn}' does not exist`)
}
