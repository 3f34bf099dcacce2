import { chunksOf } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import type { Revoked } from '../../domain/revocation.ts'
import type { ImageRecords, Revocations } from '../../ports.ts'

export interface RevokedNeeds {
  ledger: Pick<ImageRecords, 'readImages'> & Pick<Revocations, 'readOnceRevoked'>
}

const RECORDS_AT_ONCE = 100

/**
 * The marks of all images that are revoked now, by `imageKey`. Somebody can enable such an image outside amiops: it is never the newest
 * of its family.
 */
export const readRevoked = async ({ ledger }: RevokedNeeds): Promise<ReadonlyMap<string, Revoked>> => {
  const revoked = new Map<string, Revoked>()
  for (const some of chunksOf(await ledger.readOnceRevoked(), RECORDS_AT_ONCE))
    for (const record of (await ledger.readImages(some)).values())
      if (record.revoked) revoked.set(imageKey(record), record.revoked)
  return revoked
}
