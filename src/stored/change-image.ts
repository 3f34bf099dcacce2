import { type ImageRef, imageKey } from '../domain/image.ts'
import { emptyRecord, type ImageRecord } from '../domain/record.ts'
import type { ImageRecords } from '../ports.ts'
import { updateStored } from './update-stored.ts'

export const readImage = async (ledger: ImageRecords, image: ImageRef): Promise<ImageRecord> =>
  (await ledger.readImages([image])).get(imageKey(image)) ?? emptyRecord(image)

type Change = (record: ImageRecord) => ImageRecord | undefined

const change = async (
  ledger: ImageRecords,
  image: ImageRef,
  known: ImageRecord | undefined,
  update: Change,
): Promise<{ record: ImageRecord; changed: boolean }> => {
  const name = `The record of ${imageKey(image)}`
  const stored = { name, read: () => readImage(ledger, image), save: ledger.saveImage }
  const { item, changed } = await updateStored(stored, known, update)
  return { record: item, changed }
}

/** Reads an image's record and changes it: see `updateStored`. */
export const changeImage = (ledger: ImageRecords, image: ImageRef, update: Change) =>
  change(ledger, image, undefined, update)

/**
 * The same from a record that is known already.
 *
 * @param known as it was read or written, with nothing in it that is not in the ledger
 */
export const changeRecord = (ledger: ImageRecords, known: ImageRecord, update: Change) =>
  change(ledger, known, known, update)
