import type { Deployment } from '../aws/deployment/deployment.ts'
import type { DeployedFunction } from '../aws/deployment/functions.ts'
import type { Queue } from '../aws/sqs/queue.ts'
import { type Bundle, buildBundles } from './build.ts'
import type { Handler } from './handler.ts'
import { createInvocations, type Invocations } from './invocations.ts'
import { loadHandler } from './load.ts'
import { type Poller, startPoller } from './poller.ts'
import { createRuntime, type Runtime, type RuntimeOptions } from './runtime.ts'
import { startSchedule } from './schedule.ts'

export interface LambdaOptions extends Omit<RuntimeOptions, 'invocations'> {
  deployment: Deployment
  /** By queue name. */
  queues: ReadonlyMap<string, Queue>
  environmentOf: (deployed: DeployedFunction) => Readonly<Record<string, string>>
  /** Each line that a function logs. */
  onLog: (functionName: string, line: string) => void
  /** Handlers that take the place of built bundles, by function name: for tests. */
  handlers?: Readonly<Record<string, Handler>>
  /** Where the bundles come from; built from the sources when left out. */
  readBundles?: () => Promise<Bundle[]>
  batchingWindowMs?: number
  batchesAtOnce?: number
  /** Whether schedules run by themselves. */
  schedules: boolean
}

export interface Lambda {
  runtimes: ReadonlyMap<string, Runtime>
  /** The function behind the Function URL. */
  urlFunction: Runtime | undefined
  pollers: readonly Poller[]
  /** Middleware that has to come before every service that a function can reach. */
  guard: Invocations['guard']
  /** Whether a function runs or a poller holds messages. */
  isBusy(): boolean
  /** Whether a function runs, or could at this moment. */
  isRunning(): boolean
  /** Calls of functions that are not answered yet. */
  callsInFlight: Invocations['callsInFlight']
  stop(): void
}

type Loaders = Map<string, () => Handler>

const prepareAll = async (options: LambdaOptions, invocations: Invocations): Promise<Loaders> => {
  const { deployment, handlers } = options
  if (handlers) return new Map(Object.entries(handlers).map(([name, handler]) => [name, () => handler]))
  const bundles = await (options.readBundles?.() ?? buildBundles(deployment.functions))
  return new Map(
    deployment.functions.flatMap(deployed => {
      const bundle = bundles.find(({ functionName }) => functionName === deployed.name)
      if (!bundle) return []
      const environment = options.environmentOf(deployed)
      const onLog = (line: string) => options.onLog(deployed.name, line)
      const { nowMs } = options.clock
      const load = () => loadHandler(deployed, bundle, { environment, onLog, invocations, nowMs })
      return [[deployed.name, load] as const]
    }),
  )
}

/** Loads every function; a fault names all that do not load. */
const createRuntimes = (loaders: Loaders, options: LambdaOptions & RuntimeOptions): Map<string, Runtime> => {
  const runtimes = new Map<string, Runtime>()
  const failures: string[] = []
  for (const deployed of options.deployment.functions) {
    const load = loaders.get(deployed.name)
    if (!load) continue
    try {
      runtimes.set(deployed.name, createRuntime(deployed, load, options))
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error))
    }
  }
  if (failures.length > 0) throw new Error(failures.join('\n'))
  return runtimes
}

/** Builds and loads the functions, then connects them to their event sources. */
export const createLambda = async (options: LambdaOptions): Promise<Lambda> => {
  const { deployment, clock, region } = options
  const invocations = createInvocations()
  const loaders = await prepareAll(options, invocations)
  const runtimes = createRuntimes(loaders, { ...options, invocations })
  const all = [...runtimes.values()]
  const pollerOptions = {
    clock,
    region,
    ...(options.batchingWindowMs !== undefined && { batchingWindowMs: options.batchingWindowMs }),
    ...(options.batchesAtOnce !== undefined && { batchesAtOnce: options.batchesAtOnce }),
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
    guard: invocations.guard,
    callsInFlight: invocations.callsInFlight,
    isRunning: () => all.some(runtime => runtime.running() > 0) || pollers.some(poller => poller.hasWork()),
    isBusy: () => all.some(runtime => runtime.running() > 0) || pollers.some(poller => poller.isBusy()),
    stop() {
      for (const poller of pollers) poller.stop()
      for (const stop of stopSchedules) stop()
    },
  }
}
