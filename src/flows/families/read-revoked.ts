import type { Build } from '../../domain/builds.ts'
import { chunksOf } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import type { Revoked } from '../../domain/revocation.ts'
import type { ImageRecords } from '../../ports.ts'

export interface RevokedNeeds {
  ledger: Pick<ImageRecords, 'readImages'>
}

const RECORDS_AT_ONCE = 100

/** The marks of the images of these builds that are revoked, by `imageKey`. */
export const readRevoked = async (
  { ledger }: RevokedNeeds,
  builds: readonly Build[],
): Promise<ReadonlyMap<string, Revoked>> => {
  const images = new Map(
    builds.flatMap(({ images }) => images.map(image => [imageKey(image), image] as const)),
  )
  const revoked = new Map<string, Revoked>()
  for (const some of chunksOf([...images.values()], RECORDS_AT_ONCE))
    for (const [key, record] of await ledger.readImages(some))
      if (record.revoked) revoked.set(key, record.revoked)
  return revoked
}
