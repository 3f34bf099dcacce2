import type { Actor } from './cloud-trail-call.ts'
import { type DigestBatches, withBatch } from './digest-batches.ts'
import { byWeight, type DigestLine } from './digest-line.ts'
import { EVENT_STATES, type EventState } from './event.ts'
import { familyOf } from './family.ts'

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
const QUIET_MS = 60_000
/** Slack takes 50 edits a minute of a whole workspace: https://docs.slack.dev/apis/web-api/rate-limits */
export const SHOW_EVERY_MS = 4_000
/** The list is renewed less and less often: ten times within the first hour of a burst, then every eight minutes, and once it
 * is over. */
const FIRST_LIST_MS = 30_000
const LONGEST_LIST_MS = 8 * 60_000
/** What nobody has shown yet is shown then; what is shown is closed then. */
const SHOW_LATER_MS = 5_000
const CLOSE_LATER_MS = QUIET_MS + 15_000
const NAMES = 200
const TOP = 10
/** The most actors that are named. */
const ACTORS_AT_MOST = 5

const EMPTY_TALLY: Tally = { counts: {}, others: 0 }

const addTo = (tally: Tally, names: readonly (string | undefined)[]): Tally => {
  const counts = new Map(Object.entries(tally.counts))
  let { others } = tally
  for (const name of names) {
    if (name === undefined) continue
    const known = counts.get(name)
    if (known !== undefined || counts.size < NAMES) counts.set(name, (known ?? 0) + 1)
    else others++
  }
  return { counts: Object.fromEntries(counts), others }
}

const emptyDigest = (channel: string, batchId: string, before: Digest | undefined): Digest => ({
  channel,
  version: before?.version ?? 0,
  burst: batchId,
  lastMs: 0,
  sinceMs: Number.POSITIVE_INFINITY,
  untilMs: 0,
  count: 0,
  sizeGiB: 0,
  states: EMPTY_TALLY,
  places: EMPTY_TALLY,
  families: EMPTY_TALLY,
  people: EMPTY_TALLY,
  top: [],
  mention: [],
  called: [],
  batches: before?.batches ?? [],
  ...(before?.pages && { pages: before.pages }),
  cards: 0,
  showFromMs: 0,
  fileFromMs: 0,
  lists: 0,
})

/** After the list has had its turn: nobody else renews it for a while. */
export const withListThrottle = (digest: Digest, nowMs: number): Digest => ({
  ...digest,
  fileFromMs: nowMs + Math.min(LONGEST_LIST_MS, FIRST_LIST_MS * 2 ** digest.lists),
  lists: digest.lists + 1,
})

/** The event that was to see to it should have come long before. */
const OVERDUE_MS = 3 * 60_000

/** When the schedule is to close a digest; undefined where nothing is left to do. */
export const digestDueAtMs = ({ reminder }: Pick<Digest, 'reminder'>): number | undefined =>
  reminder && reminder.atMs + OVERDUE_MS

export const isOver = (digest: Digest, nowMs: number): boolean => nowMs - digest.lastMs >= QUIET_MS

/** All of it is shown in Slack. */
export const isShown = ({ shown, count, actors = [] }: Digest): boolean =>
  shown !== undefined && shown.count >= count && (shown.actorCount ?? 0) >= actors.length

/** The list in its thread does not hold all of it yet. */
export const needsList = ({ file, count }: Digest): boolean =>
  file === undefined || ('count' in file && file.count !== count)

/** The list is behind, and old enough to be renewed before the burst is over. */
export const isListDue = (digest: Digest, nowMs: number): boolean =>
  digest.shown !== undefined && needsList(digest) && nowMs >= digest.fileFromMs

/** Nothing is left to do for it, unless more comes. */
export const isFinished = (digest: Digest): boolean =>
  isShown(digest) && !needsList(digest) && digest.openFile === undefined

/** The events of one batch for a channel's digest. */
export interface DigestBatch {
  channel: string
  /** Names the batch. */
  batchId: string
  lines: readonly DigestLine[]
  mention: readonly string[]
  /** Of the same batch: events with cards of their own. */
  cards: number
}

const actorKey = ({ kind, name, session, sourceIdentity }: Actor): string =>
  [kind, name, session, sourceIdentity].join('\n')

/** The digest with those who did it; the same where it names all of them already, or enough. */
export const withActors = (digest: Digest, actors: readonly Actor[]): Digest => {
  const { actors: before = [] } = digest
  const all = new Map([...before, ...actors].map(actor => [actorKey(actor), actor]))
  const named = [...all.values()].slice(0, ACTORS_AT_MOST)
  return named.length === before.length ? digest : { ...digest, actors: named }
}

const supersededOf = (
  { superseded = 0 }: Digest,
  lines: readonly DigestLine[],
): Pick<Digest, 'superseded'> => {
  const all = superseded + lines.filter(line => line.superseded).length
  return all > 0 ? { superseded: all } : {}
}

/**
 * Counts a batch: in the current burst, or as the first of a new one.
 *
 * @returns `isTurn` where this batch is to show the digest: others are kept from it for a while
 */
export const addToDigest = (
  before: Digest | undefined,
  { channel, batchId, lines, mention, cards }: DigestBatch,
  nowMs: number,
): { digest: Digest; isTurn: boolean } => {
  // A burst that could not be finished continues instead: nothing of it may be lost.
  const goesOn = before !== undefined && (!isOver(before, nowMs) || !isFinished(before))
  const old = goesOn ? before : emptyDigest(channel, batchId, before)
  const isTurn = nowMs >= old.showFromMs
  const digest: Digest = {
    ...old,
    lastMs: Math.max(old.lastMs, nowMs),
    sinceMs: lines.reduce((first, line) => Math.min(first, line.atMs), old.sinceMs),
    untilMs: lines.reduce((last, line) => Math.max(last, line.atMs), old.untilMs),
    count: old.count + lines.length,
    ...supersededOf(old, lines),
    sizeGiB: lines.reduce((sum, line) => sum + (line.sizeGiB ?? 0), old.sizeGiB),
    states: addTo(old.states, lines.map(line => line.state)), // biome-ignore format: one a line
    places: addTo(old.places, lines.map(line => `${line.account}/${line.region}`)), // biome-ignore format: one a line
    families: addTo(old.families, lines.map(line => familyOf(line.name ?? ''))), // biome-ignore format: one a line
    people: addTo(old.people, lines.map(line => line.by)), // biome-ignore format: one a line
    top: [...old.top, ...lines].sort(byWeight).slice(0, TOP),
    mention: [...new Set([...old.mention, ...mention])],
    batches: withBatch(old.batches, { batchId, burst: old.burst, atMs: nowMs }),
    cards: old.cards + cards,
    showFromMs: isTurn ? nowMs + SHOW_EVERY_MS : old.showFromMs,
  }
  const eventId = lines[0]?.eventId ?? ''
  const named = withActors(digest, lines.flatMap(({ actor }) => actor ?? [])) // biome-ignore format: one a line
  return { digest: withReminder(named, eventId, nowMs, isTurn), isTurn }
}

/** Puts an event of this batch in charge of what is left to do, unless another one is, and in time. */
const withReminder = (digest: Digest, eventId: string, nowMs: number, isBeingShown: boolean): Digest => {
  const { reminder } = digest
  const isOverdue = reminder === undefined || reminder.atMs <= nowMs || reminder.times >= 2
  if (isBeingShown)
    return isOverdue ? { ...digest, reminder: { eventId, atMs: nowMs + CLOSE_LATER_MS, times: 0 } } : digest
  return isOverdue || reminder.atMs > nowMs + SHOW_LATER_MS
    ? { ...digest, reminder: { eventId, atMs: nowMs + SHOW_LATER_MS, times: 0 } }
    : digest
}

/** Puts the reminder off: until Slack has room, until the list is due, or until all may have been quiet. */
export const putOff = (
  digest: Digest,
  { eventId, times }: Reminder,
  nowMs: number,
  retryAfterSec = 0,
): Digest => {
  const isWaiting = isShown(digest) && !isOver(digest, nowMs)
  const afterMs = isWaiting
    ? Math.min(
        digest.lastMs + CLOSE_LATER_MS,
        needsList(digest) ? digest.fileFromMs : Number.POSITIVE_INFINITY,
      ) - nowMs
    : Math.max(retryAfterSec * 1_000, SHOW_LATER_MS * 2 ** times)
  return { ...digest, reminder: { eventId, times: times + 1, atMs: nowMs + Math.max(1_000, afterMs) } }
}

/** The names of a tally, most frequent first. */
export const mostFrequent = ({ counts }: Tally): [name: string, count: number][] =>
  Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))

/** How many of what, in a fixed order of states. */
export const stateCounts = ({ states }: Digest): [EventState, number][] =>
  (['failed', ...EVENT_STATES.filter(state => state !== 'failed')] as EventState[]).flatMap(state => {
    const count = states.counts[state] ?? 0
    return count > 0 ? [[state, count] as [EventState, number]] : []
  })
