import { type ImageRef, imageKey, parseImageKey } from '../../domain/image.ts'
import { scanDueAtMs } from '../../domain/image-scan.ts'
import { changedAtMs, emptyRecord, type ImageRecord } from '../../domain/record.ts'
import { needsRefresh } from '../../domain/record-cards.ts'
import { isOpen } from '../../domain/request.ts'
import { requestDueAtMs } from '../../domain/request-timing.ts'
import type { ImageRecords } from '../../ports.ts'
import { readAll } from './batches.ts'
import { keys } from './keys.ts'
import { dueAt, readDue } from './query.ts'
import { imageRecord } from './schemas/image.ts'
import { parseStored, readable, stored } from './stored.ts'
import { saveOver, type Table } from './table.ts'

/** How many are read at once. A request that cannot be settled stays due, and must not keep the others from being read. */
const DUE_AT_ONCE = 1_000

/** An open request comes first: settling it also updates the cards. */
const dueOf = (record: ImageRecord) => {
  const { request } = record
  if (request && isOpen(request)) return dueAt('request', requestDueAtMs(request))
  const scanDue = scanDueAtMs(record)
  if (scanDue !== undefined) return dueAt('request', scanDue)
  return dueAt('outdated', needsRefresh(record) ? changedAtMs(record) : undefined)
}

/** One item for each image: what is known, its cards, its latest request. Written only over the version that was read. */
export const createImageRecords = (table: Table): ImageRecords => ({
  async readImages(images) {
    const found = new Map(images.map(image => [imageKey(image), emptyRecord(image)]))
    const items = await readAll(table, [...found.keys()].map(keys.image))
    const records = readable(items, item => ({
      ...parseStored(imageRecord, item, 'record'),
      version: Number(item.version),
    }))
    for (const record of records) found.set(imageKey(record), record)
    return found
  },

  async saveImage(record) {
    const { version, ...content } = record
    return saveOver(
      table,
      { ...keys.image(imageKey(record)), ...stored({ record: content }), ...dueOf(record) },
      version,
    )
  },

  async readDueImages(nowMs) {
    return (await readDue(table, 'request', nowMs, DUE_AT_ONCE)).flatMap(imageOf)
  },

  async readOutdatedImages(beforeMs, limit) {
    return (await readDue(table, 'outdated', beforeMs, limit, true)).flatMap(imageOf)
  },
})

const imageOf = (item: Record<string, unknown>): ImageRef | readonly [] =>
  parseImageKey(String(item.pk).replace(/^IMAGE#/, '')) ?? []
