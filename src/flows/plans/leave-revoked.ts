import type { Action } from '../../domain/actions.ts'
import { isHeldByRevocation } from '../../domain/available-actions.ts'
import { chunksOf } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { revokedWhy } from '../../domain/revoked-mark.ts'
import type { ImageRecords } from '../../ports.ts'
import type { SeenSelection } from './see-images.ts'

const RECORDS_AT_ONCE = 100

/** Leaves out the revoked images of a selection, where the action would let somebody launch them: only the undo of the revocation does. */
export const leaveRevoked = async (
  { ledger }: { ledger: Pick<ImageRecords, 'readImages'> },
  action: Action,
  { images, leftOut }: SeenSelection,
): Promise<SeenSelection> => {
  const records = new Map<string, ImageRecord>()
  for (const some of chunksOf(images, RECORDS_AT_ONCE))
    for (const [key, record] of await ledger.readImages(some.map(({ image }) => image)))
      records.set(key, record)
  const kept: typeof images = []
  const left = [...leftOut]
  for (const one of images) {
    const record = records.get(imageKey(one.image))
    if (!record?.revoked || !isHeldByRevocation(action, record)) kept.push(one)
    else {
      const { image, name } = one
      const why = `${revokedWhy(record.revoked)}. Undo the revocation instead`
      left.push({ image, why, ...(name !== undefined && { name }) })
    }
  }
  return { images: kept, leftOut: left }
}
