import { ACTION_RULES } from '../../domain/actions.ts'
import type { ImageEvent } from '../../domain/event.ts'
import { type Attempt, attemptOf, eventEntryAtMs } from '../../domain/history.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { ANSWERS_WITHIN_MS } from '../../domain/request.ts'
import type { Histories } from '../../ports.ts'
import type { RecordedEvent } from './recorded-event.ts'

/**
 * Only the history still says what an event was when it first came, and which request it ended. One that it does not know was
 * taken by a function that ended before it could write it: a failure among those is announced as one.
 */
export const withEarlierDelivery = async (
  { ledger }: { ledger: Histories },
  one: RecordedEvent,
): Promise<RecordedEvent> => {
  const { event, record, meaning } = one
  const isOld = meaning === 'stale'
  const first = await ledger.readHistoryEntry(event, { id: event.id, atMs: eventEntryAtMs(event) })
  if (first?.kind !== 'event') {
    const ended = isOld ? await endedInHistory(ledger, event) : endedInRecord(record)
    const delayed = isOld && event.state === 'failed'
    return { ...one, ...(ended && { ended }), ...(delayed && { delayed }) }
  }
  const ended = first.ended && (await ledger.readHistoryEntry(event, first.ended))
  return {
    ...one,
    ...(ended?.kind === 'request' && { ended }),
    ...(isOld && !first.stale && { delayed: true as const }),
    ...((!isOld || !first.stale) && { isRecorded: true as const }),
  }
}

/** The request that the last event ended, if the record still has it. */
const endedInRecord = ({ lastEvent, request }: ImageRecord): Attempt | undefined => {
  const isEnd = lastEvent?.by ? request?.state === 'confirmed' : request?.state === 'failed'
  return request && isEnd ? attemptOf(request) : undefined
}

const LOOK_BACK = 20

/** The same where the record knows something newer: a request that EC2 may have carried out, and of which no end was written. */
const endedInHistory = async (ledger: Histories, event: ImageEvent): Promise<Attempt | undefined> => {
  const attempts = (await ledger.readHistory(event, LOOK_BACK)).filter(entry => entry.kind === 'request')
  const open = attempts.find(
    attempt =>
      (attempt.outcome === 'accepted' || attempt.outcome === 'unknown') &&
      ACTION_RULES[attempt.action].becomes.includes(event.state) &&
      eventEntryAtMs(event) >= attempt.atMs &&
      event.atMs - attempt.atMs <= ANSWERS_WITHIN_MS,
  )
  if (!open) return undefined
  const { reason: _unclear, ...attempt } = open
  return { ...attempt, outcome: 'confirmed' }
}
