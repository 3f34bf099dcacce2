import type { Moment } from '../../../sandbox/kernel/moment.ts'
import type { LambdaContext } from '../../../sandbox/lambda/handler.ts'
import { createWorld, type World } from '../../../sandbox/world.ts'
import type { WorldOptions } from '../../../sandbox/world-options.ts'

// The SDK's word about this machine's Node would stand between the results.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

/** A queue event as far as the tests' handlers read it. */
export interface QueueEvent {
  Records: {
    messageId: string
    body: string
    eventSource: string
    eventSourceARN: string
    attributes: Record<string, string>
    messageAttributes: Record<string, { stringValue?: string; dataType: string }>
  }[]
}

/** A handler that keeps what it was given, and answers what `answer` says. */
export const createRecorder = (
  answer: (event: QueueEvent, context: LambdaContext) => unknown = () => undefined,
) => {
  const events: QueueEvent[] = []
  const contexts: LambdaContext[] = []
  return {
    events,
    contexts,
    bodies: () => events.map(event => event.Records.map(record => record.body)),
    handler: (event: unknown, context: LambdaContext) => {
      const typed = event as QueueEvent
      events.push(typed)
      contexts.push(context)
      return answer(typed, context)
    },
  }
}

/** A world whose functions are given, with no images at the start and no waiting for full batches. */
export const startWorld = (options: Partial<WorldOptions> = {}): Promise<World> =>
  createWorld({
    port: 0,
    fleet: 'empty',
    eventDelayMs: 1,
    settleMs: 1,
    batchingWindowMs: 0,
    schedules: false,
    handlers: {},
    ...options,
  })

export interface Answer {
  status: number
  json: unknown
}

const read = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  try {
    return { status: response.status, json: JSON.parse(text) }
  } catch {
    return { status: response.status, json: text }
  }
}

export const get = async (world: World, path: string): Promise<Answer> => read(await fetch(world.url + path))

export const post = async (world: World, path: string, body: unknown = {}): Promise<Answer> =>
  read(await fetch(world.url + path, { method: 'POST', body: JSON.stringify(body) }))

export const titlesOf = (world: World, service: Moment['service']): string[] =>
  world.timeline
    .recent()
    .filter(moment => moment.service === service)
    .map(moment => moment.title)
