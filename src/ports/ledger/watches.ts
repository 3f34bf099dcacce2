import type { News } from '../../domain/news.ts'
import type { AddressedNews } from '../../domain/watch-news.ts'
import type { Watcher } from '../../domain/watcher.ts'

/** Who watches what, and the news that wait for them. */
export interface Watches {
  readWatcher(userId: string): Promise<Watcher | undefined>
  /** Writes a watcher. @returns false when somebody else wrote since it was read: read again. */
  saveWatcher(watcher: Watcher): Promise<boolean>
  /** Everybody who watches something. */
  readWatchers(): Promise<readonly Watcher[]>
  /** Adds news for a person; what is there already stays as it is. */
  addWatchNews(userId: string, news: readonly News[], nowMs: number): Promise<void>
  /** The news of the last day for a person. */
  readWatchNews(userId: string): Promise<readonly AddressedNews[]>
  /** Saves with which message news were sent. */
  saveWatchNewsSent(userId: string, news: readonly News[], sent: { as: string; atMs: number }): Promise<void>
  /** The people for whom news have waited since then. */
  readAwaitingNews(beforeMs: number): Promise<readonly string[]>
}
