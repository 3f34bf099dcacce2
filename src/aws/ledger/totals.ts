import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Totals } from '../../ports.ts'
import { keys } from './keys.ts'
import { queryAll } from './query.ts'
import { dayTotals } from './schemas/totals.ts'
import { parseStored, readable, stored } from './stored.ts'
import { HISTORY_KEPT_SEC, type Table } from './table.ts'

/** One small item for each day. */
export const createTotals = (table: Table): Totals => ({
  async saveTotals(totals) {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: {
          ...keys.totals(totals.day),
          ...stored({ totals }),
          expiresAtSec: Math.floor(Date.parse(totals.day) / 1000) + HISTORY_KEPT_SEC,
        },
      }),
    )
  },

  async readTotals(sinceDay) {
    const items = await queryAll(table, {
      KeyConditionExpression: 'pk = :totals AND sk >= :since',
      ExpressionAttributeValues: { ':totals': keys.totals('').pk, ':since': sinceDay },
    })
    return readable(items, item => parseStored(dayTotals, item, 'totals'))
  },
})
