import { parseAsk } from '../aws/ask-message.ts'
import { type BatchResponse, failuresOf, type QueueRecord, readRecords } from '../aws/sqs-records.ts'
import { composeWorker } from '../compose.ts'
import { Later } from '../domain/later.ts'
import { serve } from '../flows/serve.ts'

/** What people asked in Slack, by way of the requests queue: in order for each image, so the first failure ends the batch. */
export const handler = async (event: unknown): Promise<BatchResponse> => {
  const needs = composeWorker('requests')
  const records = readRecords(event)
  for (const [at, record] of records.entries()) {
    const afterSec = await serveRecord(needs, record)
    if (afterSec === undefined) continue
    await needs.giveBack(record.receiptHandle, afterSec)
    needs.metrics.flush()
    return failuresOf(records.slice(at))
  }
  needs.metrics.flush()
  return failuresOf([])
}

/** @returns the seconds after which to deliver it again, or undefined when it is served */
const serveRecord = async (
  needs: ReturnType<typeof composeWorker>,
  { body, messageId, received }: QueueRecord,
): Promise<number | undefined> => {
  const parsed = parseAsk(body)
  if (!parsed.ok) {
    if (received <= 1)
      needs.log.error('A request could not be read; it goes to the dead-letter queue.', {
        messageId,
        why: parsed.why,
      })
    return 0
  }
  try {
    await serve(needs, parsed.ask)
    return undefined
  } catch (error) {
    const afterSec = error instanceof Later ? error.afterSec : 2 ** Math.min(received, 6)
    needs.log.warn('A request could not be served now; the queue keeps it.', {
      request: parsed.ask.key,
      why: String(error),
      afterSec,
    })
    return afterSec
  }
}
