import { isNearRetention, retryAfterSec } from '../domain/retry.ts'
import type { Clock, Log } from '../ports.ts'
import type { QueueRecord } from './sqs-records.ts'

interface Needs {
  giveBack: (receiptHandle: string, afterSec: number) => Promise<void>
  /** Sends a message to the dead-letter queue. */
  bury: (record: QueueRecord) => Promise<void>
  /** People wait for these messages. */
  isAwaited: boolean
  /** How long the queue keeps a message, in milliseconds. */
  retentionMs: number
  clock: Clock
  log: Log
}

/** What becomes of a message that was not handled. */
export interface MessageReturns {
  /** Can never be parsed: it goes to the dead-letter queue. @returns whether it left its queue */
  reject(record: QueueRecord, why: string): Promise<boolean>
  /** Failed for now: it comes again, later the older it is; a dead letter just before its queue would drop it.
   * @returns whether it left its queue */
  retry(record: QueueRecord, askedSec: number): Promise<boolean>
  /** Comes again after exactly so many seconds. */
  defer(record: QueueRecord, afterSec: number): Promise<boolean>
}

/** Decides when a message comes again, by its age alone: the ledger may be what is down. */
export const createMessageReturns = ({
  giveBack,
  bury,
  isAwaited,
  retentionMs,
  clock,
  log,
}: Needs): MessageReturns => {
  const waitFor = ({ sentAtMs, received }: QueueRecord, askedSec: number): number =>
    retryAfterSec(
      {
        // Without a time, the count of deliveries stands for it.
        sentAtMs: sentAtMs ?? clock.nowMs() - 2 ** Math.min(received, 12) * 1_000,
        askedSec,
        isAwaited,
      },
      clock.nowMs(),
    )

  const buryOr = async (record: QueueRecord, askedSec: number): Promise<boolean> => {
    try {
      await bury(record)
      return true
    } catch (error) {
      log.warn('A message could not be sent to the dead-letter queue; it stays in its queue.', {
        messageId: record.messageId,
        why: String(error),
      })
      await giveBack(record.receiptHandle, waitFor(record, askedSec))
      return false
    }
  }

  return {
    async reject(record, why) {
      const { messageId, sentAtMs } = record
      const left = await buryOr(record, 0)
      // Once, whatever its count of deliveries says: a delivery may never have reached a function.
      if (left)
        log.error('A message could not be parsed; it went to the dead-letter queue.', { messageId, why })
      else if (sentAtMs !== undefined && isNearRetention(sentAtMs, clock.nowMs(), retentionMs))
        log.error('A message could not be parsed; its queue drops it soon.', { messageId, why })
      return left
    },
    async retry(record, askedSec) {
      if (record.sentAtMs !== undefined && isNearRetention(record.sentAtMs, clock.nowMs(), retentionMs)) {
        const left = await buryOr(record, askedSec)
        if (left)
          log.error(
            'A message could not be handled for as long as its queue keeps it; it is a dead letter.',
            {
              messageId: record.messageId,
            },
          )
        return left
      }
      await giveBack(record.receiptHandle, waitFor(record, askedSec))
      return false
    },
    async defer(record, afterSec) {
      await giveBack(record.receiptHandle, afterSec)
      return false
    },
  }
}
