import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  PutCommand,
} from '@aws-sdk/lib-dynamodb'
import { chunksOf } from '../../domain/group-by.ts'
import type { ImageRef } from '../../domain/image.ts'
import { inParallel } from '../../in-parallel.ts'

/** The one table, and how its keys are made. */
export interface Table {
  name: string
  client: DynamoDBDocumentClient
}

export const openTable = (name: string): Table => ({
  name,
  client: DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  ),
})

export const keys = {
  image: (imageKey: string) => ({ pk: `IMAGE#${imageKey}`, sk: 'RECORD' }),
  deprecation: (imageKey: string) => ({ pk: `IMAGE#${imageKey}`, sk: 'DEPRECATION' }),
  history: (imageKey: string, cursor: string) => ({ pk: `IMAGE#${imageKey}`, sk: `${HISTORY}${cursor}` }),
  asked: (imageKey: string, cursor: string) => ({ pk: `IMAGE#${imageKey}`, sk: `${ASKED}${cursor}` }),
  event: (eventId: string) => ({ pk: `EVENT#${eventId}`, sk: 'CLAIM' }),
  post: (key: string) => ({ pk: `POST#${key}`, sk: 'CLAIM' }),
  digest: (digestKey: string) => ({ pk: `DIGEST#${digestKey}`, sk: 'HEAD' }),
  digestPart: (channel: string, batchId: string, part: number) => ({
    pk: `DIGEST#${channel}#${batchId}`,
    sk: `PART#${String(part).padStart(4, '0')}`,
  }),
  digestBatches: (digestKey: string, page: string) => ({ pk: `DIGEST#${digestKey}`, sk: `BATCHES#${page}` }),
  plan: (id: string) => ({ pk: `PLAN#${id}`, sk: 'RECORD' }),
  planAsked: (id: string) => ({ pk: `PLAN#${id}`, sk: 'ASKED' }),
  planImage: (id: string, itemKey: string) => ({ pk: `PLAN#${id}`, sk: `IMAGE#${itemKey}` }),
  planImpact: (id: string, itemKey: string) => ({ pk: `PLAN#${id}`, sk: `IMPACT#${itemKey}` }),
  suggestion: (id: string) => ({ pk: `SUGGESTION#${id}`, sk: 'RECORD' }),
  cleanupWarning: (imageKey: string) => ({ pk: `IMAGE#${imageKey}`, sk: 'CLEANUP_WARNED' }),
  keep: (imageKey: string) => ({ pk: 'KEEPS', sk: imageKey }),
  proposal: (id: string) => ({ pk: `PROPOSAL#${id}`, sk: 'RECORD' }),
  home: (userId: string) => ({ pk: `PERSON#${userId}`, sk: 'HOME' }),
  person: (userId: string) => ({ pk: `PERSON#${userId}`, sk: 'REQUESTS' }),
  membership: (userGroup: string) => ({ pk: `GROUP#${userGroup}`, sk: 'MEMBERS' }),
  watcher: (userId: string) => ({ pk: 'WATCHERS', sk: userId }),
  watchNews: (userId: string, atMs: number, id: string) => ({
    pk: `NEWS#${userId}`,
    sk: `${String(Math.max(0, atMs)).padStart(15, '0')}#${id}`,
  }),
  mute: (id: string) => ({ pk: 'MUTES', sk: id }),
  mutedChange: (muteId: string, atMs: number, id: string) => ({
    pk: `${MUTED}${muteId}`,
    sk: `${String(Math.max(0, atMs)).padStart(15, '0')}#${id}`,
  }),
  request: (key: string) => ({ pk: `REQUEST#${key}`, sk: 'CLAIM' }),
  fleet: (placeKey: string) => ({ pk: `FLEET#${placeKey}`, sk: 'FORMAT' }),
  glance: (placeKey: string) => ({ pk: 'GLANCES', sk: placeKey }),
  reading: (id: string) => ({ pk: `READING#${id}`, sk: 'HEAD' }),
  latestReading: (shortKey: string) => ({ pk: 'READINGS', sk: shortKey }),
  waiting: (readingId: string, askKey: string) => ({ pk: `READING#${readingId}`, sk: `WAITING#${askKey}` }),
  placesRead: (readingId: string, shard: number) => ({ pk: `READING#${readingId}#${shard}`, sk: 'PLACES' }),
  readPart: (readingId: string, shard: number, at: number, of: string) => ({
    pk: `READING#${readingId}#${shard}`,
    sk: `${PART}${String(at).padStart(6, '0')}#${of}`,
  }),
  fleetPart: (placeKey: string, part: number) => ({
    pk: `FLEET#${placeKey}`,
    sk: `IMAGES#${String(part).padStart(3, '0')}`,
  }),
  gone: ({ account, region, imageId }: ImageRef, name: string, atMs: number) => ({
    pk: `GONE#${account}/${region}`,
    sk: `${name}#${String(Math.max(0, atMs)).padStart(15, '0')}#${imageId}`,
  }),
  assignment: (aliasPlaceKey: string, cursor: string) => ({
    pk: `ALIAS#${aliasPlaceKey}`,
    sk: `${ASSIGNMENT}${cursor}`,
  }),
  seenAlias: (aliasPlaceKey: string) => ({ pk: `ALIAS#${aliasPlaceKey}`, sk: 'SEEN' }),
  failed: (familyKey: string) => ({ pk: `FAMILY#${familyKey}`, sk: 'FAILED' }),
  auditNote: (id: string) => ({ pk: `AUDIT#${id}`, sk: 'NOTE' }),
  members: () => ({ pk: 'ORGANIZATION', sk: 'ACCOUNTS' }),
  unknownAccount: (account: string) => ({ pk: 'UNKNOWN_ACCOUNTS', sk: account }),
  totals: (day: string) => ({ pk: 'TOTALS', sk: day }),
  lastAnnounced: () => ({ pk: 'EVENTS', sk: 'LAST' }),
  lease: (what: string) => ({ pk: `LEASE#${what}`, sk: 'CLAIM' }),
  lastRun: () => ({ pk: 'SCHEDULE', sk: 'RUN' }),
  place: (placeKey: string) => ({ pk: 'PLACES', sk: placeKey }),
  recentlyChanged: (atMs: number, noteId: string) => ({
    pk: 'RECENTLY_CHANGED',
    sk: `${String(Math.max(0, atMs)).padStart(15, '0')}#${noteId}`,
  }),
}

export const PART = 'PART#'
export const HISTORY = 'HISTORY#'
export const MUTED = 'MUTED#'
export const ASKED = 'ASKED#'
export const ASSIGNMENT = 'ASSIGNMENT#'

/** Longer than a function may run: a function that holds a claim for longer has ended. */
export const HELD_MS = 90_000

const DAY_SEC = 24 * 60 * 60

/** Longer than a dead letter is kept, so that a redriven one is still recognised. */
export const CLAIM_KEPT_SEC = 30 * DAY_SEC
export const HISTORY_KEPT_SEC = 400 * DAY_SEC

/**
 * Runs a conditional write.
 *
 * @returns its result, or undefined when the condition did not hold
 */
export const ifHolds = async <T>(write: Promise<T>): Promise<T | undefined> => {
  try {
    return await write
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined
    throw error
  }
}

type Key = Readonly<Record<string, unknown>>

/** As many as one BatchGetItem and one BatchWriteItem take. */
const READ_AT_ONCE = 100
const WRITTEN_AT_ONCE = 25
const CALLS_AT_ONCE = 8
const ROUNDS = 5

/** Reads many items with few calls; of those that there are. */
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

/** Writes many items with few calls, over what is there: for items that one function writes, or that are always written alike. */
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

/**
 * Writes an item only over the version that was read: two writers that read the same cannot both write.
 *
 * @param version what was read; 0 where there was no item yet
 * @returns false when somebody else wrote since
 */
export const saveOver = async (
  { name: TableName, client }: Table,
  item: Record<string, unknown>,
  version: number,
): Promise<boolean> => {
  const isUnwritten = 'attribute_not_exists(pk)'
  const isAsRead = 'version = :read'
  const saved = await ifHolds(
    client.send(
      new PutCommand({
        TableName,
        Item: { ...item, version: version + 1 },
        ConditionExpression: version === 0 ? isUnwritten : isAsRead,
        ...(version > 0 && { ExpressionAttributeValues: { ':read': version } }),
      }),
    ),
  )
  return saved !== undefined
}
