import type { Mute } from '../../domain/mute.ts'
import type { News } from '../../domain/news.ts'
import type { Mutes } from '../../ports.ts'
import { writeAll } from './batches.ts'
import { keys, MUTED } from './keys.ts'
import { queryAll } from './query.ts'
import { mute as muteSchema } from './schemas/mute.ts'
import { news as newsSchema } from './schemas/watch.ts'
import { parseStored, readable, stored } from './stored.ts'
import { CLAIM_KEPT_SEC, saveOver, type Table } from './table.ts'

type Item = Record<string, unknown>

const muteOf = (item: Item): Mute => ({
  ...parseStored(muteSchema, item, 'mute'),
  version: Number(item.version),
})
const newsOf = (item: Item): News => parseStored(newsSchema, item, 'news')

/**
 * One item for each mute, all under one key, so that they are read with one query; written only over the version that was read. One more
 * for each change that a mute has kept out of its channel.
 */
export const createMutes = (table: Table): Mutes => ({
  async readMutes() {
    const items = await queryAll(table, {
      KeyConditionExpression: 'pk = :mutes',
      ExpressionAttributeValues: { ':mutes': 'MUTES' },
    })
    return readable(items, muteOf)
  },

  async saveMute({ version, ...mute }) {
    const expiresAtSec = Math.floor(mute.untilMs / 1000) + CLAIM_KEPT_SEC
    return saveOver(table, { ...keys.mute(mute.id), ...stored({ mute }), expiresAtSec }, version)
  },

  async addMutedChanges(muteId, changes, nowMs) {
    const expiresAtSec = Math.floor(nowMs / 1000) + CLAIM_KEPT_SEC
    await writeAll(
      table,
      changes.map(news => ({
        ...keys.mutedChange(muteId, news.atMs, news.id),
        ...stored({ news }),
        expiresAtSec,
      })),
    )
  },

  async readMutedChanges(muteId) {
    const items = await queryAll(table, {
      KeyConditionExpression: 'pk = :mute',
      ExpressionAttributeValues: { ':mute': `${MUTED}${muteId}` },
    })
    return readable(items, newsOf).reverse()
  },
})
