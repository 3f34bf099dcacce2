import type { AccountRegion } from '../../domain/alias.ts'
import type { Ask, PlanWork } from '../../domain/ask.ts'
import { answeringFirst } from '../../domain/due-places.ts'
import { placeKey } from '../../domain/fleet.ts'
import { chunksOf } from '../../domain/group-by.ts'
import {
  isFresh,
  isUnderWay,
  PLACES_READ_WITHIN_MS,
  READ_DIRECTLY,
  type Reading,
  type ReadingWhat,
  type ReadPlace,
  readingKey,
} from '../../domain/reading.ts'
import { inParallel } from '../../in-parallel.ts'
import type { ReadingNeeds } from './needs.ts'

/** The message that an answer is for. */
export type Waiting = Ask | PlanWork

/** Where an answer gets its places from. `few`: there are so few that its function reads them itself. */
export type Source = { kind: 'few' } | { kind: 'read'; reading: Reading }

/** The places are being read. The message comes again once all are read, or the time is over. */
export interface BeingRead {
  kind: 'waiting'
  places: number
}

/** As many as one SendMessageBatch takes. */
const MESSAGES_AT_ONCE = 10
const CALLS_AT_ONCE = 16

/**
 * Finds or begins the reading of many places that an answer needs; each place is read by a message of its own. If this function ends in
 * between, the message that was sent first ends the reading.
 */
export const askForReading = async (
  needs: ReadingNeeds,
  what: ReadingWhat,
  places: readonly AccountRegion[],
  message: Waiting,
): Promise<Source | BeingRead> => {
  if (places.length <= READ_DIRECTLY) return { kind: 'few' }
  const { ledger, clock } = needs
  const key = readingKey(what)
  // 1 The one that this message waited for, or a fresh one of somebody else.
  const own = 'reading' in message && message.reading ? await ledger.readReading(message.reading) : undefined
  if (own?.key === key && own.endedAtMs !== undefined) return { kind: 'read', reading: own }
  const latest = await ledger.readLatestReading(key)
  if (latest && isFresh(latest, clock.nowMs())) return { kind: 'read', reading: latest }
  // 2 One that is under way.
  if (latest && isUnderWay(latest, clock.nowMs())) return waitFor(needs, latest, message)
  // 3 A new one.
  const nowMs = clock.nowMs()
  const reading: Reading = {
    id: crypto.randomUUID(),
    key,
    places: places.length,
    beganAtMs: nowMs,
    untilMs: nowMs + PLACES_READ_WITHIN_MS,
  }
  await needs.queues.endReadingLater(reading.id, PLACES_READ_WITHIN_MS / 1000)
  if (!(await ledger.beginReading(reading, latest))) {
    const other = await ledger.readLatestReading(key)
    if (!other) throw new Error('A reading that another function began cannot be found.')
    return waitFor(needs, other, message)
  }
  const waiting = await waitFor(needs, reading, message)
  await sendPlaces(needs, reading, what, places)
  return waiting
}

/** Saves the message first and then checks whether the reading has ended, so that the function that ends it later finds the message. */
const waitFor = async (
  { ledger, queues, clock }: ReadingNeeds,
  { id, places }: Reading,
  message: Waiting,
): Promise<BeingRead> => {
  await ledger.saveWaiting(id, message, clock.nowMs())
  const now = await ledger.readReading(id)
  if (now?.endedAtMs !== undefined) await queues.askAgain(message, id)
  return { kind: 'waiting', places }
}

/** Places that do not answer take their timeouts of the functions that read: those that answered their last scan come first. */
const sendPlaces = async (
  { queues, ledger }: ReadingNeeds,
  { id, untilMs }: Reading,
  what: ReadingWhat,
  places: readonly AccountRegion[],
): Promise<void> => {
  const scanned = new Map((await ledger.readPlaces()).map(place => [placeKey(place), place]))
  const messages = answeringFirst(places, scanned).map(
    ({ account, region }, at): ReadPlace => ({
      kind: 'read',
      reading: id,
      account,
      region,
      at,
      of: places.length,
      untilMs,
      what,
    }),
  )
  await inParallel(chunksOf(messages, MESSAGES_AT_ONCE), CALLS_AT_ONCE, some => queues.readPlaces(some))
}
