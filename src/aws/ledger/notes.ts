import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { LastEvents, Leases, Memberships } from '../../ports.ts'
import { keys } from './keys.ts'
import { lastAnnounced as lastAnnouncedSchema, membership as membershipSchema } from './schemas/notes.ts'
import { parseStored, stored } from './stored.ts'
import { ifHolds, type Table } from './table.ts'

type Notes = LastEvents & Leases & Memberships

/** A membership is not used for that long. */
const MEMBERSHIP_KEPT_SEC = 24 * 60 * 60

/** Small things about amiops itself. */
export const createNotes = ({ name: TableName, client }: Table): Notes => ({
  async saveLastAnnounced(lastAnnounced) {
    await client.send(
      new PutCommand({ TableName, Item: { ...keys.lastAnnounced(), ...stored({ lastAnnounced }) } }),
    )
  },

  async readLastAnnounced() {
    const { Item } = await client.send(
      new GetCommand({ TableName, Key: keys.lastAnnounced(), ConsistentRead: true }),
    )
    return Item && parseStored(lastAnnouncedSchema, Item, 'lastAnnounced')
  },

  async readMembership(userGroup) {
    const { Item } = await client.send(
      new GetCommand({ TableName, Key: keys.membership(userGroup), ConsistentRead: true }),
    )
    return Item && parseStored(membershipSchema, Item, 'membership')
  },

  async saveMembership(userGroup, membership) {
    const expiresAtSec = Math.floor(membership.readAtMs / 1000) + MEMBERSHIP_KEPT_SEC
    await client.send(
      new PutCommand({
        TableName,
        Item: { ...keys.membership(userGroup), ...stored({ membership }), expiresAtSec },
      }),
    )
  },

  async takeLease(what, nowMs, everyMs, by = '') {
    const isNew = 'attribute_not_exists(pk)'
    const isOver = 'notBeforeMs <= :now'
    const isTheirs = 'takenBy = :by'
    const taken = await ifHolds(
      client.send(
        new UpdateCommand({
          TableName,
          Key: keys.lease(what),
          UpdateExpression: 'SET notBeforeMs = :next, takenBy = :by, expiresAtSec = :expires',
          ConditionExpression: `${isNew} OR ${isOver}${by === '' ? '' : ` OR ${isTheirs}`}`,
          ExpressionAttributeValues: {
            ':now': nowMs,
            ':by': by,
            ':next': nowMs + everyMs,
            ':expires': Math.ceil((nowMs + everyMs) / 1000),
          },
        }),
      ),
    )
    return taken !== undefined
  },
})
