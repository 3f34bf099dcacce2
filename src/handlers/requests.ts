import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { parseAsk } from '../aws/sqs/ask-message.ts'
import type { Unhandled } from '../aws/sqs/return-messages.ts'
import { failuresOf, type QueueRecord, readRecords } from '../aws/sqs/sqs-records.ts'
import { composeRequests } from '../compose-requests.ts'
import { RetryLater } from '../domain/retry-later.ts'
import { serveMessage } from '../flows/serve.ts'

/** What people asked in Slack, by way of the requests queue: in order for each image, so the first failure ends the batch. */
export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const needs = await composeRequests()
  const records = readRecords(event)
  try {
    for (const [at, record] of records.entries())
      if (!(await serveRecord(needs, record))) return failuresOf(records.slice(at))
    return failuresOf([])
  } finally {
    needs.metrics.flush()
  }
}

/** @returns whether it is done: served, or in the dead-letter queue */
const serveRecord = async (
  needs: Awaited<ReturnType<typeof composeRequests>>,
  record: QueueRecord,
): Promise<boolean> => {
  const unhandled = await tryToServe(needs, record)
  return !unhandled || (await needs.returnMessages([unhandled])).length === 0
}

const tryToServe = async (
  needs: Awaited<ReturnType<typeof composeRequests>>,
  record: QueueRecord,
): Promise<Unhandled | undefined> => {
  const parsed = parseAsk(record.body)
  if (!parsed.ok) return { record, kind: 'unparsable', why: parsed.why }
  try {
    const pause = await serveMessage(needs, parsed.ask)
    return pause && { record, kind: 'deferred', afterSec: pause.afterSec }
  } catch (error) {
    needs.log.warn('A request could not be served now; the queue keeps it.', {
      request: parsed.ask.key,
      why: String(error),
    })
    return { record, kind: 'failed', afterSec: error instanceof RetryLater ? error.afterSec : 0 }
  }
}
