import type { Actor } from './cloud-trail-call.ts'
import type { DigestBatches } from './digest-batches.ts'
import type { DigestLine } from './digest-line.ts'
import { EVENT_STATES, type EventState } from './event.ts'

/** Counts by some name. What would be too many names is counted together. */
export interface Tally {
  counts: Readonly<Record<string, number>>
  others: number
}

/** Comes again when its time has come, to finish what nobody else may be there to finish. */
export interface Reminder {
  eventId: string
  atMs: number
  /** How often it was delivered again. */
  times: number
}

/** Many events of one channel as one message: all that it shows, and how far Slack shows it. */
export interface Digest extends DigestBatches {
  channel: string
  /** How often it was written: two writers that read the same version cannot both write. */
  version: number
  /** The batch that began it. */
  burst: string
  /** The last batch came at, by our clock. */
  lastMs: number
  /** The first and the last event, by AWS's clock. */
  sinceMs: number
  untilMs: number
  count: number
  /** Of those, the events whose image was in a newer state already. */
  superseded?: number
  sizeGiB: number
  states: Tally
  places: Tally
  families: Tally
  people: Tally
  /** Who did it outside Slack, from CloudTrail; of many, a few. */
  actors?: readonly Actor[]
  /** The ten that matter most. */
  top: readonly DigestLine[]
  mention: readonly string[]
  /** Of those, who was called already. */
  called: readonly string[]
  /** How many events of this burst have cards of their own. */
  cards: number
  /** The message, and how many events and actors it shows. */
  shown?: { channelId: string; ts: string; count: number; actorCount?: number; notice?: string }
  /** The `ts` of a message of this burst that was deleted. */
  lostMessageTs?: string
  /** The list in its thread, and of how many events; or why there is none. */
  file?: { fileId: string; count: number } | { refused: string }
  /** A list that is being uploaded, or one that a newer one has replaced: the next function removes it. */
  openFile?: string
  /** Nobody edits the message, or renews the list, before. */
  showFromMs: number
  fileFromMs: number
  /** How often the list of this burst had its turn. */
  lists: number
  reminder?: Reminder
}

/** After this quiet time a burst is over. */
export const QUIET_MS = 60_000

export const isOver = (digest: Digest, nowMs: number): boolean => nowMs - digest.lastMs >= QUIET_MS

/** All of it is shown in Slack. */
export const isShown = ({ shown, count, actors = [] }: Digest): boolean =>
  shown !== undefined && shown.count >= count && (shown.actorCount ?? 0) >= actors.length

/** The list in its thread does not hold all of it yet. */
export const needsList = ({ file, count }: Digest): boolean =>
  file === undefined || ('count' in file && file.count !== count)

/** Nothing is left to do for it, unless more comes. */
export const isFinished = (digest: Digest): boolean =>
  isShown(digest) && !needsList(digest) && digest.openFile === undefined

/** The names of a tally, most frequent first. */
export const mostFrequent = ({ counts }: Tally): [name: string, count: number][] =>
  Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))

/** How many of what, in a fixed order of states. */
export const stateCounts = ({ states }: Digest): [EventState, number][] =>
  (['failed', ...EVENT_STATES.filter(state => state !== 'failed')] as EventState[]).flatMap(state => {
    const count = states.counts[state] ?? 0
    return count > 0 ? [[state, count] as [EventState, number]] : []
  })
