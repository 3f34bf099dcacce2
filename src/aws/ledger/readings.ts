import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { inOrder } from '../../in-parallel.ts'
import type { Readings } from '../../ports.ts'
import { shortenKey } from '../shorten-key.ts'
import { parseAsk } from '../sqs/ask-message.ts'
import { writeAll } from './batches.ts'
import { keys, PART } from './keys.ts'
import { queryAll } from './query.ts'
import { completeParts, packPart, unpackPart } from './read-parts.ts'
import { reading as readingSchema } from './schemas/reading.ts'
import { text } from './schemas/shape.ts'
import { parseStored, readable, stored } from './stored.ts'
import { ifHolds, type Table } from './table.ts'

const KEPT_SEC = 60 * 60
/** How many keys the places of a reading have: a key takes a thousand writes a second, and a thousand places finish within some seconds. */
const SHARDS = 64
/** How many shards are read ahead. */
const SHARDS_AHEAD = 4

type Item = Readonly<Record<string, unknown>>

const expiresAtSec = (nowMs: number): number => Math.floor(nowMs / 1000) + KEPT_SEC

/** How many of these places have this shard. */
const placesOfShard = (shard: number, of: number): number => Math.ceil((of - shard) / SHARDS)

/**
 * One item for each reading, one that names the latest reading of a key, one for each message that waits, and those with what was read. A
 * set for each shard has the places that are read, and a set in the reading's item has the shards that are full. They are sets, so that a
 * place that is read twice counts once, and small, because all functions write them.
 */
export const createReadings = (table: Table): Readings => {
  const { name: TableName, client } = table
  const readItem = async (Key: Item): Promise<Item | undefined> =>
    (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item
  const readReading: Readings['readReading'] = async id => {
    const item = await readItem(keys.reading(id))
    return (
      item && {
        ...parseStored(readingSchema, item, 'reading'),
        ...(item.endedAtMs !== undefined && { endedAtMs: Number(item.endedAtMs) }),
        ...(item.isAnswered === true && { isAnswered: true }),
      }
    )
  }
  const latestKey = async (key: string) => keys.latestReading(await shortenKey(key))
  /** @returns how many numbers the set holds now */
  const addTo = async (Key: Item, set: string, value: number, nowMs: number): Promise<number> => {
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'ADD #set :value SET expiresAtSec = :expires',
        ExpressionAttributeNames: { '#set': set },
        ExpressionAttributeValues: { ':value': new Set([value]), ':expires': expiresAtSec(nowMs) },
        ReturnValues: 'ALL_NEW',
      }),
    )
    const now = Attributes?.[set]
    return now instanceof Set ? now.size : 0
  }
  return {
    readReading,

    async readLatestReading(key) {
      const latest = await readItem(await latestKey(key))
      return latest && readReading(parseStored(text, latest, 'reading'))
    },

    async beginReading({ endedAtMs: _never, isAnswered: _neither, ...reading }, before) {
      const kept = { expiresAtSec: expiresAtSec(reading.beganAtMs) }
      await client.send(
        new PutCommand({
          TableName,
          Item: { ...keys.reading(reading.id), ...stored({ reading }), ...kept },
        }),
      )
      const isFirst = 'attribute_not_exists(pk)'
      const isAsRead = 'reading = :before'
      const begun = await ifHolds(
        client.send(
          new PutCommand({
            TableName,
            Item: { ...(await latestKey(reading.key)), ...stored({ reading: reading.id }), ...kept },
            ConditionExpression: before ? isAsRead : isFirst,
            ...(before && { ExpressionAttributeValues: { ':before': before.id } }),
          }),
        ),
      )
      return begun !== undefined
    },

    async saveWaiting(readingId, message, nowMs) {
      await client.send(
        new PutCommand({
          TableName,
          Item: {
            ...keys.waiting(readingId, message.key),
            ...stored({ message: JSON.stringify(message) }),
            expiresAtSec: expiresAtSec(nowMs),
          },
        }),
      )
    },

    async readWaiting(readingId) {
      const items = await queryAll(table, {
        KeyConditionExpression: 'pk = :reading AND begins_with(sk, :waiting)',
        ExpressionAttributeValues: {
          ':reading': keys.reading(readingId).pk,
          ':waiting': keys.waiting(readingId, '').sk,
        },
      })
      return readable(items, item => {
        const parsed = parseAsk(parseStored(text, item, 'message'))
        if (!parsed.ok)
          throw new Error(`What waits for the reading ${readingId} cannot be read: ${parsed.why}.`)
        return parsed.ask
      })
    },

    async saveReadPart(readingId, at, part, nowMs) {
      await writeAll(
        table,
        packPart(part).map(({ of, ...packed }) => ({
          ...keys.readPart(readingId, at % SHARDS, at, of),
          ...stored(packed),
          expiresAtSec: expiresAtSec(nowMs),
        })),
      )
    },

    async savePlaceRead(readingId, at, of, nowMs) {
      const shard = at % SHARDS
      const read = await addTo(keys.placesRead(readingId, shard), 'places', at, nowMs)
      if (read < placesOfShard(shard, of)) return false
      return (await addTo(keys.reading(readingId), 'shards', shard, nowMs)) === Math.min(of, SHARDS)
    },

    async readReadParts({ id, places }, visit) {
      const shards = Array.from({ length: Math.min(places, SHARDS) }, (_, shard) => shard)
      const read = (shard: number) =>
        queryAll(table, {
          KeyConditionExpression: 'pk = :shard AND begins_with(sk, :part)',
          ExpressionAttributeValues: { ':shard': keys.placesRead(id, shard).pk, ':part': PART },
        })
      await inOrder(shards, SHARDS_AHEAD, read, async items => {
        for (const packed of completeParts(items)) {
          const part = unpackPart(packed)
          if (part) await visit(part)
        }
      })
    },

    async endReading(id, nowMs) {
      await ifHolds(
        client.send(
          new UpdateCommand({
            TableName,
            Key: keys.reading(id),
            UpdateExpression: 'SET endedAtMs = :now',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(endedAtMs)',
            ExpressionAttributeValues: { ':now': nowMs },
          }),
        ),
      )
    },

    async saveReadingAnswered(id) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: keys.reading(id),
          UpdateExpression: 'SET isAnswered = :yes',
          ExpressionAttributeValues: { ':yes': true },
        }),
      )
    },
  }
}
