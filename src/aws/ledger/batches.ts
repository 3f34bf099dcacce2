import { BatchGetCommand, type BatchGetCommandOutput, BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { chunksOf } from '../../domain/group-by.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Table } from './table.ts'

/** Many items with few calls. */

type Key = Readonly<Record<string, unknown>>

/** As many as one BatchGetItem and one BatchWriteItem take. */
const READ_AT_ONCE = 100
const WRITTEN_AT_ONCE = 25
const CALLS_AT_ONCE = 8
const ROUNDS = 5

/** Reads many items with few calls. Items that do not exist are left out. */
export const readAll = async (
  { name, client }: Table,
  wanted: readonly Key[],
): Promise<Record<string, unknown>[]> => {
  const found: Record<string, unknown>[] = []
  await inParallel(chunksOf(wanted, READ_AT_ONCE), CALLS_AT_ONCE, async chunk => {
    let Keys: Key[] | undefined = chunk
    for (let round = 0; Keys && Keys.length > 0; round++) {
      if (round === ROUNDS) throw new Error('DynamoDB left a part of a batch unread five times in a row.')
      const answer: BatchGetCommandOutput = await client.send(
        new BatchGetCommand({ RequestItems: { [name]: { Keys: [...Keys], ConsistentRead: true } } }),
      )
      found.push(...(answer.Responses?.[name] ?? []))
      Keys = answer.UnprocessedKeys?.[name]?.Keys
    }
  })
  return found
}

/** DynamoDB refuses a batch that names a key twice: the last one counts. */
const distinct = (items: readonly Key[]): Key[] => [
  ...new Map(items.map(item => [`${item.pk}#${item.sk}`, item])).values(),
]

/** Writes many items with few calls, over existing ones. Only for items that one function writes, or that always have the same content. */
export const writeAll = (table: Table, items: readonly Key[]): Promise<void> =>
  batchWrite(
    table,
    distinct(items).map(Item => ({ PutRequest: { Item } })),
  )

/** Deletes many items with few calls. */
export const deleteAll = (table: Table, wanted: readonly Key[]): Promise<void> =>
  batchWrite(
    table,
    distinct(wanted).map(Key => ({ DeleteRequest: { Key } })),
  )

type WriteRequest = { PutRequest: { Item: Key } } | { DeleteRequest: { Key: Key } }

const batchWrite = async ({ name, client }: Table, requests: readonly WriteRequest[]): Promise<void> => {
  await inParallel(chunksOf(requests, WRITTEN_AT_ONCE), CALLS_AT_ONCE, async chunk => {
    let left = chunk
    for (let round = 0; left.length > 0; round++) {
      if (round === ROUNDS) throw new Error('DynamoDB left a part of a batch unwritten five times in a row.')
      const answer = await client.send(new BatchWriteCommand({ RequestItems: { [name]: left } }))
      left = (answer.UnprocessedItems?.[name] ?? []) as WriteRequest[]
    }
  })
}
