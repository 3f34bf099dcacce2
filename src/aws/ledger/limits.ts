import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Ledger } from '../../ports.ts'
import { ifHolds, keys, type Table } from './table.ts'

const HOUR_MS = 3_600_000
/** Within no hour does anybody do more, wherever it begins: an hour is covered by so many whole parts and the present one. */
const PART_MS = 300_000

/** Who did how much within an hour: the same request counts once, however often it is counted. */
export const createLimits = ({ name: TableName, client }: Table): Pick<Ledger, 'countRequest'> => ({
  async countRequest(userId, key, nowMs, max) {
    const part = Math.floor(nowMs / PART_MS)
    const { pk, sk: to } = keys.person(userId, part - 1)
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':pk': pk,
          ':from': keys.person(userId, part - HOUR_MS / PART_MS).sk,
          ':to': to,
        },
      }),
    )
    const before = Items.map(item => item.requests as ReadonlySet<string>)
    if (before.some(requests => requests.has(key))) return true
    const room = max - before.reduce((sum, { size }) => sum + size, 0)
    const isFirst = 'attribute_not_exists(requests)'
    const hasRoom = 'size(requests) < :room'
    const isCounted = 'contains(requests, :key)'
    if (room <= 0) return false
    const taken = await ifHolds(
      client.send(
        new UpdateCommand({
          TableName,
          Key: keys.person(userId, part),
          UpdateExpression: 'ADD requests :one SET expiresAtSec = :expires',
          ConditionExpression: `${isFirst} OR ${hasRoom} OR ${isCounted}`,
          ExpressionAttributeValues: {
            ':one': new Set([key]),
            ':key': key,
            ':room': room,
            ':expires': Math.floor((nowMs + 2 * HOUR_MS) / 1000),
          },
        }),
      ),
    )
    return taken !== undefined
  },
})
