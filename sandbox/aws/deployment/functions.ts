import * as v from 'valibot'
import { resourceOf } from './resolve.ts'

/** A queue whose messages a function is given. */
export interface QueueSource {
  /** The queue's logical id. */
  queue: string
  batchSize: number
  batchingWindowSec: number
  maximumConcurrency?: number
  reportsBatchItemFailures: boolean
}

export interface DeployedFunction {
  name: string
  /** The module without its extension, and the name it exports. */
  module: string
  exportName: string
  timeoutSec: number
  memoryMb: number
  reservedConcurrency?: number
  hasUrl: boolean
  environment: Readonly<Record<string, unknown>>
  queueSources: QueueSource[]
  scheduleMs: number[]
}

const QueueEvent = v.object({
  sqs: v.object({
    arn: v.unknown(),
    batchSize: v.optional(v.number(), 10),
    maximumBatchingWindow: v.optional(v.number(), 0),
    maximumConcurrency: v.optional(v.number()),
    functionResponseType: v.optional(v.string()),
  }),
})

const ScheduleEvent = v.object({
  schedule: v.union([v.string(), v.object({ rate: v.union([v.string(), v.array(v.string())]) })]),
})

const FunctionSchema = v.object({
  handler: v.string(),
  timeout: v.optional(v.number(), 6),
  memorySize: v.optional(v.number(), 1_024),
  // A setting that depends on a condition of the stack is off, as in a stack deployed with the defaults.
  reservedConcurrency: v.fallback(v.optional(v.number()), undefined),
  url: v.optional(v.unknown()),
  environment: v.optional(v.record(v.string(), v.unknown()), {}),
  events: v.optional(v.array(v.unknown()), []),
})

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

const parseRateMs = (rate: string): number => {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(rate) ?? []
  const unitMs = UNIT_MS[unit ?? '']
  if (unitMs === undefined) throw new Error(`Expected a schedule such as rate(5 minutes), got ${rate}.`)
  return Number(count) * unitMs
}

const readQueueSource = (event: unknown): QueueSource[] => {
  const parsed = v.safeParse(QueueEvent, event)
  if (!parsed.success) return []
  const { arn, batchSize, maximumBatchingWindow, maximumConcurrency, functionResponseType } =
    parsed.output.sqs
  return [
    {
      queue: resourceOf(arn) ?? String(arn),
      batchSize,
      batchingWindowSec: maximumBatchingWindow,
      ...(maximumConcurrency !== undefined && { maximumConcurrency }),
      reportsBatchItemFailures: functionResponseType === 'ReportBatchItemFailures',
    },
  ]
}

const readSchedule = (event: unknown): number[] => {
  const parsed = v.safeParse(ScheduleEvent, event)
  if (!parsed.success) return []
  const { schedule } = parsed.output
  return [typeof schedule === 'string' ? schedule : schedule.rate].flat().map(parseRateMs)
}

/** One function of `serverless.yml`, with the provider's defaults behind its own settings. */
export const readFunction = (
  name: string,
  declared: unknown,
  provider: { memorySize?: unknown; timeout?: unknown; environment?: unknown },
): DeployedFunction => {
  const own = typeof declared === 'object' && declared !== null ? declared : {}
  const defaults = Object.fromEntries(
    Object.entries({ memorySize: provider.memorySize, timeout: provider.timeout }).filter(
      ([, value]) => value !== undefined,
    ),
  )
  const parsed = v.parse(FunctionSchema, { ...defaults, ...own })
  const dot = parsed.handler.lastIndexOf('.')
  const shared = typeof provider.environment === 'object' ? provider.environment : {}
  return {
    name,
    module: parsed.handler.slice(0, dot),
    exportName: parsed.handler.slice(dot + 1),
    timeoutSec: parsed.timeout,
    memoryMb: parsed.memorySize,
    ...(parsed.reservedConcurrency !== undefined && { reservedConcurrency: parsed.reservedConcurrency }),
    hasUrl: Boolean(parsed.url),
    environment: { ...shared, ...parsed.environment },
    queueSources: parsed.events.flatMap(readQueueSource),
    scheduleMs: parsed.events.flatMap(readSchedule),
  }
}
