import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { LastTold } from '../../domain/health.ts'
import type { Ledger } from '../../ports.ts'
import { ifHolds, keys, type Table } from './table.ts'

type Notes = Pick<Ledger, 'saveLastTold' | 'readLastTold' | 'takeTurn'>

/** Small things about amiops itself. */
export const createNotes = ({ name: TableName, client }: Table): Notes => ({
  async saveLastTold(lastTold) {
    await client.send(new PutCommand({ TableName, Item: { ...keys.lastTold(), lastTold } }))
  },

  async readLastTold() {
    const { Item } = await client.send(
      new GetCommand({ TableName, Key: keys.lastTold(), ConsistentRead: true }),
    )
    return Item?.lastTold as LastTold | undefined
  },

  async takeTurn(what, nowMs, everyMs, by = '') {
    const isNew = 'attribute_not_exists(pk)'
    const isOver = 'notBeforeMs <= :now'
    const isTheirs = 'takenBy = :by'
    const taken = await ifHolds(
      client.send(
        new UpdateCommand({
          TableName,
          Key: keys.turn(what),
          UpdateExpression: 'SET notBeforeMs = :next, takenBy = :by, expiresAtSec = :expires',
          ConditionExpression: `${isNew} OR ${isOver}${by === '' ? '' : ` OR ${isTheirs}`}`,
          ExpressionAttributeValues: {
            ':now': nowMs,
            ':by': by,
            ':next': nowMs + everyMs,
            ':expires': Math.ceil((nowMs + everyMs) / 1000),
          },
        }),
      ),
    )
    return taken !== undefined
  },
})
