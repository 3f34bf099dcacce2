import { createCircuit } from '../../circuit.ts'
import { applyEvent } from '../../domain/apply-event.ts'
import type { Config } from '../../domain/config.ts'
import type { EventMeaning } from '../../domain/decide-meaning.ts'
import type { ImageEvent } from '../../domain/event.ts'
import { familyOfRecord } from '../../domain/failures.ts'
import { groupBy } from '../../domain/group-by.ts'
import { attemptOf, eventEntryAtMs, type HistoryEntry } from '../../domain/history.ts'
import { EC2_LAG_MS, type ImageFacts, imageKey } from '../../domain/image.ts'
import { emptyRecord, type ImageRecord, type LastEvent } from '../../domain/record.ts'
import { withEmailed } from '../../domain/record-cards.ts'
import { type ClaimedEvent, mayBeRecorded, type RecordedEvent } from '../../domain/recorded-event.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import { dependsOnFacts } from '../../domain/route.ts'
import { allOf, inParallel } from '../../in-parallel.ts'
import type { Clock, Failures, Histories, ImageRecords, Images, Log, Metrics, Names } from '../../ports.ts'
import { changeRecord } from '../../stored/change-image.ts'
import { compareWithEc2 } from './compare-with-ec2.ts'
import { withEarlierDelivery } from './earlier-delivery.ts'
import { type LookResult, lookAtImages } from './look.ts'

interface Needs {
  images: Pick<Images, 'describe'>
  ledger: ImageRecords & Histories & Names & Failures
  config: Config
  clock: Clock
  log: Log
  metrics?: Metrics
}

/** What was written, and the errors of the events that could not be, by their ids. */
export interface Recorded {
  known: readonly RecordedEvent[]
  failed: ReadonlyMap<string, unknown>
}

const DAY_MS = 24 * 60 * 60_000
const IMAGES_AT_ONCE = 24

/**
 * Writes events into the ledger: one look for many images, one write for each image, history in batches. The events of
 * one image take effect in AWS's order.
 */
export const recordEvents = async (needs: Needs, taken: readonly ClaimedEvent[]): Promise<Recorded> => {
  const { ledger } = needs
  const failed = new Map<string, unknown>()
  const [looked, records] = await allOf([
    lookAtImages(
      needs,
      taken.flatMap(({ event }) => (event.state === 'deregistered' && !event.sentByRole ? [] : [event])),
    ),
    ledger.readImages(taken.map(({ event }) => event)),
  ])
  const ready = compareWithEc2(needs.config, taken, looked, records).filter(one => {
    const later = waitForFacts(needs, one, looked, records) ?? waitForEc2(needs, one)
    if (later) failed.set(one.event.id, later)
    return !later
  })
  const byImage = [...groupBy(ready, ({ event }) => imageKey(event))]
  const written = new Map<string, RecordedEvent[]>()
  const ask = createCircuit()
  await inParallel(byImage, IMAGES_AT_ONCE, async ([key, list]) => {
    list.sort((a, b) => a.event.atMs - b.event.atMs)
    try {
      written.set(key, await ask(() => recordImage(needs, list, looked.found.get(key), records.get(key))))
    } catch (error) {
      for (const { event } of list) failed.set(event.id, error)
    }
  })
  const known = byImage.flatMap(([key]) => written.get(key) ?? [])
  await inParallel([...known.entries()], IMAGES_AT_ONCE, async ([at, one]) => {
    if (mayBeRecorded(one)) known[at] = await withEarlierDelivery(needs, one)
  })
  for (const { event, record, meaning } of known) {
    const { lastEvent, request } = record
    // Evidence for the metrics only: EC2 does not document that its event carries the call's id.
    if (meaning === 'new' && lastEvent?.by && request?.requestId && event.requestId)
      needs.metrics?.count('RequestIds', 1, { match: String(request.requestId === event.requestId) })
  }
  await ledger.addHistories(known.flatMap(one => entriesOf(one).map(entry => ({ image: one.event, entry }))))
  await saveGoneNames(needs, known)
  await saveFailures(needs, known)
  return { known, failed }
}

/** If a rule needs a name or tags that are not known yet, the event waits, for a day at most; otherwise it would reach the wrong people. */
const waitForFacts = (
  { config, clock }: Needs,
  { event }: ClaimedEvent,
  { unreachable }: LookResult,
  records: ReadonlyMap<string, ImageRecord>,
): RetryLater | undefined => {
  const key = imageKey(event)
  const waits =
    unreachable.has(key) &&
    records.get(key)?.facts === undefined &&
    clock.nowMs() - event.atMs < DAY_MS &&
    dependsOnFacts(config, event)
  return waits
    ? new RetryLater(10, `EC2 cannot be asked about ${key}, and a rule needs its facts.`)
    : undefined
}

/** EC2 may still show the state before the event: it is looked at again before it counts as contradicting the event. */
const waitForEc2 = ({ clock, log }: Needs, { event, sinceMs }: ClaimedEvent): RetryLater | undefined => {
  const { id, shownAs } = event
  if (shownAs === undefined) return undefined
  const leftMs = sinceMs + EC2_LAG_MS - clock.nowMs()
  if (leftMs > 0)
    return new RetryLater(Math.ceil(leftMs / 1_000), `EC2 shows ${shownAs}, and may lag behind the event.`)
  log.warn('EC2 contradicts an event that a member’s role sent: it is history only.', {
    eventId: id,
    shownAs,
  })
  return undefined
}

/** `/ami status` finds deregistered images by their names. */
const saveGoneNames = async ({ ledger }: Needs, known: readonly RecordedEvent[]): Promise<void> => {
  const gone = known.flatMap(
    ({ event: { account, region, imageId, state, atMs }, record: { facts }, meaning }) =>
      state === 'deregistered' && !isHistory(meaning) && facts?.name
        ? [{ image: { account, region, imageId }, name: facts.name, atMs }]
        : [],
  )
  if (gone.length > 0) await ledger.saveGone(gone)
}

/** A newer good image of the same family finds them. */
const saveFailures = async ({ ledger, config }: Needs, known: readonly RecordedEvent[]): Promise<void> => {
  const failed = known.flatMap(({ event: { account, region, imageId, state, atMs }, record, meaning }) => {
    const family = familyOfRecord(record, config)
    return state === 'failed' && !isHistory(meaning) && family
      ? [{ family, image: { account, region, imageId }, atMs }]
      : []
  })
  if (failed.length > 0) await ledger.saveFailed(failed)
}

const recordImage = async (
  { ledger, clock }: Needs,
  list: readonly ClaimedEvent[],
  live: ImageFacts | undefined,
  read: ImageRecord | undefined,
): Promise<RecordedEvent[]> => {
  const [{ event: image } = { event: undefined }] = list
  if (!image) return []
  let known: RecordedEvent[] = []
  const { record: written } = await changeRecord(ledger, read ?? emptyRecord(image), before => {
    let record = before
    known = []
    for (const taken of list) {
      const applied = applyEvent(record, taken.event, live, clock.nowMs())
      const { emailedAtMs } = taken
      record =
        emailedAtMs === undefined ? applied.record : withEmailed(applied.record, taken.event.id, emailedAtMs)
      const { meaning, corrected, ended } = applied
      known.push({
        ...taken,
        record,
        meaning,
        ...(corrected && { corrected }),
        ...(ended && { ended: attemptOf(ended) }),
      })
    }
    return record
  })
  const last = known.at(-1)
  if (last) last.record = written
  return known
}

const entriesOf = (one: RecordedEvent): HistoryEntry[] => {
  const { lastEvent } = one.record
  const again: HistoryEntry[] =
    one.corrected && lastEvent ? [entryOf({ ...lastEvent, id: lastEvent.eventId }, lastEvent)] : []
  return one.isRecorded ? again : [historyOf(one), ...(one.ended ? [one.ended] : []), ...again]
}

const isHistory = (meaning: EventMeaning): boolean => meaning === 'outOfOrder' || meaning === 'contradicted'

const historyOf = (one: RecordedEvent): HistoryEntry => {
  const { event, record, meaning, delayed, ended } = one
  const own = record.lastEvent?.eventId === event.id ? record.lastEvent : undefined
  return {
    ...entryOf(event, own),
    ...(ended && { ended: { id: ended.id, atMs: ended.atMs } }),
    ...(meaning === 'outOfOrder' && !delayed && { outOfOrder: true as const }),
    ...(meaning === 'contradicted' && event.shownAs && { shownAs: event.shownAs }),
  }
}

/** @param own what the record says of the event */
const entryOf = (
  event: Pick<ImageEvent, 'id' | 'atMs' | 'state' | 'reason' | 'seenLate'>,
  own: LastEvent | undefined,
): Extract<HistoryEntry, { kind: 'event' }> => ({
  kind: 'event',
  id: event.id,
  atMs: eventEntryAtMs(event),
  state: event.state,
  ...(event.reason && { reason: event.reason.slice(0, 1000) }),
  ...(own?.cause && { cause: own.cause }),
  ...(own?.by && { by: own.by.person }),
  ...(own?.ended && { ended: own.ended }),
  // AWS sends no event for a restore: only a look shows it.
  ...(event.seenLate && !(own?.by && own.cause === 'restored') && { seenLate: true as const }),
})
