import { type Config, isOurAccount } from '../../domain/config.ts'
import type { News } from '../../domain/news.ts'
import { watchedIn } from '../../domain/watcher.ts'
import type { Clock, Log, Watches } from '../../ports.ts'

export interface AddNewsNeeds {
  ledger: Watches
  config: Config
  clock: Clock
  log: Log
}

/**
 * Adds news for everybody who watches their image or family; `sendNews` sends them. Never throws: what happened is announced, and a
 * direct message delays nothing.
 *
 * @returns the people for whom there are news
 */
export const addNews = async (
  { ledger, config, clock, log }: AddNewsNeeds,
  news: readonly News[],
): Promise<string[]> => {
  const ours = news.filter(({ image }) => image === undefined || isOurAccount(config, image.account))
  if (ours.length === 0) return []
  const added: string[] = []
  try {
    for (const watcher of await ledger.readWatchers()) {
      const own = ours.filter(one => watchedIn(watcher, one))
      if (own.length === 0) continue
      const { userId } = watcher.person
      await ledger.addWatchNews(userId, own, clock.nowMs())
      added.push(userId)
    }
  } catch (error) {
    log.warn('Who watches an image could not be told of a change; its channels have it.', {
      news: ours.slice(0, 20).map(({ id }) => id),
      count: ours.length,
      why: String(error),
    })
  }
  return added
}
