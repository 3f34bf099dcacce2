import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { type HistoryEntry, historyCursor } from '../../domain/history.ts'
import { imageKey } from '../../domain/image.ts'
import type { Histories } from '../../ports.ts'
import { HISTORY, HISTORY_KEPT_SEC, keys, type Table, writeAll } from './table.ts'

/** One item for each entry of an image's history, beside its record. */
export const createHistories = (table: Table): Histories => {
  const addHistories: Histories['addHistories'] = entries =>
    writeAll(
      table,
      entries.map(({ image, entry }) => ({
        ...keys.history(imageKey(image), historyCursor(entry)),
        entry,
        expiresAtSec: Math.floor(entry.atMs / 1000) + HISTORY_KEPT_SEC,
      })),
    )
  return {
    addHistory: (image, entry) => addHistories([{ image, entry }]),
    addHistories,

    async readHistoryEntry(image, entry) {
      const { Item } = await table.client.send(
        new GetCommand({
          TableName: table.name,
          Key: keys.history(imageKey(image), historyCursor(entry)),
          ConsistentRead: true,
        }),
      )
      return Item?.entry as HistoryEntry | undefined
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
      return Items.map(item => item.entry as HistoryEntry)
    },
  }
}
