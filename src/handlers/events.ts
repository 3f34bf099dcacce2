import { parseMessage } from '../aws/bus-message.ts'
import { type BatchResponse, failuresOf, type QueueRecord, readRecords } from '../aws/sqs-records.ts'
import { composeWorker } from '../compose.ts'
import { announce, type Outcome } from '../flows/announce.ts'
import { attribute } from '../flows/attribute.ts'
import { noteTold } from '../flows/note-told.ts'

/** EventBridge's events, by way of the events queue. Each record succeeds or fails by itself. */
export const handler = async (event: unknown): Promise<BatchResponse> => {
  const needs = composeWorker('events')
  const { clock, returns, metrics } = needs
  const read = readRecords(event).map(record => ({
    record,
    parsed: parseMessage(record.body, clock.nowMs()),
  }))
  const events = read.flatMap(({ record, parsed }) =>
    parsed.kind === 'event' ? [{ record, news: parsed.event }] : [],
  )
  const calls = read.flatMap(({ record, parsed }) =>
    parsed.kind === 'call' ? [{ record, news: parsed.call }] : [],
  )
  // Who did it has time: what happened is announced first.
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

  const returned = [
    ...read.flatMap(({ record, parsed }) =>
      parsed.kind === 'unreadable' ? [{ record, left: returns.reject(record, parsed.why) }] : [],
    ),
    ...[...events, ...calls].flatMap(({ record, news: { id } }) => {
      const outcome = told.get(id) ?? named.get(id)
      return outcome?.kind === 'done' ? [] : [{ record, left: comeAgain(needs, record, outcome) }]
    }),
  ]
  const stays: QueueRecord[] = []
  for (const { record, left } of returned) if (!(await left)) stays.push(record)
  metrics.flush()
  return failuresOf(stays)
}

/** @returns whether it left its queue */
const comeAgain = (
  { returns }: ReturnType<typeof composeWorker>,
  record: QueueRecord,
  outcome: Exclude<Outcome, { kind: 'done' }> | undefined,
): Promise<boolean> =>
  outcome?.isPlanned ? returns.defer(record, outcome.afterSec) : returns.retry(record, outcome?.afterSec ?? 0)
