import type { EventMeaning } from './decide-meaning.ts'
import type { ImageEvent } from './event.ts'
import type { Attempt } from './history.ts'
import type { ImageRecord } from './record.ts'

/** A claimed event, and what earlier claims of it have left. */
export interface ClaimedEvent {
  event: ImageEvent
  /** The batches that had claimed it before. */
  earlierBatchIds: readonly string[]
  /** When it was claimed first. */
  sinceMs: number
  /** When it was sent by e-mail. */
  emailedAtMs?: number
}

/** What an event means, and the record as it was right after it. */
export interface RecordedEvent extends ClaimedEvent {
  /** As it is in the ledger, where nothing newer came in the same batch. */
  record: ImageRecord
  meaning: EventMeaning
  /** It was new when it arrived; something newer arrived before it could be announced. */
  delayed?: true
  /** The history has it already. */
  isRecorded?: true
  /** What became of the request that it ended. */
  ended?: Attempt
  /** It arrived late and disproved the cause of the last event. */
  corrected?: true
}

/** Whether an earlier delivery may have written it into the history, together with the end of a request. */
export const mayBeRecorded = ({ event, record, meaning, earlierBatchIds }: RecordedEvent): boolean => {
  if (meaning === 'outOfOrder') return earlierBatchIds.length > 0
  const { by, ended } = record.lastEvent ?? {}
  return (
    meaning === 'redelivered' && (by !== undefined || ended !== undefined || event.state === 'deregistered')
  )
}
