import type { Log } from '../ports.ts'
import { createJsonCall, defaultEndpoint, type Signing } from './json-call.ts'

/** SQS hides a message for twelve hours at the most. */
const MOST_SEC = 12 * 60 * 60

/** Gives a message back to its queue for a delivery after `afterSec` seconds, instead of after the whole visibility timeout.
 * A failure only means that it comes back later. */
export const createGiveBack = (
  signing: Signing,
  queueUrl: string,
  endpoint: string | undefined,
  log: Log,
) => {
  const call = createJsonCall(signing, {
    service: 'sqs',
    target: 'AmazonSQS',
    version: '1.0',
    endpoint: endpoint ?? defaultEndpoint('sqs', signing.region),
  })
  return async (receiptHandle: string, afterSec: number): Promise<void> => {
    const VisibilityTimeout = Math.min(MOST_SEC, Math.max(0, Math.round(afterSec)))
    try {
      await call('ChangeMessageVisibility', {
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout,
      })
    } catch (error) {
      log.warn('A message could not be given back early; it returns after its visibility timeout.', {
        afterSec,
        why: String(error),
      })
    }
  }
}
