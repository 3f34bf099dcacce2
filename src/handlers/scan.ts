import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { parseScanWork, type QueuedWork } from '../aws/sqs/scan-message.ts'
import { failuresOf, type QueueRecord, readRecords } from '../aws/sqs/sqs-records.ts'
import { composeWorker } from '../compose.ts'
import { endReading } from '../flows/readings/end-reading.ts'
import { readPlace } from '../flows/readings/read-place.ts'
import { scanPlace } from '../flows/reconcile/scan-place.ts'

/** One account and region for each message, by way of the queue of scans: it is scanned, or read for an answer. */
export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const needs = await composeWorker('scan')
  const failed: QueueRecord[] = []
  try {
    for (const record of readRecords(event)) if (!(await workOn(needs, record))) failed.push(record)
    return failuresOf(failed)
  } finally {
    needs.metrics.flush()
  }
}

/** @returns whether it is done; what can't be parsed is dropped, since the schedule asks again, and a reading ends without it */
const workOn = async (
  needs: Awaited<ReturnType<typeof composeWorker>>,
  record: QueueRecord,
): Promise<boolean> => {
  const parsed = parseScanWork(record.body)
  if (!parsed.ok) {
    needs.log.error('A message on the queue of scans was dropped: it can’t be read.', { why: parsed.why })
    return true
  }
  try {
    await serveWork(needs, parsed.work)
    return true
  } catch (error) {
    needs.log.error('A message on the queue of scans failed; the queue delivers it again.', {
      ...aboutOf(parsed.work),
      why: String(error),
    })
    return false
  }
}

const serveWork = (needs: Awaited<ReturnType<typeof composeWorker>>, work: QueuedWork): Promise<void> => {
  switch (work.kind) {
    case 'scan':
      return scanPlace(needs, work)
    case 'read':
      return readPlace(needs, work)
    case 'end-reading':
      return endReading(needs, work.reading)
  }
}

const aboutOf = (work: QueuedWork) =>
  work.kind === 'end-reading'
    ? { reading: work.reading }
    : { kind: work.kind, account: work.account, region: work.region }
