import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { parseMessage } from '../aws/events/bus-message.ts'
import type { Unhandled } from '../aws/sqs/return-messages.ts'
import { failuresOf, readRecords } from '../aws/sqs/sqs-records.ts'
import { composeWorker } from '../compose.ts'
import type { Outcome } from '../flows/announce/announce.ts'
import { refreshHomes } from '../flows/home/refresh-homes.ts'
import { receive } from '../flows/receive.ts'

/** EventBridge's events, by way of the events queue. Each record succeeds or fails by itself. */
export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const needs = await composeWorker('events')
  try {
    return await receiveBatch(needs, event)
  } finally {
    needs.metrics.flush()
  }
}

const receiveBatch = async (
  needs: Awaited<ReturnType<typeof composeWorker>>,
  event: SQSEvent,
): Promise<SQSBatchResponse> => {
  const { clock, returnMessages } = needs
  const read = readRecords(event).map(record => ({
    record,
    parsed: parseMessage(record.body, clock.nowMs(), record.isSentByRole),
  }))
  const events = read.flatMap(({ record, parsed }) =>
    parsed.kind === 'event' ? [{ record, news: parsed.event }] : [],
  )
  const calls = read.flatMap(({ record, parsed }) =>
    parsed.kind === 'call' ? [{ record, news: parsed.call }] : [],
  )
  const aliasNews = read.flatMap(({ record, parsed }) =>
    parsed.kind === 'alias' ? [{ record, news: parsed.news }] : [],
  )
  const scanNews = read.flatMap(({ record, parsed }) =>
    parsed.kind === 'scan' ? [{ record, news: parsed.news }] : [],
  )
  const outcomes = await receive(
    needs,
    events.map(({ news }) => news),
    calls.map(({ news }) => news),
    read.flatMap(({ parsed }) => (parsed.kind === 'look' ? [parsed.image] : [])),
    aliasNews.map(({ news }) => news),
    scanNews.map(({ news }) => news),
  )
  const stay = await returnMessages([
    ...read.flatMap(({ record, parsed }): Unhandled[] =>
      parsed.kind === 'unreadable' ? [{ record, kind: 'unparsable', why: parsed.why }] : [],
    ),
    ...[...events, ...calls, ...aliasNews, ...scanNews].flatMap(({ record, news: { id } }): Unhandled[] => {
      const outcome = outcomes.get(id)
      return outcome?.kind === 'done' ? [] : [{ record, ...comesAgain(outcome) }]
    }),
  ])
  if (read.some(({ parsed }) => parsed.kind === 'refresh-homes')) await refreshHomes(needs)
  return failuresOf(stay)
}

const comesAgain = (outcome: Exclude<Outcome, { kind: 'done' }> | undefined) => ({
  kind: outcome?.isPlanned || outcome?.room === 'taking' ? ('deferred' as const) : ('failed' as const),
  afterSec: outcome?.afterSec ?? 0,
  isRateLimited: outcome?.room === 'full',
})
