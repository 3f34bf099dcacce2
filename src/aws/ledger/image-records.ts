import { BatchGetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { type ImageRef, imageKey, parseImageKey } from '../../domain/image.ts'
import { emptyRecord, type ImageRecord } from '../../domain/record.ts'
import { isOpen, mayHaveActed, type Request, SETTLE_AFTER_MS } from '../../domain/request.ts'
import type { Ledger } from '../../ports.ts'
import { ifHolds, keys, type Table } from './table.ts'

/** As many keys as one BatchGetItem takes. */
const BATCH = 100
const ROUNDS = 5
const DUE_AT_ONCE = 100

/** A request that nobody has begun waits longer: the queue may still deliver it. */
const BEGIN_WITHIN_MS = 10 * 60_000

const dueAtMs = (request: Request): number =>
  mayHaveActed(request)
    ? (request.actedAtMs ?? request.askedAtMs) + SETTLE_AFTER_MS
    : request.askedAtMs + BEGIN_WITHIN_MS

type ImageRecords = Pick<Ledger, 'readImages' | 'saveImage' | 'readDueImages'>

/** One item for each image: what is known, its cards, its latest request. Written only over the version that was read. */
export const createImageRecords = ({ name, client }: Table): ImageRecords => ({
  async readImages(images) {
    const found = new Map(images.map(image => [imageKey(image), emptyRecord(image)]))
    const wanted = [...found.keys()]
    for (let from = 0; from < wanted.length; from += BATCH) {
      let Keys: Record<string, unknown>[] = wanted.slice(from, from + BATCH).map(keys.image)
      for (let round = 0; Keys.length > 0; round++) {
        if (round === ROUNDS) throw new Error('DynamoDB left a part of a batch unread five times in a row.')
        const answer = await client.send(
          new BatchGetCommand({ RequestItems: { [name]: { Keys, ConsistentRead: true } } }),
        )
        for (const item of answer.Responses?.[name] ?? []) {
          const record = { ...(item.record as ImageRecord), version: item.version as number }
          found.set(imageKey(record), record)
        }
        Keys = answer.UnprocessedKeys?.[name]?.Keys ?? []
      }
    }
    return found
  },

  async saveImage(record) {
    const { version, ...content } = record
    const { request } = record
    const isUnwritten = 'attribute_not_exists(pk)'
    const isAsRead = 'version = :read'
    const saved = await ifHolds(
      client.send(
        new PutCommand({
          TableName: name,
          Item: {
            ...keys.image(imageKey(record)),
            record: content,
            version: version + 1,
            ...(request && isOpen(request) && { duePk: 'request', dueAtMs: dueAtMs(request) }),
          },
          ConditionExpression: version === 0 ? isUnwritten : isAsRead,
          ...(version > 0 && { ExpressionAttributeValues: { ':read': version } }),
        }),
      ),
    )
    return saved !== undefined
  },

  async readDueImages(nowMs) {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: name,
        IndexName: 'due',
        KeyConditionExpression: 'duePk = :request AND dueAtMs <= :now',
        ExpressionAttributeValues: { ':request': 'request', ':now': nowMs },
        Limit: DUE_AT_ONCE,
      }),
    )
    return Items.map(item => parseImageKey(String(item.pk).replace(/^IMAGE#/, ''))).filter(isImage)
  },
})

const isImage = (image: ImageRef | undefined): image is ImageRef => image !== undefined
