import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { type FleetPlace, placeKey, readFleet, writeFleet } from '../../domain/fleet.ts'
import { imageKey, parseImageKey } from '../../domain/image.ts'
import type { FleetScans } from '../../ports.ts'
import { queryAll } from './query.ts'
import { scanProgress as scanProgressSchema } from './schemas/notes.ts'
import { list, text } from './schemas/shape.ts'
import { parseStored, stored } from './stored.ts'
import { keys, type Table } from './table.ts'

/** Longer than the schedule may be down without being noticed. */
const RECENTLY_CHANGED_KEPT_SEC = 3 * 24 * 60 * 60

/** What the reconciliation remembers between two runs. Nothing else writes it, so the last write counts. */
export const createFleets = (table: Table): FleetScans => {
  const { name: TableName, client } = table
  return {
    async readFleet(place) {
      const items = await queryAll(table, {
        KeyConditionExpression: 'pk = :fleet',
        ExpressionAttributeValues: { ':fleet': keys.fleet(placeKey(place), 0).pk },
      })
      return readFleet(items.map(item => String(item.images)))
    },

    async saveFleet(place: FleetPlace, before, now) {
      const old = writeFleet(before)
      for (const [part, images] of writeFleet(now).entries())
        if (images !== old[part])
          await client.send(
            new PutCommand({ TableName, Item: { ...keys.fleet(placeKey(place), part), images } }),
          )
    },

    async readScanProgress() {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: keys.scanProgress(), ConsistentRead: true }),
      )
      return Item ? parseStored(scanProgressSchema, Item, 'scanProgress') : { visitedAtMs: {} }
    },

    async saveScanProgress(scanProgress) {
      await client.send(
        new PutCommand({ TableName, Item: { ...keys.scanProgress(), ...stored({ scanProgress }) } }),
      )
    },

    async saveRecentlyChanged(noteId, images, nowMs) {
      await client.send(
        new PutCommand({
          TableName,
          Item: {
            ...keys.recentlyChanged(nowMs, noteId),
            ...stored({ images: images.map(imageKey) }),
            expiresAtSec: Math.floor(nowMs / 1000) + RECENTLY_CHANGED_KEPT_SEC,
          },
        }),
      )
    },

    async readRecentlyChanged(sinceMs) {
      const items = await queryAll(table, {
        KeyConditionExpression: 'pk = :changed AND sk >= :since',
        ExpressionAttributeValues: {
          ':changed': keys.recentlyChanged(0, '').pk,
          ':since': keys.recentlyChanged(sinceMs, '').sk,
        },
      })
      return items.flatMap(item =>
        parseStored(list(text), item, 'images').flatMap(key => parseImageKey(key) ?? []),
      )
    },
  }
}
