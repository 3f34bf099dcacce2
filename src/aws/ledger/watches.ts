import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { AddressedNews } from '../../domain/watch-news.ts'
import type { Watcher } from '../../domain/watcher.ts'
import type { Watches } from '../../ports.ts'
import { readAll, writeAll } from './batches.ts'
import { keys } from './keys.ts'
import { dueAt, queryAll, readDue } from './query.ts'
import { addressedNews, watcher as watcherSchema } from './schemas/watch.ts'
import { parseStored, readable, stored } from './stored.ts'
import { saveOver, type Table } from './table.ts'

/** News are sent within seconds. If an event is delivered again within this time, its news are not sent again. */
const NEWS_KEPT_SEC = 2 * 24 * 60 * 60
const AWAITING_AT_ONCE = 100

type Item = Record<string, unknown>

const watcherOf = (item: Item): Watcher => ({
  ...parseStored(watcherSchema, item, 'watcher'),
  version: Number(item.version),
})

const newsOf = (item: Item): AddressedNews => parseStored(addressedNews, item, 'news')

/**
 * One item for each person, all under one key, so that they are read with one query; written only over the version that was read. One
 * more for each of their news, in the index as long as it waits.
 */
export const createWatches = (table: Table): Watches => ({
  async readWatcher(userId) {
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: keys.watcher(userId), ConsistentRead: true }),
    )
    return Item && watcherOf(Item)
  },

  async saveWatcher({ version, ...watcher }) {
    return saveOver(table, { ...keys.watcher(watcher.person.userId), ...stored({ watcher }) }, version)
  },

  async readWatchers() {
    const items = await queryAll(table, {
      KeyConditionExpression: 'pk = :watchers',
      ExpressionAttributeValues: { ':watchers': 'WATCHERS' },
    })
    return readable(items, watcherOf).filter(({ watches }) => watches.length > 0)
  },

  async addWatchNews(userId, news, nowMs) {
    const keyOf = ({ atMs, id }: AddressedNews) => keys.watchNews(userId, atMs, id)
    const known = new Set((await readAll(table, news.map(keyOf))).map(({ sk }) => sk))
    await writeAll(
      table,
      news
        .filter(one => !known.has(keyOf(one).sk))
        .map(one => ({
          ...keyOf(one),
          ...stored({ news: one }),
          userId,
          expiresAtSec: Math.floor(nowMs / 1000) + NEWS_KEPT_SEC,
          ...dueAt('news', nowMs),
        })),
    )
  },

  async readWatchNews(userId) {
    const items = await queryAll(table, {
      KeyConditionExpression: 'pk = :person',
      ExpressionAttributeValues: { ':person': `NEWS#${userId}` },
    })
    return readable(items, newsOf)
  },

  async saveWatchNewsSent(userId, news, sent) {
    await writeAll(
      table,
      news.map(one => ({
        ...keys.watchNews(userId, one.atMs, one.id),
        ...stored({ news: { ...one, sent } }),
        userId,
        expiresAtSec: Math.floor(sent.atMs / 1000) + NEWS_KEPT_SEC,
      })),
    )
  },

  async readAwaitingNews(beforeMs) {
    const items = await readDue(table, 'news', beforeMs, AWAITING_AT_ONCE)
    return [...new Set(items.map(({ userId }) => String(userId)))]
  },
})
