import { randomUUID } from 'node:crypto'
import { DEFAULT_ACCOUNT } from '../aws/caller.ts'
import { toEventTime } from '../aws/envelope.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Runtime } from './runtime.ts'

/** EventBridge invokes asynchronously: a failure is tried again after one and after two minutes. */
const RETRY_DELAYS_MS = [60_000, 120_000]

export const createScheduledEvent = (nowMs: number, region: string, name: string) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: DEFAULT_ACCOUNT,
  time: toEventTime(nowMs),
  region,
  resources: [`arn:aws:events:${region}:${DEFAULT_ACCOUNT}:rule/${name}`],
  detail: {},
})

/** Runs a function at a rate, from one period after the start until the returned function is called. */
export const startSchedule = (
  runtime: Runtime,
  everyMs: number,
  clock: Clock,
  region: string,
): (() => void) => {
  let stopped = false
  const runNow = async () => {
    const event = createScheduledEvent(clock.nowMs(), region, runtime.deployed.name)
    let invocation = await runtime.invoke(event, 'ran on schedule')
    for (const delayMs of RETRY_DELAYS_MS) {
      if (invocation.ok) return
      await clock.sleep(delayMs)
      if (stopped) return
      invocation = await runtime.invoke(event, 'ran again after a failure')
    }
  }
  const repeat = async () => {
    while (!stopped) {
      await clock.sleep(everyMs)
      if (!stopped) void runNow()
    }
  }
  void repeat()
  return () => {
    stopped = true
  }
}
