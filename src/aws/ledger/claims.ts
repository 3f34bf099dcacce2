import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { EmailClaim, EventClaim, EventClaims, RequestClaim, RequestClaims } from '../../ports.ts'
import { writeAll } from './batches.ts'
import { keys } from './keys.ts'
import { refusalMessage } from './schemas/message.ts'
import { parseStored, stored } from './stored.ts'
import { CLAIM_KEPT_SEC, HELD_MS, ifHolds, type Table } from './table.ts'

type Claims = EventClaims & RequestClaims

/** Claims: that one function does something, once. All writes are conditional, and each clause of a condition has a name. */
export const createClaims = (table: Table): Claims => {
  const { name: TableName, client } = table
  const claimEvent = async (eventId: string, nowMs: number, batchId?: string): Promise<EventClaim> => {
    const Key = keys.event(eventId)
    const isNew = 'attribute_not_exists(pk)'
    const wasLeftBehind = '(#state = :held AND heldUntilMs <= :now)'
    const claimed = await ifHolds(
      client.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression:
            'SET #state = :held, heldUntilMs = :until, sinceMs = if_not_exists(sinceMs, :now), expiresAtSec = :expires' +
            (batchId === undefined ? '' : ' ADD batchIds :batch'),
          ConditionExpression: `${isNew} OR ${wasLeftBehind}`,
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: {
            ':held': 'held',
            ...(batchId !== undefined && { ':batch': new Set([batchId]) }),
            ':now': nowMs,
            ':until': nowMs + HELD_MS,
            ':expires': Math.floor(nowMs / 1000) + CLAIM_KEPT_SEC,
          },
          ReturnValues: 'ALL_OLD',
        }),
      ),
    )
    if (claimed) {
      const { batchIds, sinceMs = nowMs, emailedAtMs } = claimed.Attributes ?? {}
      return {
        kind: 'claimed',
        batchIds: namesIn(batchIds),
        sinceMs: Number(sinceMs),
        ...(emailedAtMs !== undefined && { emailedAtMs: Number(emailedAtMs) }),
      }
    }
    // DynamoDB can return the old item with the refusal, but not every implementation of it does.
    return { kind: (await readItem(Key))?.state === 'done' ? 'done' : 'busy' }
  }

  const beginEmail = async (eventId: string, nowMs: number): Promise<EmailClaim> => {
    const isNotSent = 'attribute_not_exists(emailedAtMs)'
    const isFree = '(attribute_not_exists(emailHeldUntilMs) OR emailHeldUntilMs <= :now)'
    const begun = await ifHolds(
      client.send(
        new UpdateCommand({
          TableName,
          Key: keys.event(eventId),
          UpdateExpression: 'SET emailHeldUntilMs = :until',
          ConditionExpression: `${isNotSent} AND ${isFree}`,
          ExpressionAttributeValues: { ':now': nowMs, ':until': nowMs + HELD_MS },
          ReturnValues: 'ALL_OLD',
        }),
      ),
    )
    if (begun) return begun.Attributes?.emailHeldUntilMs === undefined ? 'new' : 'doubt'
    return (await readItem(keys.event(eventId)))?.emailedAtMs === undefined ? 'busy' : 'sent'
  }

  const readItem = async (Key: Record<string, string>) =>
    (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item

  const setState = async (
    Key: Record<string, string>,
    update: string,
    values?: Record<string, unknown>,
  ): Promise<void> => {
    await client.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: update,
        ...(values && { ExpressionAttributeValues: values }),
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
    beginEmail,
    settleEmail: (eventId, nowMs) =>
      setState(keys.event(eventId), 'SET emailedAtMs = :now', { ':now': nowMs }),
    releaseEmail: eventId => setState(keys.event(eventId), 'REMOVE emailHeldUntilMs'),

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
      return claimed ? { kind: 'new' } : claimOf(await readItem(Key))
    },
    async saveRefusal(key, { text, blocks }, nowMs) {
      const expiresAtSec = Math.floor(nowMs / 1000) + CLAIM_KEPT_SEC
      const content = stored({ state: 'refused', message: { text, blocks } })
      const Item = { ...keys.request(key), ...content, expiresAtSec }
      await client.send(new PutCommand({ TableName, Item }))
    },
    async readRefusal(key) {
      const item = await readItem(keys.request(key))
      return item?.message === undefined ? undefined : parseStored(refusalMessage, item, 'message')
    },
    saveActing: key => setState(keys.request(key), 'SET #state = :acting', { ':acting': 'acting' }),
    saveOpen: key => setState(keys.request(key), 'SET #state = :open', { ':open': 'open' }),
    settleRequest: key => setState(keys.request(key), 'SET #state = :settled', { ':settled': 'settled' }),
  }
}

const claimOf = (item: Record<string, unknown> | undefined): RequestClaim => {
  switch (item?.state ?? 'open') {
    case 'refused':
      return { kind: 'refused', message: parseStored(refusalMessage, item ?? {}, 'message') }
    case 'settled':
      return { kind: 'settled' }
    case 'acting':
      return { kind: 'acting' }
    case 'open':
      return { kind: 'open' }
    default:
      throw new Error(
        `The claim ${String(item?.pk)} is in a state that this version of amiops does not know.`,
      )
  }
}

const namesIn = (set: unknown): string[] => (set instanceof Set ? [...set].map(String) : [])
