import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { ListFault, MemberList, UnknownAccount } from '../../domain/member-list.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Members } from '../../ports.ts'
import { keys } from './keys.ts'
import { queryAll } from './query.ts'
import { memberList, unknownAccount } from './schemas/members.ts'
import { FORMAT, isNewer, parseStored, stored } from './stored.ts'
import { ifHolds, saveOver, type Table } from './table.ts'

const WRITES_AT_ONCE = 8
/** An account that has sent nothing for this long is no longer checked. */
const UNKNOWN_KEPT_SEC = 7 * 24 * 60 * 60
/** How often an account's item is written at most, however many events it sends. */
const HEARD_EVERY_MS = 60 * 60_000

type Item = Readonly<Record<string, unknown>>

const parseUnknown = ({ pk, sk, format, expiresAtSec: _, ...known }: Item): UnknownAccount => ({
  id: String(sk),
  ...parseStored(unknownAccount, { pk, sk, format, known }, 'known'),
})

/** What cannot be read counts as not noted, and is written again with the account's next event: it is only a note. */
const readUnknownItem = (item: Item): UnknownAccount | undefined => {
  try {
    return parseUnknown(item)
  } catch {
    return undefined
  }
}

const listOf = (item: Item): MemberList => {
  const version = Number(item.version)
  if (!Number.isSafeInteger(version)) throw new Error('The version of the list is no number.')
  return { ...parseStored(memberList, item, 'members'), version }
}

const LOST = { organization: '', accounts: [], listedAtMs: 0 }

/**
 * One item for all accounts of the organization: 2,000 take 200 KB of DynamoDB's 400. One more for each account that is not known: the
 * function that receives its events and the one that checks it write different attributes.
 */
export const createMembers = (table: Table): Members => {
  const { name: TableName, client } = table
  const readUnknown = async (id: string): Promise<UnknownAccount | undefined> => {
    const { Item } = await client.send(
      new GetCommand({ TableName, Key: keys.unknownAccount(id), ConsistentRead: true }),
    )
    return Item && readUnknownItem(Item)
  }
  const readItem = async (Key: Item): Promise<Item | undefined> =>
    (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item

  /** Each format has a copy of its own: a newer version leaves the one that this version wrote. */
  const copyKey = keys.membersCopy(FORMAT)
  const saveCopy = async (members: Omit<MemberList, 'version' | 'fault'>): Promise<void> =>
    void (await client.send(
      new PutCommand({ TableName, Item: { ...copyKey, ...stored({ members }), version: 0 } }),
    ))
  const readCopy = async (fault: ListFault): Promise<MemberList> => {
    const Item = await readItem(copyKey)
    try {
      if (Item) return { ...listOf(Item), fault }
    } catch {
      // The fault that is reported is that of the list: what repairs it writes the copy, too.
    }
    return { ...LOST, version: 0, fault: { ...fault, isLost: true } }
  }

  /** @returns false where a later version has written the list meanwhile */
  const saveOverFault = async (Item: Item, { kind }: ListFault): Promise<boolean> => {
    if (kind === 'newer') return true
    const saved = await ifHolds(
      client.send(
        new PutCommand({
          TableName,
          Item: { ...Item, version: 1 },
          // True also where there is no format, or one that is no number.
          ConditionExpression: 'NOT #format > :format',
          ExpressionAttributeNames: { '#format': 'format' },
          ExpressionAttributeValues: { ':format': FORMAT },
        }),
      ),
    )
    return saved !== undefined
  }

  return {
    async readMembers() {
      const Item = await readItem(keys.members())
      if (!Item) return undefined
      try {
        return listOf(Item)
      } catch (error) {
        const kind = isNewer(Item) ? 'newer' : 'damaged'
        return readCopy({ kind, why: error instanceof Error ? error.message : String(error) })
      }
    },

    async saveMembers({ version, fault, ...members }) {
      const item = { ...keys.members(), ...stored({ members }) }
      const isSaved = await (fault ? saveOverFault(item, fault) : saveOver(table, item, version))
      if (isSaved) await saveCopy(members)
      return isSaved
    },

    async saveUnknownAccount(id, nowMs) {
      const known = await readUnknown(id)
      if (known && known.heardAtMs > nowMs - HEARD_EVERY_MS) return known
      await client.send(
        new UpdateCommand({
          TableName,
          Key: keys.unknownAccount(id),
          UpdateExpression: `SET heardAtMs = :now, #format = :format, expiresAtSec = :expires${known ? '' : ' REMOVE checkedAtMs, failure'}`,
          ExpressionAttributeNames: { '#format': 'format' },
          ExpressionAttributeValues: {
            ':now': nowMs,
            ':format': FORMAT,
            ':expires': Math.floor(nowMs / 1000) + UNKNOWN_KEPT_SEC,
          },
        }),
      )
      return { ...known, id, heardAtMs: nowMs }
    },

    async readUnknownAccounts() {
      const items = await queryAll(table, {
        KeyConditionExpression: 'pk = :accounts',
        ExpressionAttributeValues: { ':accounts': keys.unknownAccount('').pk },
      })
      return items.flatMap(item => readUnknownItem(item) ?? [])
    },

    saveChecked: checked =>
      inParallel(checked, WRITES_AT_ONCE, async ({ id, checkedAtMs, failure }) => {
        await ifHolds(
          client.send(
            new UpdateCommand({
              TableName,
              Key: keys.unknownAccount(id),
              UpdateExpression: `SET checkedAtMs = :at${failure === undefined ? ' REMOVE failure' : ', failure = :failure'}`,
              // An item that has expired meanwhile must not be created again, without its expiry.
              ConditionExpression: 'attribute_exists(heardAtMs)',
              ExpressionAttributeValues: {
                ':at': checkedAtMs,
                ...(failure !== undefined && { ':failure': failure }),
              },
            }),
          ),
        )
      }),
  }
}
