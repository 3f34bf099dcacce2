import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import {
  type Assignment,
  aliasPlaceKey,
  assignmentCursor,
  OPEN_ASSIGNMENT_OUTCOMES,
} from '../../domain/alias.ts'
import type { Assignments } from '../../ports.ts'
import { inAuditLog } from './audit-logs.ts'
import { ASSIGNMENT, keys } from './keys.ts'
import { assignment as assignmentSchema } from './schemas/assignment.ts'
import { parseStored, readable, stored } from './stored.ts'
import { HISTORY_KEPT_SEC, ifHolds, type Table } from './table.ts'

const OPEN = Object.fromEntries(OPEN_ASSIGNMENT_OUTCOMES.map((outcome, at) => [`:open${at}`, outcome]))

/** Only over an entry that is open too. */
const OVER_OPEN = {
  ConditionExpression: `attribute_not_exists(pk) OR #entry.#outcome IN (${Object.keys(OPEN).join(', ')})`,
  ExpressionAttributeNames: { '#entry': 'assignment', '#outcome': 'outcome' },
  ExpressionAttributeValues: OPEN,
}

/** One item for each time that an alias was set, or that somebody tried to. */
export const createAssignments = ({ name: TableName, client }: Table): Assignments => ({
  async addAssignment(assignment: Assignment) {
    const Item = {
      ...keys.assignment(aliasPlaceKey(assignment), assignmentCursor(assignment)),
      ...stored({ assignment }),
      ...inAuditLog(aliasPlaceKey(assignment), assignment.atMs),
      expiresAtSec: Math.floor(assignment.atMs / 1000) + HISTORY_KEPT_SEC,
    }
    const isConfirmed = assignment.outcome === 'confirmed'
    await ifHolds(client.send(new PutCommand({ TableName, Item, ...(!isConfirmed && OVER_OPEN) })))
  },

  async readAssignments(where, most) {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :alias AND begins_with(sk, :assignment)',
        ExpressionAttributeValues: {
          ':alias': keys.assignment(aliasPlaceKey(where), '').pk,
          ':assignment': ASSIGNMENT,
        },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: most,
      }),
    )
    return readable(Items, item => parseStored(assignmentSchema, item, 'assignment'))
  },

  async readAssignment(where, entry) {
    const { Item } = await client.send(
      new GetCommand({
        TableName,
        Key: keys.assignment(aliasPlaceKey(where), assignmentCursor(entry)),
        ConsistentRead: true,
      }),
    )
    return Item && parseStored(assignmentSchema, Item, 'assignment')
  },
})
