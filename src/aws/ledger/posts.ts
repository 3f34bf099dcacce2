import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { PostClaim, Posts } from '../../ports.ts'
import { readAll } from './batches.ts'
import { keys } from './keys.ts'
import { byName, text } from './schemas/shape.ts'
import { parseStored, stored } from './stored.ts'
import { CLAIM_KEPT_SEC, HELD_MS, ifHolds, type Table } from './table.ts'

/** The claims of messages: `begun -> posted`, or `void` if it certainly was not posted. */
export const createPosts = (table: Table): Posts => {
  const { name: TableName, client } = table
  const update = (key: string, expression: string, values: Record<string, unknown>) =>
    new UpdateCommand({
      TableName,
      Key: keys.post(key),
      UpdateExpression: expression,
      ExpressionAttributeNames: {
        '#state': 'state',
        ...(expression.includes('#format') && { '#format': 'format' }),
      },
      ExpressionAttributeValues: values,
    })

  return {
    async beginPost(key, nowMs): Promise<PostClaim> {
      const isNew = 'attribute_not_exists(pk)'
      const isVoid = '#state = :void'
      const wasLeftBehind = '(#state = :begun AND heldUntilMs <= :now)'
      const { input } = update(
        key,
        'SET #state = :begun, firstMs = if_not_exists(firstMs, :now), lastMs = :now, heldUntilMs = :until, expiresAtSec = :expires',
        {
          ':begun': 'begun',
          ':void': 'void',
          ':now': nowMs,
          ':until': nowMs + HELD_MS,
          ':expires': Math.floor(nowMs / 1000) + CLAIM_KEPT_SEC,
        },
      )
      const begun = await ifHolds(
        client.send(
          new UpdateCommand({
            ...input,
            ConditionExpression: `${isNew} OR ${isVoid} OR ${wasLeftBehind}`,
            ReturnValues: 'ALL_OLD',
          }),
        ),
      )
      if (begun) {
        const before = begun.Attributes
        return before?.state === 'begun'
          ? { kind: 'doubt', firstMs: Number(before.firstMs), lastMs: Number(before.lastMs) }
          : { kind: 'new' }
      }
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: keys.post(key), ConsistentRead: true }),
      )
      return Item?.state === 'posted'
        ? {
            kind: 'posted',
            channelId: String(Item.channelId),
            ts: String(Item.ts),
            payload: parseStored(byName(text), Item, 'payload'),
          }
        : { kind: 'busy' }
    },

    async settlePost(key, { channelId, ts, payload }) {
      await client.send(
        update(
          key,
          'SET #state = :posted, channelId = :channelId, ts = :ts, payload = :payload, #format = :format',
          {
            ':posted': 'posted',
            ':channelId': channelId,
            ':ts': ts,
            ':payload': payload,
            ':format': stored({}).format,
          },
        ),
      )
    },

    async readPosts(wanted) {
      const items = await readAll(table, [...new Set(wanted)].map(keys.post))
      const standing = items.filter(item => item.state !== 'void')
      return new Set(standing.map(item => String(item.pk).slice('POST#'.length)))
    },

    async releasePost(key, inDoubt) {
      await client.send(
        inDoubt
          ? update(key, 'SET #state = :begun, heldUntilMs = :never', { ':begun': 'begun', ':never': 0 })
          : update(key, 'SET #state = :void REMOVE firstMs', { ':void': 'void' }),
      )
    },
  }
}
