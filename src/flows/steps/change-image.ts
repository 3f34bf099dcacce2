import { type ImageRef, imageKey } from '../../domain/image.ts'
import { Later } from '../../domain/later.ts'
import { emptyRecord, type ImageRecord } from '../../domain/record.ts'
import type { ImageRecords } from '../../ports.ts'

const TRIES = 8

export const readImage = async (ledger: ImageRecords, image: ImageRef): Promise<ImageRecord> =>
  (await ledger.readImages([image])).get(imageKey(image)) ?? emptyRecord(image)

/**
 * Reads a record, changes it by a pure function and writes it, again from the start when somebody else wrote meanwhile.
 *
 * @param change gives the new record, or undefined to leave it
 * @returns the record as it now is, and whether this call changed it
 */
export const changeImage = async (
  ledger: ImageRecords,
  image: ImageRef,
  change: (record: ImageRecord) => ImageRecord | undefined,
): Promise<{ record: ImageRecord; changed: boolean }> => {
  for (let tried = 0; tried < TRIES; tried++) {
    const record = await readImage(ledger, image)
    const next = change(record)
    if (next === undefined) return { record, changed: false }
    if (await ledger.saveImage(next)) return { record: { ...next, version: next.version + 1 }, changed: true }
  }
  throw new Later(2, `The record of ${imageKey(image)} was written by others ${TRIES} times in a row.`)
}
