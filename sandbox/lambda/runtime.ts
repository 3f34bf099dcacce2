import { randomUUID } from 'node:crypto'
import { DEFAULT_ACCOUNT } from '../aws/caller.ts'
import type { DeployedFunction } from '../aws/deployment/functions.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Fault, Faults } from '../kernel/faults.ts'
import type { Timeline } from '../kernel/timeline.ts'
import { withFault } from '../kernel/with-fault.ts'
import { describeEvent } from './describe-event.ts'
import type { Handler, LambdaContext } from './handler.ts'
import type { Death, Invocations } from './invocations.ts'

/** The outcome of an invocation; a function that throws, times out or dies has failed. */
type Invocation =
  | { ok: true; result: unknown }
  | { ok: false; errorType: string; errorMessage: string; stack?: string[] }

export interface Runtime {
  readonly deployed: DeployedFunction
  /** `about` says in a few words what the event is, for the timeline. */
  invoke(event: unknown, about: string): Promise<Invocation>
  /** Invocations that have not ended. */
  running(): number
  /** Whether one more would be throttled by the reserved concurrency. */
  isFull(): boolean
}

export interface RuntimeOptions {
  clock: Clock
  faults: Faults
  timeline: Timeline
  region: string
  invocations: Invocations
  /** The line that Lambda itself logs about an invocation that failed. */
  onFailure: (functionName: string, line: string) => void
}

const createContext = (deployed: DeployedFunction, { clock, region }: RuntimeOptions): LambdaContext => {
  const endsAtMs = clock.nowMs() + deployed.timeoutSec * 1_000
  const functionName = `amiops-sandbox-${deployed.name}`
  const today = new Date(clock.nowMs()).toISOString().slice(0, 10).replaceAll('-', '/')
  return {
    awsRequestId: randomUUID(),
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${region}:${DEFAULT_ACCOUNT}:function:${functionName}`,
    memoryLimitInMB: String(deployed.memoryMb),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: `${today}/[$LATEST]${'0'.repeat(32)}`,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(endsAtMs - clock.nowMs(), 0),
  }
}

/** By shape, not by class: a bundle may bring errors of another realm. */
const toFailure = (error: unknown): Invocation => {
  const shaped = typeof error === 'object' && error !== null ? error : {}
  const errorType = 'name' in shaped && typeof shaped.name === 'string' ? shaped.name : 'Error'
  const errorMessage = 'message' in shaped ? String(shaped.message) : String(error)
  const stack = 'stack' in shaped ? String(shaped.stack).split('\n').slice(1) : []
  return { ok: false, errorType, errorMessage, stack }
}

const run = async (handler: Handler, event: unknown, context: LambdaContext): Promise<Invocation> => {
  try {
    // What crosses into a function is JSON, never a shared object.
    return { ok: true, result: await handler(JSON.parse(JSON.stringify(event)), context) }
  } catch (error) {
    return toFailure(error)
  }
}

const toDeath = (fault: Fault | undefined): Death | undefined =>
  fault?.killAtCall === undefined
    ? undefined
    : { atCall: fault.killAtCall, afterEffect: fault.afterEffect ?? false }

const EXITED: Invocation = {
  ok: false,
  errorType: 'Runtime.ExitError',
  errorMessage: 'Runtime exited without providing a reason',
}

/** `load` gives a fresh handler: it is called again once an invocation has died and taken its process along. */
export const createRuntime = (
  deployed: DeployedFunction,
  load: () => Handler,
  options: RuntimeOptions,
): Runtime => {
  const { clock, faults, timeline, invocations } = options
  let handler = load()
  let running = 0

  /** Replaces an environment that died: only its memory is lost. */
  const replaceDead = (id: string) => {
    invocations.bury(id)
    handler = load()
  }

  const execute = async (event: unknown, context: LambdaContext, fault: Fault | undefined) => {
    const id = context.awsRequestId
    const death = toDeath(fault)
    const limit = new AbortController()
    const timedOut = clock
      .sleep(deployed.timeoutSec * 1_000, { signal: limit.signal })
      .then(() => 'timed out' as const)
    const ending = await Promise.race([
      invocations.run(id, death, () => run(handler, event, context)),
      timedOut,
    ])
    limit.abort()
    if (ending === 'timed out') {
      replaceDead(id)
      return {
        ok: false,
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${id} Error: Task timed out after ${deployed.timeoutSec.toFixed(2)} seconds`,
      } as const
    }
    if (ending.kind === 'returned') return ending.result
    replaceDead(id)
    timeline.record('lambda', `${deployed.name} killed at its call to ${ending.atCall}`, { id, ...death })
    return EXITED
  }

  const invoke = async (event: unknown, context: LambdaContext): Promise<Invocation> => {
    const fault = faults.take('lambda', deployed.name)
    const outcome = await withFault(fault, clock, () => execute(event, context, fault))
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'cut') return EXITED
    const errorType = outcome.fault.error ?? 'Error'
    return { ok: false, errorType, errorMessage: outcome.fault.message ?? errorType }
  }

  return {
    deployed,
    async invoke(event, about) {
      running += 1
      const startedAtMs = clock.nowMs()
      const context = createContext(deployed, options)
      try {
        const invocation = await invoke(event, context)
        const tookMs = clock.nowMs() - startedAtMs
        const outcome = invocation.ok ? 'ok' : `${invocation.errorType}: ${invocation.errorMessage}`
        if (!invocation.ok) {
          options.onFailure(
            deployed.name,
            JSON.stringify({ level: 'ERROR', message: 'Invoke Error', ...invocation }),
          )
        }
        const detail = { event: describeEvent(event), ...invocation }
        const title = `${deployed.name} ${about} -> ${outcome} in ${tookMs} ms`
        timeline.record('lambda', title, detail, startedAtMs + tookMs, context.awsRequestId)
        return invocation
      } finally {
        running -= 1
      }
    },
    running: () => running,
    isFull: () => deployed.reservedConcurrency !== undefined && running >= deployed.reservedConcurrency,
  }
}
