import { ACTION_RULES } from '../../domain/actions.ts'
import { type Attempt, attemptOf, eventEntryAtMs, isFinal } from '../../domain/history.ts'
import type { ImageRecord } from '../../domain/record.ts'
import type { RecordedEvent } from '../../domain/recorded-event.ts'
import { isOpen } from '../../domain/request.ts'
import { ANSWERS_WITHIN_MS } from '../../domain/request-timing.ts'
import type { Histories } from '../../ports.ts'

/**
 * Completes an event that was delivered before by what the history says of it: what it meant, and which request it ended. If the history
 * does not have it, the earlier function ended before writing it. A failed image is then announced as failed.
 */
export const withEarlierDelivery = async (
  { ledger }: { ledger: Histories },
  one: RecordedEvent,
): Promise<RecordedEvent> => {
  const { event, record, meaning } = one
  const isOld = meaning === 'outOfOrder'
  const first = await ledger.readHistoryEntry(event, { id: event.id, atMs: eventEntryAtMs(event) })
  if (first?.kind !== 'event') {
    const ended = isOld ? await endedInHistory(ledger, one) : await endedByLastEvent(ledger, record)
    const delayed = isOld && event.state === 'failed'
    return { ...one, ...(ended && { ended }), ...(delayed && { delayed }) }
  }
  const written = first.ended && (await readEnd(ledger, record, first.ended))
  return {
    ...one,
    ...(written && { ended: written.end }),
    ...(isOld && !first.outOfOrder && { delayed: true as const }),
    ...(written?.isMissing !== true && (!isOld || !first.outOfOrder) && { isRecorded: true as const }),
  }
}

/** The end of a request that an event ended. The history may have the event's entry and not yet the request's. */
const readEnd = async (
  ledger: Histories,
  record: ImageRecord,
  pointer: { id: string; atMs: number },
): Promise<{ end: Attempt; isMissing: boolean } | undefined> => {
  const entry = await ledger.readHistoryEntry(record, pointer)
  if (entry?.kind !== 'request') return undefined
  if (isFinal(entry)) return { end: entry, isMissing: false }
  const { request } = record
  const end = request?.key === pointer.id && !isOpen(request) ? attemptOf(request) : confirmed(entry)
  return { end, isMissing: true }
}

const confirmed = ({ reason: _unclear, ...attempt }: Attempt): Attempt => ({
  ...attempt,
  outcome: 'confirmed',
})

/** The request that the last event ended, by the record. */
const endedByLastEvent = async (ledger: Histories, record: ImageRecord): Promise<Attempt | undefined> => {
  const { lastEvent, request } = record
  if (lastEvent?.ended) return (await readEnd(ledger, record, lastEvent.ended))?.end
  const isEnd = lastEvent?.by ? request?.state === 'confirmed' : request?.state === 'failed'
  return request && isEnd ? attemptOf(request) : undefined
}

const LOOK_BACK = 20

/**
 * The request that the event ended, where the record has moved on: EC2 may have carried it out, and its end is not in the
 * history.
 */
const endedInHistory = async (
  ledger: Histories,
  { event, record }: RecordedEvent,
): Promise<Attempt | undefined> => {
  const { request } = record
  const attempts = (await ledger.readHistory(event, LOOK_BACK)).filter(entry => entry.kind === 'request')
  const open = attempts.find(
    attempt =>
      // One that is still open in the record waits for an event of its own.
      !(request && isOpen(request) && attempt.id === request.key) &&
      (attempt.outcome === 'accepted' || attempt.outcome === 'unknown') &&
      ACTION_RULES[attempt.action].becomes.includes(event.state) &&
      eventEntryAtMs(event) >= attempt.atMs &&
      event.atMs - attempt.atMs <= ANSWERS_WITHIN_MS,
  )
  return open && confirmed(open)
}
