import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { VisitedHome } from '../../domain/visited-home.ts'
import type { Homes } from '../../ports.ts'
import { keys } from './keys.ts'
import { dueAt, readDue } from './query.ts'
import { visitedHome } from './schemas/home.ts'
import { parseStored, readable, stored } from './stored.ts'
import { saveOver, type Table } from './table.ts'

/** Longer than anybody is away; doctor finds in them that Slack's events arrive. */
const KEPT_SEC = 90 * 24 * 60 * 60
const READ_AT_MOST = 500

const homeOf = (item: Record<string, unknown>): VisitedHome => ({
  ...parseStored(visitedHome, item, 'home'),
  version: Number(item.version),
})

/** One item for each person who opened their Home, written only over the version that was read; in the index by that time. */
export const createHomes = (table: Table): Homes => ({
  async readHome(userId) {
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: keys.home(userId), ConsistentRead: true }),
    )
    return Item && homeOf(Item)
  },

  async saveHome({ version, ...home }) {
    return saveOver(
      table,
      {
        ...keys.home(home.person.userId),
        ...stored({ home }),
        expiresAtSec: Math.floor(home.openedAtMs / 1000) + KEPT_SEC,
        ...dueAt('home', home.openedAtMs),
      },
      version,
    )
  },

  async readHomesOpenedSince(sinceMs) {
    const items = await readDue(table, 'home', Number.MAX_SAFE_INTEGER, READ_AT_MOST, true)
    return readable(items, homeOf).filter(({ openedAtMs }) => openedAtMs >= sinceMs)
  },
})
