import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { AccountRegion } from '../../domain/alias.ts'
import { type Fleet, placeKey, type ScannedImage } from '../../domain/fleet.ts'
import type { PlaceGlance } from '../../domain/fleet-glance.ts'
import { imageKey, parseImageKey } from '../../domain/image.ts'
import type { FleetScans } from '../../ports.ts'
import { deleteAll, writeAll } from './batches.ts'
import { readPart, writeParts } from './fleet-parts.ts'
import { keys } from './keys.ts'
import { queryAll } from './query.ts'
import { SCAN_VERSION } from './schemas/fleet.ts'
import { placeGlance } from './schemas/home.ts'
import { list, text } from './schemas/shape.ts'
import { parseStored, readable, stored } from './stored.ts'
import type { Table } from './table.ts'

/** Longer than the schedule can be down unnoticed. */
const RECENTLY_CHANGED_KEPT_SEC = 3 * 24 * 60 * 60

type Item = Readonly<Record<string, unknown>>

const keyOf = ({ pk, sk }: Item) => ({ pk, sk })

/** Whether the item says that all parts of the fleet have this version. */
const isReadable = ({ sk, version }: Item): boolean => sk === keys.fleet('').sk && version === SCAN_VERSION

function* changedIds(before: Fleet, now: Fleet): Iterable<string> {
  for (const [id, image] of now) if (before.get(id) !== image) yield id
  for (const id of before.keys()) if (!now.has(id)) yield id
}

/** What the reconciliation remembers between two runs. Nothing else writes it, so the last write counts. */
export const createFleets = (table: Table): FleetScans => {
  const { name: TableName, client } = table
  const itemsOf = (place: AccountRegion) =>
    queryAll(table, {
      KeyConditionExpression: 'pk = :fleet',
      ExpressionAttributeValues: { ':fleet': keys.fleet(placeKey(place)).pk },
    })
  return {
    async readFleet(place) {
      const items = await itemsOf(place)
      if (!items.some(isReadable)) return undefined
      const fleet = new Map<string, ScannedImage>()
      for (const { sk, images } of items) {
        if (sk === keys.fleet('').sk) continue
        const part = readPart(images)
        if (part === undefined) return undefined
        for (const [imageId, image] of part) fleet.set(imageId, image)
      }
      return fleet
    },

    async saveFleet(place, before, now) {
      const key = placeKey(place)
      const save = (ids: Iterable<string>) =>
        writeAll(
          table,
          [...writeParts(now, ids)].map(([part, images]) => ({
            ...keys.fleetPart(key, part),
            ...stored({ images }),
          })),
        )
      if (before) return save(changedIds(before, now))
      // The item with the version is deleted first and written last, so that a run that ends in between leaves a fleet that is not read.
      const items = await itemsOf(place)
      await deleteAll(table, items.filter(isReadable).map(keyOf))
      await deleteAll(table, items.map(keyOf))
      await save(now.keys())
      await writeAll(table, [{ ...keys.fleet(key), ...stored({ version: SCAN_VERSION }) }])
    },

    async readGlances() {
      const items = await queryAll(table, {
        KeyConditionExpression: 'pk = :glances',
        ExpressionAttributeValues: { ':glances': keys.glance('').pk },
      })
      return readable(items, (item): PlaceGlance => parseStored(placeGlance, item, 'glance'))
    },

    async readGlance(place) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: keys.glance(placeKey(place)), ConsistentRead: true }),
      )
      return Item && parseStored(placeGlance, Item, 'glance')
    },

    async saveGlance(glance) {
      await client.send(
        new PutCommand({ TableName, Item: { ...keys.glance(placeKey(glance)), ...stored({ glance }) } }),
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
