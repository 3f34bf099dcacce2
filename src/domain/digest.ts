import type { Actor } from './cloud-trail-call.ts'
import type { DigestBatches } from './digest-batches.ts'
import type { FailureGroup } from './digest-failures.ts'
import type { DigestLine } from './digest-line.ts'
import { EVENT_STATES, type EventState } from './event.ts'
import type { CardMention } from './record.ts'

/** Counts by some name. What would be too many names is counted together. */
export interface Tally {
  counts: Readonly<Record<string, number>>
  others: number
}

/** How many images were in use, shared, or of production; `digest-line.ts` says what that means. */
export interface ImpactCounts {
  inUse: number
  shared: number
  production: number
}

/** The event that is delivered again at this time to finish the digest, in case no other event comes. */
export interface Reminder {
  eventId: string
  atMs: number
  /** How often it was delivered again. */
  times: number
}

/** Many events of one channel as one message: all that it shows, and how far Slack shows it. */
export interface Digest extends DigestBatches {
  channel: string
  /** Which of the channel's digests it is, see `digest-streams.ts`. An earlier version had one for each channel, without it. */
  stream?: string
  /** How often it was written: two writers that read the same version cannot both write. */
  version: number
  /** The batch that began it. */
  burst: string
  /** How many digests of its channel were open when a batch was last counted: they share Slack's rate limit of the channel. */
  pace?: number
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
  /** The actors outside Slack, from CloudTrail; a few of them if there are many. */
  actors?: readonly Actor[]
  /** The ten that matter most. */
  top: readonly DigestLine[]
  /** How many of its images were in use, shared, or of production. */
  impact?: ImpactCounts
  /** The failures by their reasons; of very many reasons, the first ones. */
  failures?: readonly FailureGroup[]
  /** Gone images that the Recycle Bin keeps, and until when the first of them. */
  recycled?: { count: number; untilMs: number }
  mention: readonly string[]
  /** The rules that call them. */
  rules?: readonly CardMention[]
  /** Of those, who was called already. */
  called: readonly string[]
  /** How many events of this burst have cards of their own. */
  cards: number
  /** How often its lines were completed after they were written. */
  revision?: number
  /** The message, and how many events and actors, and which revision, it shows. */
  shown?: {
    channelId: string
    ts: string
    count: number
    actorCount?: number
    revision?: number
    notice?: string
  }
  /** The `ts` of a message of this burst that was deleted. */
  lostMessageTs?: string
  /** The list in its thread, and how many events it has; or why there is none. */
  file?: { fileId: string; count: number; revision?: number } | { refused: string }
  /** A list that is being uploaded, or one that a newer one has replaced: the next function removes it. */
  openFile?: string
  /** The message is not edited, and the list not renewed, before this time. */
  showFromMs: number
  fileFromMs: number
  /** How often the list of this burst was renewed. */
  lists: number
  reminder?: Reminder
  /** The schedule follows it up once the burst is over: `follow-up-digest.ts`. */
  followUp?: true
}

/** What the ledger keeps a digest by. */
export const digestKey = ({ channel, stream }: Pick<Digest, 'channel' | 'stream'>): string =>
  stream === undefined ? channel : `${channel}/${stream}`

/** After this quiet time a burst is over. */
export const QUIET_MS = 60_000

export const isOver = (digest: Digest, nowMs: number): boolean => nowMs - digest.lastMs >= QUIET_MS

/** All of it is shown in Slack. */
export const isShown = ({ shown, count, actors = [], revision = 0 }: Digest): boolean =>
  shown !== undefined &&
  shown.count >= count &&
  (shown.actorCount ?? 0) >= actors.length &&
  (shown.revision ?? 0) >= revision

/** The list in its thread does not hold all of it yet. */
export const needsList = ({ file, count, revision = 0 }: Digest): boolean =>
  file === undefined || ('count' in file && (file.count !== count || (file.revision ?? 0) !== revision))

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
