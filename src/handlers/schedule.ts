import type { ScheduledEvent } from 'aws-lambda'
import { composeWorker } from '../compose.ts'
import { reconcile } from '../flows/reconcile/reconcile.ts'

/** Every five minutes: announces what AWS did not report, and settles open requests. */
export const handler = async (_event: ScheduledEvent): Promise<void> => {
  const needs = await composeWorker('schedule')
  try {
    await reconcile(needs)
  } finally {
    needs.metrics.flush()
  }
}
