import { parseMessage } from '../aws/bus-message.ts'
import { type BatchResponse, failuresOf, readRecords } from '../aws/sqs-records.ts'
import { composeWorker } from '../compose.ts'
import { announce } from '../flows/announce.ts'
import { attribute } from '../flows/attribute.ts'
import { noteTold } from '../flows/note-told.ts'

/** EventBridge's events, by way of the events queue. Each record succeeds or fails by itself. */
export const handler = async (event: unknown): Promise<BatchResponse> => {
  const needs = composeWorker('events')
  const { clock, giveBack, log, metrics } = needs
  const read = readRecords(event).map(record => ({
    record,
    parsed: parseMessage(record.body, clock.nowMs()),
  }))

  const unreadable = read.flatMap(({ record, parsed }) =>
    parsed.kind === 'unreadable' ? [{ record, why: parsed.why }] : [],
  )
  for (const { record, why } of unreadable)
    if (record.received <= 1)
      log.error('An event could not be read; it goes to the dead-letter queue.', {
        messageId: record.messageId,
        why,
      })

  const events = read.flatMap(({ record, parsed }) =>
    parsed.kind === 'event' ? [{ record, news: parsed.event }] : [],
  )
  const calls = read.flatMap(({ record, parsed }) =>
    parsed.kind === 'call' ? [{ record, news: parsed.call }] : [],
  )
  // Who did it has time: what happened is told first.
  const told = await announce(
    needs,
    events.map(({ news }) => news),
  )
  await noteTold(
    needs,
    events.map(({ news }) => news),
    told,
  )
  const named = await attribute(
    needs,
    calls.map(({ news }) => news),
  )
  const again = [...events, ...calls].flatMap(({ record, news: { id } }) => {
    const outcome = told.get(id) ?? named.get(id)
    return outcome?.kind === 'done' ? [] : [{ record, afterSec: outcome?.afterSec ?? 0 }]
  })

  // What cannot be read will never be: it need not wait for its visibility timeout eight times.
  const failed = [...unreadable.map(({ record }) => ({ record, afterSec: 0 })), ...again]
  await Promise.all(failed.map(({ record, afterSec }) => giveBack(record.receiptHandle, afterSec)))
  metrics.flush()
  return failuresOf(failed.map(({ record }) => record))
}
