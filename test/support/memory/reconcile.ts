import type { ScanWork } from '../../../src/domain/scan-work.ts'
import * as flow from '../../../src/flows/reconcile/reconcile.ts'
import { scanPlace } from '../../../src/flows/reconcile/scan-place.ts'
import type { Clock } from '../../../src/ports.ts'

type Needs = Parameters<typeof flow.reconcile>[0]

/** The messages on the queue of scans, for each world by its clock. */
const waiting = new WeakMap<Clock, ScanWork[]>()

/** A run of the schedule, then the scans that it asked for, one after another. One that throws is delivered again with the next run. */
export const reconcile = async (needs: Needs): Promise<void> => {
  const messages = waiting.get(needs.clock) ?? []
  waiting.set(needs.clock, messages)
  const scan: Needs['queues']['scan'] = async (places, askedAtMs) => {
    await needs.queues.scan(places, askedAtMs)
    messages.push(
      ...places.map(({ account, region }) => ({ kind: 'scan' as const, account, region, askedAtMs })),
    )
  }
  await flow.reconcile({ ...needs, queues: { ...needs.queues, scan } })
  for (const work of messages.splice(0)) await scanPlace(needs, work).catch(() => void messages.push(work))
}
