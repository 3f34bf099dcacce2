import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Ledger } from '../../ports.ts'
import { ifHolds, keys, type Table } from './table.ts'

const HOUR_MS = 3_600_000

/** Who did how much within an hour by the clock: the same request counts once, however often it is counted. */
export const createLimits = ({ name: TableName, client }: Table): Pick<Ledger, 'countRequest'> => ({
  async countRequest(userId, key, nowMs, max) {
    const hour = Math.floor(nowMs / HOUR_MS)
    const isFirst = 'attribute_not_exists(requests)'
    const hasRoom = 'size(requests) < :max'
    const isCounted = 'contains(requests, :key)'
    const taken = await ifHolds(
      client.send(
        new UpdateCommand({
          TableName,
          Key: keys.person(userId, hour),
          UpdateExpression: 'ADD requests :one SET expiresAtSec = :expires',
          ConditionExpression: `${isFirst} OR ${hasRoom} OR ${isCounted}`,
          ExpressionAttributeValues: {
            ':one': new Set([key]),
            ':key': key,
            ':max': max,
            ':expires': Math.floor(((hour + 2) * HOUR_MS) / 1000),
          },
        }),
      ),
    )
    return taken !== undefined
  },
})
