import type { ScheduledEvent } from 'aws-lambda'
import { composeWorker } from '../compose.ts'
import { reconcile } from '../flows/reconcile/reconcile.ts'

/** Every five minutes: asks for scans of all accounts and regions, and settles what is open. */
export const handler = async (_event: ScheduledEvent): Promise<void> => {
  const needs = await composeWorker('schedule')
  try {
    await reconcile(needs)
  } finally {
    needs.metrics.flush()
  }
}
