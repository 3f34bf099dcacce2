import { createSystemClock } from '../../sandbox/kernel/clock.ts'
import { parseFailures, toQueueEvent } from '../../sandbox/lambda/records.ts'
import type { StartFleet } from '../../sandbox/start-fleet.ts'
import type { World } from '../../sandbox/world.ts'
import { createFleets } from '../../src/aws/ledger/fleets.ts'
import { createPlaces } from '../../src/aws/ledger/places.ts'
import type { FleetScans, Places } from '../../src/ports.ts'
import type { Bundles } from './bundles.ts'
import { documentClient } from './document-client.ts'
import { createEnvironments, type Invocation } from './environments.ts'
import { createWorldWith, worldEnvironment } from './world-environment.ts'

/** `memorySize` of each in serverless.yml. */
const MEMORY_MB = { schedule: 512, scan: 256 } as const

/** The sandbox, with the packaged `schedule` and `scan` in a process of their own each. */
export interface ScansWorld {
  world: World
  /** The ledger of the two. */
  ledger: FleetScans & Places
  nowMs(): number
  /** The schedule runs after so long, and every scan that it asked for. @returns the scans, in their order */
  run(afterMs: number): Promise<readonly Invocation[]>
  /** The largest resident set of each so far. */
  peakBytes(): Readonly<Record<keyof typeof MEMORY_MB, number>>
  close(): Promise<void>
}

/** The machine's time, which can be moved on. */
const createClockAhead = () => {
  const machine = createSystemClock()
  let aheadMs = 0
  return {
    nowMs: () => machine.nowMs() + aheadMs,
    sleep: machine.sleep,
    moveOn(ms: number) {
      aheadMs += ms
    },
  }
}

const peakOf = (invocations: readonly Invocation[]): number =>
  Math.max(...invocations.map(({ maxRssBytes }) => maxRssBytes))

export const startScansWorld = async (
  bundles: Bundles,
  config: string,
  fleet: StartFleet,
): Promise<ScansWorld> => {
  const clock = createClockAhead()
  const world = await createWorldWith(config, { port: 0, clock, fleet, schedules: false, handlers: {} })
  const start = (name: keyof typeof MEMORY_MB) =>
    createEnvironments(
      bundles[`${name}OnGivenTime`].file,
      MEMORY_MB[name],
      () => worldEnvironment(world, name, config),
      clock.nowMs,
      1,
    )
  const schedule = start('schedule')
  const scan = start('scan')
  const table = documentClient(worldEnvironment(world, 'scan', config))
  const queue = world.sqs.queues.get(world.deployment.queues.get('ScansQueue')?.name ?? '')
  if (!queue) throw new Error('Expected serverless.yml to have a queue of scans.')

  /** One after another, as one of the functions that work on the queue. */
  const deliverAll = async (): Promise<void> => {
    for (let messages = queue.receive(1); messages.length > 0; messages = queue.receive(1)) {
      const result = await scan.invoke(toQueueEvent(messages, queue, 'us-east-1'), {})
      if (parseFailures(result, messages)?.size !== 0)
        throw new Error(`Expected the scan to succeed: ${messages[0]?.body}`)
      for (const { receiptHandle = '' } of messages) queue.delete(receiptHandle)
    }
  }

  return {
    world,
    ledger: { ...createFleets(table), ...createPlaces(table) },
    nowMs: clock.nowMs,
    async run(afterMs) {
      clock.moveOn(afterMs)
      const first = scan.invocations.length
      await schedule.invoke({}, {})
      await deliverAll()
      return scan.invocations.slice(first)
    },
    peakBytes: () => ({ schedule: peakOf(schedule.invocations), scan: peakOf(scan.invocations) }),
    async close() {
      schedule.close()
      scan.close()
      await world.close()
    },
  }
}
