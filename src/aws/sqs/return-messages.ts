import { isNearRetention, retryAfterSec } from '../../domain/retry.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Clock, Log } from '../../ports.ts'
import type { Hidden } from './change-visibility.ts'
import type { QueueRecord } from './sqs-records.ts'

interface Needs {
  changeVisibility: (messages: readonly Hidden[]) => Promise<void>
  sendToDeadLetters: (record: QueueRecord) => Promise<void>
  /** People wait for these messages. */
  isAwaited: boolean
  /** How long the queue keeps a message, in milliseconds. */
  retentionMs: number
  clock: Clock
  log: Log
}

/** A message that was not handled. */
export type Unhandled = { record: QueueRecord } & (
  | { kind: 'unparsable'; why: string }
  /** It is delivered again later the older it is, and after `afterSec` seconds at the earliest, up to the longest wait of its age. */
  | { kind: 'failed'; afterSec: number; isRateLimited?: boolean }
  /** Nothing failed: it is delivered again after exactly this many seconds. */
  | { kind: 'deferred'; afterSec: number }
)

/** @returns the messages that stay in their queue; the others went to its dead-letter queue */
export type ReturnMessages = (messages: readonly Unhandled[]) => Promise<QueueRecord[]>

const SENT_AT_ONCE = 8
/** Messages that fail for longer than this raise an alarm. */
const ALARM_AFTER_MIN = 15
const MINUTE_MS = 60_000

/**
 * Returns messages that were not handled. A message that can never be parsed, or that its queue would drop soon, goes to the dead-letter
 * queue. All others are delivered again after a time that depends on their age (not on a counter in the ledger, which may be down) and on
 * the wait that a dependency asked for.
 */
export const createReturnMessages = (needs: Needs): ReturnMessages => {
  const { changeVisibility, sendToDeadLetters, isAwaited, retentionMs, clock, log } = needs

  // If SQS does not say when a message was sent, the number of its deliveries replaces its age.
  const sentAtMs = ({ sentAtMs, received }: QueueRecord): number =>
    sentAtMs ?? clock.nowMs() - 2 ** Math.min(received, 12) * 1_000

  const isOld = ({ sentAtMs }: QueueRecord): boolean =>
    sentAtMs !== undefined && isNearRetention(sentAtMs, clock.nowMs(), retentionMs)

  const afterSec = (message: Unhandled): number => {
    if (message.kind === 'deferred') return message.afterSec
    const { afterSec: askedSec, isRateLimited = false } =
      message.kind === 'failed' ? message : { afterSec: 0, isRateLimited: false }
    return retryAfterSec(
      { sentAtMs: sentAtMs(message.record), askedSec, isAwaited, isRateLimited },
      clock.nowMs(),
    )
  }

  /** @returns whether it left its queue */
  const leave = async ({ record, ...message }: Unhandled): Promise<boolean> => {
    if (message.kind === 'deferred' || (message.kind === 'failed' && !isOld(record))) return false
    const [what, why] =
      message.kind === 'unparsable'
        ? ['A message could not be parsed', message.why]
        : ['A message could not be handled', 'it failed for as long as its queue keeps it']
    const { messageId } = record
    try {
      await sendToDeadLetters(record)
      log.error(`${what}; it went to the dead-letter queue.`, { messageId, why })
      return true
    } catch (error) {
      const problem = { messageId, why: String(error) }
      log.warn('A message could not be sent to the dead-letter queue; it stays in its queue.', problem)
      if (isOld(record)) log.error(`${what}; its queue drops it soon.`, { messageId, why })
      return false
    }
  }

  return async messages => {
    const stay: Unhandled[] = []
    await inParallel(messages, SENT_AT_ONCE, async message => {
      if (!(await leave(message))) stay.push(message)
    })
    await changeVisibility(
      stay.map(message => ({ receiptHandle: message.record.receiptHandle, afterSec: afterSec(message) })),
    )
    const minutes = stay.flatMap(({ kind, record }) =>
      kind === 'failed' ? [Math.floor((clock.nowMs() - sentAtMs(record)) / MINUTE_MS)] : [],
    )
    const late = minutes.filter(age => age >= ALARM_AFTER_MIN)
    if (late.length > 0)
      log.error('Messages have failed for a quarter of an hour or longer; they stay in their queue.', {
        count: late.length,
        oldestMinutes: Math.max(...late),
      })
    return stay.map(({ record }) => record)
  }
}
