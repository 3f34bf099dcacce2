import * as v from 'valibot'
import { chunksOf } from '../../domain/group-by.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Log } from '../../ports.ts'
import { createJsonCall, defaultEndpoint, type Signing } from '../http/json-call.ts'

/** SQS hides a message for twelve hours at the most. */
const MOST_SEC = 12 * 60 * 60
/** As many as one ChangeMessageVisibilityBatch takes. */
const CHANGED_AT_ONCE = 10
const CALLS_AT_ONCE = 8

const ANSWER = v.object({ Failed: v.optional(v.array(v.object({ Code: v.string() })), []) })

/** A received message, and in how many seconds it is delivered again. */
export interface Hidden {
  receiptHandle: string
  afterSec: number
}

/**
 * Sets when received messages are delivered again, instead of after their whole visibility timeout. If that fails, they come back later:
 * it is logged and not thrown.
 */
export const createChangeVisibility = (
  signing: Signing,
  queueUrl: string,
  endpoint: string | undefined,
  log: Log,
): ((messages: readonly Hidden[]) => Promise<void>) => {
  const call = createJsonCall(signing, {
    service: 'sqs',
    target: 'AmazonSQS',
    version: '1.0',
    endpoint: endpoint ?? defaultEndpoint('sqs', signing.region),
  })
  const change = async (messages: readonly Hidden[]): Promise<readonly string[]> => {
    try {
      const answer = await call('ChangeMessageVisibilityBatch', {
        QueueUrl: queueUrl,
        Entries: messages.map(({ receiptHandle, afterSec }, at) => ({
          Id: String(at),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: Math.min(MOST_SEC, Math.max(0, Math.round(afterSec))),
        })),
      })
      return v.parse(ANSWER, answer).Failed.map(({ Code }) => Code)
    } catch (error) {
      return messages.map(() => String(error))
    }
  }
  return async messages => {
    const failed: string[] = []
    await inParallel(chunksOf(messages, CHANGED_AT_ONCE), CALLS_AT_ONCE, async chunk => {
      failed.push(...(await change(chunk)))
    })
    if (failed.length > 0)
      log.warn('Messages could not be given back early; they return after their visibility timeout.', {
        count: failed.length,
        why: failed[0],
      })
  }
}
