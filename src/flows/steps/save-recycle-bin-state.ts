import type { ImageRecord } from '../../domain/record.ts'
import type { Clock, ImageRecords, Images, Log } from '../../ports.ts'
import { changeRecord } from '../../stored/change-image.ts'
import { lookInRecycleBin } from './look-in-recycle-bin.ts'

export interface RecycleBinNeeds {
  images: Pick<Images, 'recycled'>
  ledger: ImageRecords
  clock: Clock
  log: Log
}

/**
 * Saves whether a deregistered image can be restored, and until when.
 *
 * @param known as it was read or written
 * @returns the record as it now is
 */
export const saveRecycleBinState = async (
  needs: RecycleBinNeeds,
  known: ImageRecord,
): Promise<ImageRecord> => {
  const { apply } = await lookInRecycleBin(needs, known)
  const { record } = await changeRecord(needs.ledger, known, now => {
    const noted = apply(now)
    return noted === now ? undefined : noted
  })
  return record
}
