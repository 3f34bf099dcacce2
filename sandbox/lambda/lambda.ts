import type { Deployment } from '../aws/deployment/deployment.ts'
import type { DeployedFunction } from '../aws/deployment/functions.ts'
import type { Queue } from '../aws/sqs/queue.ts'
import { buildBundles } from './build.ts'
import type { Handler } from './handler.ts'
import { loadHandler } from './load.ts'
import { type Poller, startPoller } from './poller.ts'
import { createRuntime, type Runtime, type RuntimeOptions } from './runtime.ts'
import { startSchedule } from './schedule.ts'

export interface LambdaOptions extends RuntimeOptions {
  deployment: Deployment
  /** By queue name. */
  queues: ReadonlyMap<string, Queue>
  environmentOf: (deployed: DeployedFunction) => Readonly<Record<string, string>>
  /** Each line that a function logs. */
  onLog: (functionName: string, line: string) => void
  /** Handlers that take the place of built bundles, by function name: for tests. */
  handlers?: Readonly<Record<string, Handler>>
  batchingWindowMs?: number
  /** Whether schedules run by themselves. */
  schedules: boolean
}

export interface Lambda {
  runtimes: ReadonlyMap<string, Runtime>
  /** The function behind the Function URL. */
  urlFunction: Runtime | undefined
  pollers: readonly Poller[]
  /** Whether a function runs or a poller holds messages. */
  isBusy(): boolean
  stop(): void
}

const loadAll = async (options: LambdaOptions): Promise<Map<string, Handler>> => {
  const { deployment, handlers } = options
  if (handlers) return new Map(Object.entries(handlers))
  const bundles = await buildBundles(deployment.functions)
  const loaded = new Map<string, Handler>()
  const failures: string[] = []
  for (const deployed of deployment.functions) {
    const bundle = bundles.find(({ functionName }) => functionName === deployed.name)
    if (!bundle) continue
    try {
      const environment = options.environmentOf(deployed)
      const onLog = (line: string) => options.onLog(deployed.name, line)
      loaded.set(deployed.name, loadHandler(deployed, bundle, { environment, onLog }))
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error))
    }
  }
  if (failures.length > 0) throw new Error(failures.join('\n'))
  return loaded
}

/** Builds and loads the functions, then connects them to their event sources. */
export const createLambda = async (options: LambdaOptions): Promise<Lambda> => {
  const { deployment, clock, region } = options
  const handlers = await loadAll(options)
  const runtimes = new Map(
    deployment.functions.flatMap(deployed => {
      const handler = handlers.get(deployed.name)
      return handler ? [[deployed.name, createRuntime(deployed, handler, options)] as const] : []
    }),
  )
  const all = [...runtimes.values()]
  const pollerOptions = {
    clock,
    region,
    ...(options.batchingWindowMs !== undefined && { batchingWindowMs: options.batchingWindowMs }),
  }
  const pollers = all.flatMap(runtime =>
    runtime.deployed.queueSources.flatMap(source => {
      const queue = options.queues.get(deployment.queues.get(source.queue)?.name ?? '')
      return queue ? [startPoller(queue, runtime, source, pollerOptions)] : []
    }),
  )
  const stopSchedules = options.schedules
    ? all.flatMap(runtime =>
        runtime.deployed.scheduleMs.map(everyMs => startSchedule(runtime, everyMs, clock, region)),
      )
    : []
  return {
    runtimes,
    urlFunction: all.find(runtime => runtime.deployed.hasUrl),
    pollers,
    isBusy: () => all.some(runtime => runtime.running() > 0) || pollers.some(poller => poller.isBusy()),
    stop() {
      for (const poller of pollers) poller.stop()
      for (const stop of stopSchedules) stop()
    },
  }
}
