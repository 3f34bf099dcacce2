import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { type ImageRef, imageKey, parseImageKey } from '../../domain/image.ts'
import { changedAtMs, emptyRecord, type ImageRecord, needsCare } from '../../domain/record.ts'
import { BEGIN_WITHIN_MS, isOpen, mayHaveActed, type Request, SETTLE_AFTER_MS } from '../../domain/request.ts'
import type { Ledger } from '../../ports.ts'
import { keys, readAll, saveOver, type Table } from './table.ts'

const DUE_AT_ONCE = 100

const dueAtMs = (request: Request): number =>
  mayHaveActed(request)
    ? (request.actedAtMs ?? request.askedAtMs) + SETTLE_AFTER_MS
    : request.askedAtMs + BEGIN_WITHIN_MS

/** Who has to see to it, and from when on. An open request comes first: it is shown when it is settled. */
const dueOf = (record: ImageRecord): { duePk?: string; dueAtMs?: number } => {
  const { request } = record
  if (request && isOpen(request)) return { duePk: 'request', dueAtMs: dueAtMs(request) }
  return needsCare(record) ? { duePk: 'stale', dueAtMs: changedAtMs(record) } : {}
}

type ImageRecords = Pick<Ledger, 'readImages' | 'saveImage' | 'readDueImages' | 'readStaleImages'>

/** One item for each image: what is known, its cards, its latest request. Written only over the version that was read. */
export const createImageRecords = (table: Table): ImageRecords => ({
  async readImages(images) {
    const found = new Map(images.map(image => [imageKey(image), emptyRecord(image)]))
    for (const item of await readAll(table, [...found.keys()].map(keys.image))) {
      const record = { ...(item.record as ImageRecord), version: item.version as number }
      found.set(imageKey(record), record)
    }
    return found
  },

  async saveImage(record) {
    const { version, ...content } = record
    return saveOver(table, { ...keys.image(imageKey(record)), record: content, ...dueOf(record) }, version)
  },

  async readDueImages(nowMs) {
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: 'due',
        KeyConditionExpression: 'duePk = :request AND dueAtMs <= :now',
        ExpressionAttributeValues: { ':request': 'request', ':now': nowMs },
        Limit: DUE_AT_ONCE,
      }),
    )
    return Items.map(imageOf).filter(isImage)
  },

  async readStaleImages(beforeMs, limit) {
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: 'due',
        KeyConditionExpression: 'duePk = :stale AND dueAtMs <= :before',
        ExpressionAttributeValues: { ':stale': 'stale', ':before': beforeMs },
        ScanIndexForward: false,
        Limit: limit,
      }),
    )
    return Items.map(imageOf).filter(isImage)
  },
})

const imageOf = (item: Record<string, unknown>): ImageRef | undefined =>
  parseImageKey(String(item.pk).replace(/^IMAGE#/, ''))

const isImage = (image: ImageRef | undefined): image is ImageRef => image !== undefined
