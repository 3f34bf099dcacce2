import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { AuditEntry, AuditPage } from '../../domain/audit-log.ts'
import { daysBetween } from '../../domain/audit-log.ts'
import { dayOf } from '../../domain/day.ts'
import { parseImageKey } from '../../domain/image.ts'
import type { AuditLogs } from '../../ports.ts'
import { keys } from './keys.ts'
import { type DueKind, dueAt } from './query.ts'
import { assignment } from './schemas/assignment.ts'
import { auditNote } from './schemas/audit-note.ts'
import { historyEntry } from './schemas/history.ts'
import { parseStored, stored } from './stored.ts'
import { HISTORY_KEPT_SEC, type Table } from './table.ts'

/**
 * How many keys each day has: a key of an index takes 1,000 writes in a second, and a burst has more.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
const SHARDS = 4

const kindOf = (day: string, shard: number): DueKind => `audit/${day}/${shard}`

/** The attributes that put an entry into the audit log of its day. `key`: the image or alias that it is about. */
export const inAuditLog = (key: string, atMs: number) => {
  const sum = [...key].reduce((all, sign) => all + sign.charCodeAt(0), 0)
  return dueAt(kindOf(dayOf(atMs), sum % SHARDS), atMs)
}

type Item = Readonly<Record<string, unknown>>

const entryOf = (item: Item): AuditEntry => {
  if ('assignment' in item) return { assignment: parseStored(assignment, item, 'assignment') }
  if ('note' in item) return { note: parseStored(auditNote, item, 'note') }
  const image = parseImageKey(String(item.pk).replace(/^IMAGE#/, ''))
  if (!image) throw new Error(`${String(item.pk)} names no image.`)
  return { image, entry: parseStored(historyEntry, item, 'entry') }
}

/** The entries of a page. Items that are damaged, or have another version, are only counted. */
const pageOf = (items: readonly Item[]): AuditPage => {
  const entries: AuditEntry[] = []
  let unreadable = 0
  for (const item of items)
    try {
      entries.push(entryOf(item))
    } catch {
      unreadable += 1
    }
  return { entries, unreadable }
}

/** Where the next page begins: a day, one of its keys, and the last item that was read. */
interface Cursor {
  day: string
  shard: number
  after?: Item
}

const nextOf = ({ day, shard }: Cursor, after: Item | undefined, toMs: number): Cursor | undefined => {
  if (after) return { day, shard, after }
  if (shard + 1 < SHARDS) return { day, shard: shard + 1 }
  const [, next] = daysBetween(Date.parse(day), toMs)
  return next === undefined ? undefined : { day: next, shard: 0 }
}

/** The audit log is an index of what the histories of images and aliases hold, by the day, with items of its own for the rest. */
export const createAuditLogs = ({ name: TableName, client }: Table): AuditLogs => ({
  async addAuditNote(note) {
    await client.send(
      new PutCommand({
        TableName,
        Item: {
          ...keys.auditNote(note.id),
          ...stored({ note }),
          ...inAuditLog(note.id, note.atMs),
          expiresAtSec: Math.floor(note.atMs / 1000) + HISTORY_KEPT_SEC,
        },
      }),
    )
  },

  async readAuditPage(fromMs, toMs, from) {
    const cursor: Cursor = from === undefined ? { day: dayOf(fromMs), shard: 0 } : JSON.parse(from)
    const { day, shard, after } = cursor
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'due',
        KeyConditionExpression: 'duePk = :day AND dueAtMs BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':day': kindOf(day, shard), ':from': fromMs, ':to': toMs },
        ...(after && { ExclusiveStartKey: after }),
      }),
    )
    const next = nextOf(cursor, LastEvaluatedKey, toMs)
    return { ...pageOf(Items), ...(next && { next: JSON.stringify(next) }) }
  },
})
