import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'

/** The one table. */
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
