import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { parseScanWork } from '../aws/sqs/scan-message.ts'
import { failuresOf, type QueueRecord, readRecords } from '../aws/sqs/sqs-records.ts'
import { composeWorker } from '../compose.ts'
import { scanPlace } from '../flows/reconcile/scan-place.ts'

/** One account and region for each message, by way of the queue of scans. */
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

/** @returns whether it is done; what can't be parsed is dropped, since the schedule asks again */
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
    await scanPlace(needs, parsed.work)
    return true
  } catch (error) {
    const { account, region } = parsed.work
    needs.log.error('A place could not be scanned; the queue delivers its message again.', {
      account,
      region,
      why: String(error),
    })
    return false
  }
}
