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
    if (await serveRecord(needs, record)) continue
    needs.metrics.flush()
    return failuresOf(records.slice(at))
  }
  needs.metrics.flush()
  return failuresOf([])
}

/** @returns whether it is done with: served, or in the dead-letter queue */
const serveRecord = async (
  needs: ReturnType<typeof composeWorker>,
  record: QueueRecord,
): Promise<boolean> => {
  const parsed = parseAsk(record.body)
  if (!parsed.ok) return needs.returns.reject(record, parsed.why)
  try {
    await serve(needs, parsed.ask)
    return true
  } catch (error) {
    needs.log.warn('A request could not be served now; the queue keeps it.', {
      request: parsed.ask.key,
      why: String(error),
    })
    return needs.returns.retry(record, error instanceof Later ? error.afterSec : 0)
  }
}
