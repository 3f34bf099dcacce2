import type { News } from './news.ts'

/** News for one person, and with which message it was sent. */
export interface AddressedNews extends News {
  sent?: { as: string; atMs: number }
}

/** The message of news that are sent alone. */
export const ALONE = 'alone'
/** Of news that nobody gets any more. */
export const DROPPED = 'dropped'

/** News within this time after a digest join it; several single messages within this time become a digest. */
const QUIET_MS = 60_000

/** How news are sent: each by itself, or many as one message with the key `key`. */
export type WatchMessages =
  | { kind: 'alone'; news: readonly AddressedNews[] }
  | { kind: 'many'; key: string; isOpen: boolean; news: readonly AddressedNews[] }

/**
 * Decides how one person gets the news that wait: those of a burst are one message, which is edited while the burst goes on.
 *
 * @param all what the ledger has for the person
 * @param above more messages than this within a minute become one
 * @returns undefined where nothing waits
 */
export const decideWatchMessages = (
  all: readonly AddressedNews[],
  above: number,
  nowMs: number,
): WatchMessages | undefined => {
  const waiting = all.filter(({ sent }) => sent === undefined).sort((a, b) => a.atMs - b.atMs)
  const [first] = waiting
  if (!first) return undefined
  const recent = all.flatMap(({ sent }) => (sent && nowMs - sent.atMs <= QUIET_MS ? [sent] : []))
  const open = recent.find(({ as }) => as !== ALONE && as !== DROPPED)
  if (open) {
    const joined = all.filter(({ sent }) => sent?.as === open.as)
    return { kind: 'many', key: open.as, isOpen: true, news: [...joined, ...waiting] }
  }
  const alone = recent.filter(({ as }) => as === ALONE).length
  return alone + waiting.length > above
    ? { kind: 'many', key: `many/${first.id}`, isOpen: false, news: waiting }
    : { kind: 'alone', news: waiting }
}
