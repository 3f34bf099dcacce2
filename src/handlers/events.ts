import { parseEnvelope } from '../aws/eventbridge.ts'
import { type BatchResponse, failuresOf, readRecords } from '../aws/sqs-records.ts'
import { composeWorker } from '../compose.ts'
import { announce } from '../flows/announce.ts'

/** EventBridge's events, by way of the events queue. Each record succeeds or fails by itself. */
export const handler = async (event: unknown): Promise<BatchResponse> => {
  const needs = composeWorker('events')
  const { clock, giveBack, log } = needs
  const read = readRecords(event).map(record => ({
    record,
    parsed: parseEnvelope(record.body, clock.nowMs()),
  }))

  const unreadable = read.flatMap(({ record, parsed }) => (parsed.ok ? [] : [{ record, why: parsed.why }]))
  for (const { record, why } of unreadable)
    if (record.received <= 1)
      log.error('An event could not be read; it goes to the dead-letter queue.', {
        messageId: record.messageId,
        why,
      })

  const readable = read.flatMap(({ record, parsed }) => (parsed.ok ? [{ record, event: parsed.event }] : []))
  const outcomes = await announce(
    needs,
    readable.map(r => r.event),
  )
  const again = readable.flatMap(({ record, event: { id } }) => {
    const outcome = outcomes.get(id)
    return outcome?.kind === 'done' ? [] : [{ record, afterSec: outcome?.afterSec ?? 0 }]
  })

  // What cannot be read will never be: it need not wait for its visibility timeout eight times.
  const failed = [...unreadable.map(({ record }) => ({ record, afterSec: 0 })), ...again]
  await Promise.all(failed.map(({ record, afterSec }) => giveBack(record.receiptHandle, afterSec)))
  return failuresOf(failed.map(({ record }) => record))
}
