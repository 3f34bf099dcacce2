import { ACTION_RULES } from './actions.ts'
import { explains } from './cloud-trail-call.ts'
import {
  type Attempt,
  type CallEntry,
  type EventEntry,
  type HistoryEntry,
  historyCursor,
  type SingleEntry,
} from './history.ts'
import { ANSWERS_WITHIN_MS } from './request-timing.ts'

/** One change of an image, or an attempt at one: all entries of the history that are about it. */
export interface HistoryChange {
  /** Identifies the change and its place in the order. It stays the same when CloudTrail's call is added later. */
  cursor: string
  /** The person's request, and the request for approval. */
  attempts: readonly Attempt[]
  /** What EC2 announced, or a look found. */
  events: readonly EventEntry[]
  /** What CloudTrail reported. */
  calls: readonly CallEntry[]
  /** The only entry of its change. */
  single?: SingleEntry
}

interface Joining {
  attempts: Attempt[]
  events: EventEntry[]
  calls: CallEntry[]
  single?: SingleEntry
}

/** The key that a proposal shares with the request that was made of it. */
const requestOf = ({ id }: Pick<Attempt, 'id'>): string =>
  id.replace(/^proposal\//, '').replace(/\/approved$/, '')

/** Both events report the same change: a look found it before AWS's event came, or AWS sent it twice. */
const isSameMoment = (a: EventEntry, b: EventEntry): boolean =>
  a.state === b.state &&
  (a.seenLate === true || b.seenLate === true) &&
  Math.abs(a.atMs - b.atMs) < ANSWERS_WITHIN_MS

const isOfRequest = (event: EventEntry, attempt: Attempt): boolean => {
  if (!ACTION_RULES[attempt.action].becomes.includes(event.state)) return false
  if (event.ended) return requestOf(event.ended) === requestOf(attempt)
  const sinceMs = event.atMs - attempt.atMs
  return (
    event.by?.userId === attempt.by.userId &&
    ['accepted', 'confirmed', 'unknown'].includes(attempt.outcome) &&
    sinceMs > -1_000 &&
    sinceMs < ANSWERS_WITHIN_MS
  )
}

const isCallOf = ({ requestId }: CallEntry, attempt: Attempt): boolean =>
  requestId !== undefined &&
  (attempt.requestId === requestId || (attempt.otherRequestIds ?? []).includes(requestId))

/**
 * Joins the entries of an image's history: the request, EC2's event and CloudTrail's call of one change are one change.
 *
 * @returns the changes, the newest first
 */
export const joinHistory = (entries: readonly HistoryEntry[]): HistoryChange[] => {
  const oldestFirst = [...entries].sort((a, b) => (historyCursor(a) < historyCursor(b) ? -1 : 1))
  const changes: Joining[] = []
  const add = (part: Partial<Joining>): void =>
    void changes.push({ attempts: [], events: [], calls: [], ...part })
  const latest = (fits: (change: Joining) => boolean): Joining | undefined => changes.findLast(fits)

  for (const entry of oldestFirst) {
    if (entry.kind !== 'request') continue
    const same = latest(({ attempts }) => attempts.some(one => requestOf(one) === requestOf(entry)))
    if (same) same.attempts.push(entry)
    else add({ attempts: [entry] })
  }
  for (const entry of oldestFirst) {
    if (entry.kind !== 'event') continue
    const same =
      latest(({ events }) => events.some(one => isSameMoment(one, entry))) ??
      latest(({ attempts, events }) => events.length === 0 && attempts.some(one => isOfRequest(entry, one)))
    if (same) same.events.push(entry)
    else add({ events: [entry] })
  }
  for (const entry of oldestFirst) {
    if (entry.kind !== 'call') continue
    const same =
      latest(({ attempts }) => attempts.some(one => isCallOf(entry, one))) ??
      (entry.errorCode === undefined && entry.askedBy === undefined
        ? changes.find(
            ({ attempts, events, calls }) =>
              attempts.length === 0 && calls.length === 0 && events.some(event => explains(entry, event)),
          )
        : undefined)
    if (same) same.calls.push(entry)
    else add({ calls: [entry] })
  }
  for (const entry of oldestFirst)
    if (entry.kind !== 'request' && entry.kind !== 'event' && entry.kind !== 'call') add({ single: entry })
  return changes
    .map(change => ({ ...change, cursor: cursorOf(change) }))
    .sort((a, b) => (a.cursor < b.cursor ? 1 : -1))
}

/**
 * The cursor of the first request, or else of the newest event. Entries that are added later (a call, AWS's event of a change that a look
 * had found) do not change it.
 */
const cursorOf = ({ attempts, events, calls, single }: Joining): string => {
  const [main] = [attempts.slice(0, 1), events.slice(-1), calls, single ?? []].flat()
  return main ? historyCursor(main) : ''
}

/** Whether a cursor is that of one of its entries. */
export const hasEntry = ({ attempts, events, calls, single }: HistoryChange, cursor: string): boolean =>
  [...attempts, ...events, ...calls, ...(single ? [single] : [])].some(
    entry => historyCursor(entry) === cursor,
  )
