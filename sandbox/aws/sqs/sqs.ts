import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import { withFault } from '../../kernel/with-fault.ts'
import { DEFAULT_ACCOUNT } from '../caller.ts'
import { type Input, parseInput, readText } from './action.ts'
import { SQS_ACTIONS } from './actions/index.ts'
import { createQueue } from './create-queue.ts'
import { SqsError } from './errors.ts'
import { createMoveTasks } from './move-tasks.ts'
import type { QueueSettings } from './new-message.ts'
import { type Queue, QueueSnapshotSchema } from './queue.ts'
import { redactResponseUrls } from './redact.ts'

export interface SqsOptions {
  clock: Clock
  faults: Faults
  timeline: Timeline
  region: string
  /** Where this endpoint is reached, for example `http://127.0.0.1:3210/sqs`. */
  url: () => string
  queues: readonly QueueSettings[]
}

export interface Sqs {
  /** The endpoint for real clients. */
  app: Hono<NodeEnv>
  queues: ReadonlyMap<string, Queue>
  /** Calls `listener` whenever anything has changed that a snapshot holds. */
  onChange(listener: () => void): () => void
  /** Every queue's messages, with their receipts, and what its deduplication remembers, as JSON. */
  snapshot(): unknown
  /** Takes up a snapshot; throws at what is none. Queues that are no longer deployed are left out. */
  restore(snapshot: unknown): void
}

const SnapshotSchema = v.strictObject({ queues: v.record(v.string(), QueueSnapshotSchema) })

const CONTENT_TYPE = 'application/x-amz-json-1.0'
const TARGET = /^AmazonSQS\.(\w+)$/

const createQueues = (options: SqsOptions): Map<string, Queue> => {
  const queues = new Map(
    options.queues.map(settings => {
      const url = `${options.url()}/${DEFAULT_ACCOUNT}/${settings.name}`
      const arn = `arn:aws:sqs:${options.region}:${DEFAULT_ACCOUNT}:${settings.name}`
      return [settings.name, createQueue(settings, url, arn, options.clock)]
    }),
  )
  for (const queue of queues.values()) {
    const deadLetters = queues.get(queue.settings.redrive?.deadLetterQueueName ?? '')
    if (deadLetters) queue.setDeadLetterQueue(deadLetters)
  }
  return queues
}

const writeError = (error: SqsError): Response =>
  new Response(JSON.stringify({ __type: `com.amazonaws.sqs#${error.type}`, message: error.message }), {
    status: 400,
    headers: {
      'content-type': CONTENT_TYPE,
      'x-amzn-requestid': randomUUID(),
      'x-amzn-query-error': `${error.queryCode};Sender`,
    },
  })

const writeFault = (code: string, message: string): Response =>
  new Response(JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message }), {
    status: /Throttl|ServiceUnavailable|Internal/.test(code) ? 503 : 400,
    headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': randomUUID() },
  })

/** AWS JSON 1.0, as the SDK speaks it since 2023. */
export const createSqs = (options: SqsOptions): Sqs => {
  const { clock, faults, timeline } = options
  const queues = createQueues(options)
  const moveTasks = createMoveTasks(queues, clock)
  const world = { clock, queues, account: DEFAULT_ACCOUNT, moveTasks, createdAtMs: clock.nowMs() }

  const act = async (name: string, input: Input): Promise<Response> => {
    const action = SQS_ACTIONS[name]
    const queueName = readText(input, 'QueueUrl')?.split('/').pop() ?? ''
    const record = (outcome: string) => {
      // An empty receive is no event worth telling: a client that polls would drown all others.
      if (name === 'ReceiveMessage' && outcome === 'ok') return
      timeline.record('sqs', `${name} ${queueName} -> ${outcome}`, {
        action: name,
        input: redactResponseUrls(input),
        outcome,
      })
    }
    try {
      if (!action) throw new SqsError('UnknownOperationException', `Unknown operation ${name}.`)
      const result = await action(input, world)
      record('ok')
      return new Response(JSON.stringify(result), {
        headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': randomUUID() },
      })
    } catch (error) {
      if (!(error instanceof SqsError)) throw error
      record(error.type)
      return writeError(error)
    }
  }

  const app = new Hono<NodeEnv>()
  app.post('*', async c => {
    const name = TARGET.exec(c.req.header('x-amz-target') ?? '')?.[1] ?? ''
    const body = await c.req.text()
    const outcome = await withFault(faults.take('sqs', name), clock, async () => {
      try {
        return await act(name, parseInput(body))
      } catch (error) {
        if (!(error instanceof SqsError)) throw error
        return writeError(error)
      }
    })
    if (outcome.kind === 'answered') return outcome.answer
    timeline.record('sqs', `${name} -> ${outcome.kind === 'cut' ? 'no answer' : outcome.fault.error}`, {})
    if (outcome.kind === 'cut') return cutConnection(c)
    const code = outcome.fault.error ?? 'InternalFailure'
    return writeFault(code, outcome.fault.message ?? code)
  })
  return {
    app,
    queues,
    onChange(listener) {
      const stops = [...queues.values()].map(queue => queue.onAnyChange(listener))
      return () => {
        for (const stop of stops) stop()
      }
    },
    snapshot: () => ({
      queues: Object.fromEntries([...queues].map(([name, queue]) => [name, queue.snapshot()])),
    }),
    restore(json) {
      const kept = v.parse(SnapshotSchema, json)
      for (const [name, queue] of queues) {
        const own = kept.queues[name]
        if (own) queue.restore(own)
      }
    },
  }
}
