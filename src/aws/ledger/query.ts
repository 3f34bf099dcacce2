import { paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import type { Table } from './table.ts'

type Item = Record<string, unknown>

/** All items that a query finds, page by page, as they are at this moment. */
export const queryAll = async (
  { name: TableName, client }: Table,
  input: Pick<QueryCommandInput, 'KeyConditionExpression' | 'ExpressionAttributeValues'>,
): Promise<Item[]> => {
  const items: Item[] = []
  for await (const { Items = [] } of paginateQuery({ client }, { TableName, ConsistentRead: true, ...input }))
    items.push(...Items)
  return items
}

/** What the index `due` holds: requests to settle, cards to refresh, digests to close, proposals to remind of, suggestions; by their times,
 * Homes that were opened, news for those who watch, what each person asked for, their plans, and the audit log by its days. */
export type DueKind =
  | 'request'
  | 'outdated'
  | 'digest'
  | 'proposal'
  | 'plan'
  | 'suggestion'
  | 'deprecation'
  | 'home'
  | 'news'
  | `asked/${string}`
  | `planned/${string}`
  | `audit/${string}`

/** The attributes that put an item into the index `due`; none for an item that is not due at any time. */
export const dueAt = (kind: DueKind, dueAtMs: number | undefined): { duePk?: DueKind; dueAtMs?: number } =>
  dueAtMs === undefined ? {} : { duePk: kind, dueAtMs }

/**
 * Reads what has been due since `untilMs` or longer, the oldest first, page by page.
 *
 * @param newestFirst the other way round
 */
export const readDue = async (
  { name: TableName, client }: Table,
  kind: DueKind,
  untilMs: number,
  limit: number,
  newestFirst = false,
): Promise<Item[]> => {
  const items: Item[] = []
  const pages = paginateQuery(
    { client },
    {
      TableName,
      IndexName: 'due',
      KeyConditionExpression: 'duePk = :kind AND dueAtMs <= :until',
      ExpressionAttributeValues: { ':kind': kind, ':until': untilMs },
      ScanIndexForward: !newestFirst,
      Limit: limit,
    },
  )
  for await (const { Items = [] } of pages) {
    items.push(...Items)
    if (items.length >= limit) break
  }
  return items.slice(0, limit)
}
