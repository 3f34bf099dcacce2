import type { AddressedNews } from '../../../src/domain/watch-news.ts'
import type { Watcher } from '../../../src/domain/watcher.ts'
import type { Watches } from '../../../src/ports.ts'

/** Who watches what, in memory. */
export const createMemoryWatches = (): Watches => {
  const watchers = new Map<string, Watcher>()
  const news = new Map<string, Map<string, { one: AddressedNews; addedAtMs: number }>>()
  return {
    readWatcher: async userId => structuredClone(watchers.get(userId)),
    async saveWatcher(watcher) {
      const { userId } = watcher.person
      if ((watchers.get(userId)?.version ?? 0) !== watcher.version) return false
      watchers.set(userId, { ...structuredClone(watcher), version: watcher.version + 1 })
      return true
    },
    readWatchers: async () =>
      structuredClone([...watchers.values()].filter(({ watches }) => watches.length > 0)),
    async addWatchNews(userId, added, nowMs) {
      const own = news.get(userId) ?? new Map()
      news.set(userId, own)
      for (const one of added)
        if (!own.has(one.id)) own.set(one.id, { one: structuredClone(one), addedAtMs: nowMs })
    },
    readWatchNews: async userId =>
      structuredClone([...(news.get(userId)?.values() ?? [])].map(({ one }) => one)),
    async saveWatchNewsSent(userId, list, sent) {
      for (const one of list)
        news.get(userId)?.set(one.id, { one: structuredClone({ ...one, sent }), addedAtMs: sent.atMs })
    },
    readAwaitingNews: async beforeMs =>
      [...news].flatMap(([userId, own]) =>
        [...own.values()].some(({ one, addedAtMs }) => !one.sent && addedAtMs <= beforeMs) ? [userId] : [],
      ),
  }
}
