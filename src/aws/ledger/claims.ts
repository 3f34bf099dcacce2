import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Claim, EventClaims, RequestClaims } from '../../ports.ts'
import { CLAIM_KEPT_SEC, HELD_MS, ifHolds, keys, type Table, writeAll } from './table.ts'

type Claims = EventClaims & RequestClaims

/** Who does what, once. Conditional writes only, each clause of a condition named. */
export const createClaims = (table: Table): Claims => {
  const { name: TableName, client } = table
  const claimEvent = async (eventId: string, nowMs: number, run?: string): Promise<Claim> => {
    const Key = keys.event(eventId)
    const isNew = 'attribute_not_exists(pk)'
    const wasLeftBehind = '(#state = :held AND heldUntilMs <= :now)'
    const claimed = await ifHolds(
      client.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression:
            'SET #state = :held, heldUntilMs = :until, expiresAtSec = :expires' +
            (run === undefined ? '' : ' ADD runs :run'),
          ConditionExpression: `${isNew} OR ${wasLeftBehind}`,
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: {
            ':held': 'held',
            ...(run !== undefined && { ':run': new Set([run]) }),
            ':now': nowMs,
            ':until': nowMs + HELD_MS,
            ':expires': Math.floor(nowMs / 1000) + CLAIM_KEPT_SEC,
          },
          ReturnValues: 'ALL_OLD',
        }),
      ),
    )
    if (claimed) return { kind: 'claimed', runs: namesIn(claimed.Attributes?.runs) }
    // DynamoDB could return the old item with the refusal, but not every table that speaks its language does.
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))
    return { kind: Item?.state === 'done' ? 'done' : 'busy' }
  }

  const setState = async (
    Key: Record<string, string>,
    update: string,
    values: Record<string, unknown>,
  ): Promise<void> => {
    await client.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: update,
        ExpressionAttributeValues: values,
        ...(update.includes('#state') && { ExpressionAttributeNames: { '#state': 'state' } }),
      }),
    )
  }

  return {
    claimEvent,
    settleEvents: (eventIds, nowMs) =>
      writeAll(
        table,
        eventIds.map(eventId => ({
          ...keys.event(eventId),
          state: 'done',
          expiresAtSec: Math.floor(nowMs / 1000) + CLAIM_KEPT_SEC,
        })),
      ),
    releaseEvent: eventId => setState(keys.event(eventId), 'SET heldUntilMs = :never', { ':never': 0 }),

    async claimRequest(key, nowMs) {
      const Key = keys.request(key)
      const claimed = await ifHolds(
        client.send(
          new PutCommand({
            TableName,
            Item: { ...Key, state: 'open', expiresAtSec: Math.floor(nowMs / 1000) + CLAIM_KEPT_SEC },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      )
      if (claimed) return 'new'
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))
      return Item?.state === 'settled' || Item?.state === 'acting' ? Item.state : 'open'
    },
    async saveRefusal(key, { text, blocks }, nowMs) {
      const expiresAtSec = Math.floor(nowMs / 1000) + CLAIM_KEPT_SEC
      await client.send(
        new PutCommand({ TableName, Item: { ...keys.refusal(key), words: { text, blocks }, expiresAtSec } }),
      )
    },
    async readRefusal(key) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: keys.refusal(key), ConsistentRead: true }),
      )
      return Item?.words as Awaited<ReturnType<RequestClaims['readRefusal']>>
    },
    noteActing: key => setState(keys.request(key), 'SET #state = :acting', { ':acting': 'acting' }),
    settleRequest: key => setState(keys.request(key), 'SET #state = :settled', { ':settled': 'settled' }),
  }
}

const namesIn = (set: unknown): string[] => (set instanceof Set ? [...set].map(String) : [])
