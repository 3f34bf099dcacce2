import { type ImageRef, imageKey } from '../../domain/image.ts'
import { emptyRecord, type ImageRecord } from '../../domain/record.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import type { ImageRecords } from '../../ports.ts'

const TRIES = 8

export const readImage = async (ledger: ImageRecords, image: ImageRef): Promise<ImageRecord> =>
  (await ledger.readImages([image])).get(imageKey(image)) ?? emptyRecord(image)

type RecordUpdate = (record: ImageRecord) => ImageRecord | undefined
type Changed = { record: ImageRecord; changed: boolean }

const write = async (
  ledger: ImageRecords,
  known: ImageRecord,
  change: RecordUpdate,
  wasJustRead: boolean,
): Promise<Changed> => {
  let record = known
  let isFresh = wasJustRead
  for (let tried = 0; tried < TRIES; tried++) {
    const next = change(record)
    if (next === undefined && isFresh) return { record, changed: false }
    if (next && (await ledger.saveImage(next)))
      return { record: { ...next, version: next.version + 1 }, changed: true }
    record = await readImage(ledger, known)
    isFresh = true
  }
  throw new RetryLater(2, `The record of ${imageKey(known)} was written by others ${TRIES} times in a row.`)
}

/**
 * Reads a record, changes it by a pure function and writes it, again from the start when somebody else wrote meanwhile.
 *
 * @param change gives the new record, or undefined to leave it
 * @returns the record as it now is, and whether this call changed it
 */
export const changeImage = async (
  ledger: ImageRecords,
  image: ImageRef,
  change: RecordUpdate,
): Promise<Changed> => write(ledger, await readImage(ledger, image), change, true)

/**
 * The same from a record that is known already. It is read only where somebody else wrote since, or where it gives no reason
 * for a change: it may be behind.
 *
 * @param known as it was read or written, with nothing in it that is not in the ledger
 */
export const changeRecord = (
  ledger: ImageRecords,
  known: ImageRecord,
  change: RecordUpdate,
): Promise<Changed> => write(ledger, known, change, false)
