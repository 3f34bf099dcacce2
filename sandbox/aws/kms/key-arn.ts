import { partitionOf } from '../regions.ts'
import type { StoredKey } from './stored-key.ts'

/** The beginning that the ARNs of a key and of its alias have in common. */
const placeOf = ({ account, region }: StoredKey): string =>
  `arn:${partitionOf(region)}:kms:${region}:${account}`

export const arnOfKey = (key: StoredKey): string => `${placeOf(key)}:key/${key.keyId}`

export const arnOfAlias = (key: StoredKey): string => `${placeOf(key)}:${key.alias}`
