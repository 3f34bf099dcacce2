import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { RetryLater } from '../../domain/retry-later.ts'
import type { Limits } from '../../ports.ts'
import { shortenKey } from '../shorten-key.ts'
import { keys } from './keys.ts'
import { recentRequests } from './schemas/notes.ts'
import { parseStored, stored } from './stored.ts'
import { saveOver, type Table } from './table.ts'

const HOUR_MS = 3_600_000
/** At most 20 functions serve requests at the same time, and a write fails only where another request was counted. */
const TRIES = 40

/**
 * What each person did within the last hour: one item a person, written only over the version that was read, so that the
 * limit is exact wherever the hour begins and however many requests are counted at once.
 */
export const createLimits = (table: Table): Limits => ({
  async countRequests(userId, nowMs) {
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: keys.person(userId), ConsistentRead: true }),
    )
    const requests = Item ? parseStored(recentRequests, Item, 'requests') : {}
    return Object.values(requests).filter(atMs => nowMs - atMs < HOUR_MS).length
  },

  async countRequest(userId, key, nowMs, max) {
    const Key = keys.person(userId)
    const short = await shortenKey(key)
    for (let tried = 0; tried < TRIES; tried++) {
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key, ConsistentRead: true }),
      )
      const requests = Item ? parseStored(recentRequests, Item, 'requests') : {}
      const recent = Object.entries(requests).filter(([, atMs]) => nowMs - atMs < HOUR_MS)
      if (recent.some(([known]) => known === short)) return true
      if (recent.length >= max) return false
      const item = {
        ...Key,
        ...stored({ requests: { ...Object.fromEntries(recent), [short]: nowMs } }),
        expiresAtSec: Math.floor((nowMs + 2 * HOUR_MS) / 1000),
      }
      if (await saveOver(table, item, Number(Item?.version ?? 0))) return true
    }
    throw new RetryLater(2, `The requests of ${userId} could not be counted ${TRIES} times in a row.`)
  },
})
