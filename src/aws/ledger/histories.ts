import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import {
  type Attempt,
  type HistoryEntry,
  historyCursor,
  isFinal,
  OPEN_OUTCOMES,
} from '../../domain/history.ts'
import { type ImageRef, imageKey, parseImageKey } from '../../domain/image.ts'
import { allOf } from '../../in-parallel.ts'
import type { Histories } from '../../ports.ts'
import { inAuditLog } from './audit-logs.ts'
import { readAll, writeAll } from './batches.ts'
import { ASKED, HISTORY, keys } from './keys.ts'
import { dueAt, readDue } from './query.ts'
import { historyEntry } from './schemas/history.ts'
import { parseStored, readable, stored } from './stored.ts'
import { HISTORY_KEPT_SEC, ifHolds, type Table } from './table.ts'

/** One item for each entry of an image's history, beside its record. */
export const createHistories = (table: Table): Histories => {
  const expiryOf = ({ atMs }: HistoryEntry) => ({ expiresAtSec: Math.floor(atMs / 1000) + HISTORY_KEPT_SEC })
  const itemOf = (image: ImageRef, entry: HistoryEntry) => ({
    ...keys.history(imageKey(image), historyCursor(entry)),
    ...stored({ entry }),
    ...inAuditLog(imageKey(image), entry.atMs),
    ...expiryOf(entry),
  })
  /**
   * An item that points to a person's request in the history. A plan counts as one request: those of its images would leave no room for
   * others.
   */
  const askedOf = (image: ImageRef, entry: HistoryEntry) =>
    entry.kind === 'request' && entry.planId === undefined
      ? [
          {
            ...keys.asked(imageKey(image), historyCursor(entry)),
            ...dueAt(`asked/${entry.by.userId}`, entry.atMs),
            ...expiryOf(entry),
          },
        ]
      : []
  /** Only over an entry that is still open too. */
  const addOpen = async (image: ImageRef, entry: Attempt): Promise<void> => {
    const outcomes = OPEN_OUTCOMES.map((outcome, at) => [`:open${at}`, outcome])
    await ifHolds(
      table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: itemOf(image, entry),
          ConditionExpression: `attribute_not_exists(pk) OR #entry.#outcome IN (${outcomes.map(([name]) => name).join(', ')})`,
          ExpressionAttributeNames: { '#entry': 'entry', '#outcome': 'outcome' },
          ExpressionAttributeValues: Object.fromEntries(outcomes),
        }),
      ),
    )
  }
  return {
    async addHistory(image, entry) {
      const asked = askedOf(image, entry)
      if (entry.kind !== 'request' || isFinal(entry)) return writeAll(table, [itemOf(image, entry), ...asked])
      await allOf([addOpen(image, entry), writeAll(table, asked)])
    },
    addHistories: entries =>
      writeAll(
        table,
        entries.flatMap(({ image, entry }) => [itemOf(image, entry), ...askedOf(image, entry)]),
      ),

    async readHistoryEntry(image, entry) {
      const { Item } = await table.client.send(
        new GetCommand({
          TableName: table.name,
          Key: keys.history(imageKey(image), historyCursor(entry)),
          ConsistentRead: true,
        }),
      )
      return Item && parseStored(historyEntry, Item, 'entry')
    },

    async readAttemptsOf(userId, limit) {
      const asked = await readDue(table, `asked/${userId}`, Number.MAX_SAFE_INTEGER, limit, true)
      const items = await readAll(
        table,
        asked.map(({ pk, sk }) => ({ pk, sk: String(sk).replace(ASKED, HISTORY) })),
      )
      const read = readable(items, item => ({
        image: parseImageKey(String(item.pk).replace(/^IMAGE#/, '')),
        attempt: parseStored(historyEntry, item, 'entry'),
      }))
      return read
        .flatMap(({ image, attempt }) => (image && attempt.kind === 'request' ? [{ image, attempt }] : []))
        .sort((a, b) => b.attempt.atMs - a.attempt.atMs)
    },

    async readHistory(image, limit, before) {
      const { Items = [] } = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :image AND begins_with(sk, :history)',
          ExpressionAttributeValues: { ':image': keys.image(imageKey(image)).pk, ':history': HISTORY },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: limit,
          ...(before !== undefined && { ExclusiveStartKey: keys.history(imageKey(image), before) }),
        }),
      )
      return readable(Items, item => parseStored(historyEntry, item, 'entry'))
    },
  }
}
