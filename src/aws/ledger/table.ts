import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

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
  history: (imageKey: string, atMs: number, id: string) => ({
    pk: `IMAGE#${imageKey}`,
    sk: `${HISTORY}${String(Math.max(0, atMs)).padStart(15, '0')}#${id}`,
  }),
  event: (eventId: string) => ({ pk: `EVENT#${eventId}`, sk: 'CLAIM' }),
  post: (key: string) => ({ pk: `POST#${key}`, sk: 'CLAIM' }),
  request: (key: string) => ({ pk: `REQUEST#${key}`, sk: 'CLAIM' }),
  fleet: (placeKey: string, part: number) => ({
    pk: `FLEET#${placeKey}`,
    sk: `PART#${String(part).padStart(2, '0')}`,
  }),
  lastTold: () => ({ pk: 'EVENTS', sk: 'LAST' }),
  turn: (what: string) => ({ pk: `TURN#${what}`, sk: 'CLAIM' }),
  rounds: () => ({ pk: 'SCHEDULE', sk: 'ROUNDS' }),
  touched: (atMs: number, noteId: string) => ({
    pk: 'TOUCHED',
    sk: `${String(Math.max(0, atMs)).padStart(15, '0')}#${noteId}`,
  }),
}

export const HISTORY = 'HISTORY#'

/** Longer than a function may run: whoever held a claim and died is out of the way by then. */
export const HELD_MS = 90_000

const DAY_SEC = 24 * 60 * 60

/** Claims outlive the two weeks that a dead letter is kept, so that one brought back is still known. */
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
