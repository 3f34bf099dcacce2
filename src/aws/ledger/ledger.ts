import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { type HistoryEntry, historyCursor } from '../../domain/history.ts'
import { imageKey } from '../../domain/image.ts'
import type { Ledger } from '../../ports.ts'
import { createClaims } from './claims.ts'
import { createDigests } from './digests.ts'
import { createFleets } from './fleets.ts'
import { createImageRecords } from './image-records.ts'
import { createLimits } from './limits.ts'
import { createNames } from './names.ts'
import { createNotes } from './notes.ts'
import { createPosts } from './posts.ts'
import { createProposals } from './proposals.ts'
import { HISTORY, HISTORY_KEPT_SEC, keys, openTable, writeAll } from './table.ts'

/** The ledger in DynamoDB: single conditional writes, no transactions, expiry is data. */
export const createLedger = (tableName: string): Ledger => {
  const table = openTable(tableName)
  const { name: TableName, client } = table
  const writeHistories: Ledger['addHistories'] = entries =>
    writeAll(
      table,
      entries.map(({ image, entry }) => ({
        ...keys.history(imageKey(image), historyCursor(entry)),
        entry,
        expiresAtSec: Math.floor(entry.atMs / 1000) + HISTORY_KEPT_SEC,
      })),
    )
  return {
    ...createImageRecords(table),
    ...createClaims(table),
    ...createPosts(table),
    ...createFleets(table),
    ...createNotes(table),
    ...createNames(table),
    ...createDigests(table),
    ...createProposals(table),
    ...createLimits(table),

    addHistory: (image, entry) => writeHistories([{ image, entry }]),
    addHistories: writeHistories,

    async readHistory(image, limit, before) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :image AND begins_with(sk, :history)',
          ExpressionAttributeValues: { ':image': keys.image(imageKey(image)).pk, ':history': HISTORY },
          ScanIndexForward: false,
          Limit: limit,
          ...(before !== undefined && { ExclusiveStartKey: keys.history(imageKey(image), before) }),
        }),
      )
      return Items.map(item => item.entry as HistoryEntry)
    },
  }
}
