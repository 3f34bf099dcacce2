import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { AccountRegion } from '../../domain/alias.ts'
import { placeKey } from '../../domain/fleet.ts'
import type { Place } from '../../domain/place.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Places } from '../../ports.ts'
import { deleteAll } from './batches.ts'
import { keys } from './keys.ts'
import { queryAll } from './query.ts'
import { placeScan, scheduleRun } from './schemas/place.ts'
import { maybe, number, shape } from './schemas/shape.ts'
import { FORMAT, parseStored, readable, stored } from './stored.ts'
import type { Table } from './table.ts'

const WRITES_AT_ONCE = 16

type Item = Readonly<Record<string, unknown>>

const content = shape<Omit<Place, keyof AccountRegion>>({
  askedAtMs: maybe(number),
  waitsSinceMs: maybe(number),
  scan: maybe(placeScan),
})

const parsePlace = (item: Item): Place => {
  const [account = '', region = ''] = String(item.sk).split('/')
  const { pk, sk, format, ...found } = item
  return { account, region, ...parseStored(content, { pk, sk, format, found }, 'found') }
}

/** An item for each place. The schedule and the scans write attributes of their own, so that neither overwrites the other's. */
export const createPlaces = (table: Table): Places => {
  const { name: TableName, client } = table
  const set = async (place: AccountRegion, values: Omit<Place, keyof AccountRegion>): Promise<void> => {
    const all = Object.entries({ ...values, format: FORMAT })
    await client.send(
      new UpdateCommand({
        TableName,
        Key: keys.place(placeKey(place)),
        UpdateExpression: `SET ${all.map(([name]) => `#${name} = :${name}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(all.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(all.map(([name, value]) => [`:${name}`, value])),
      }),
    )
  }
  return {
    async readPlaces(account) {
      const isOfAccount = account === undefined ? '' : ' AND begins_with(sk, :account)'
      const items = await queryAll(table, {
        KeyConditionExpression: `pk = :places${isOfAccount}`,
        ExpressionAttributeValues: {
          ':places': keys.place('').pk,
          ...(account !== undefined && { ':account': `${account}/` }),
        },
      })
      return readable(items, parsePlace)
    },

    savePlacesAsked: (places, askedAtMs) =>
      inParallel(places, WRITES_AT_ONCE, ({ waitsSinceMs = askedAtMs, ...place }) =>
        set(place, { askedAtMs, waitsSinceMs }),
      ),

    saveScan: (place, scan) => set(place, { scan }),

    forgetPlaces: places =>
      deleteAll(
        table,
        places.map(place => keys.place(placeKey(place))),
      ),

    async readLastRun() {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: keys.lastRun(), ConsistentRead: true }),
      )
      return Item && parseStored(scheduleRun, Item, 'run')
    },

    async saveLastRun(run) {
      await client.send(new PutCommand({ TableName, Item: { ...keys.lastRun(), ...stored({ run }) } }))
    },
  }
}
