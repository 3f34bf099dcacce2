import { Hono } from 'hono'
import type { Deployment } from '../aws/deployment/deployment.ts'
import type { Message } from '../aws/sqs/message.ts'
import type { Queue } from '../aws/sqs/queue.ts'
import { redactResponseUrls } from '../aws/sqs/redact.ts'
import type { Clock } from '../kernel/clock.ts'

const describeQueue = (queue: Queue, queues: readonly Queue[], deployment: Deployment, nowMs: number) => {
  const { name, fifo, redrive } = queue.settings
  const messages = queue.messages()
  const later = messages.filter(message => message.visibleAtMs > nowMs)
  const sentAtMs = messages.map(message => message.sentAtMs)
  return {
    name,
    fifo,
    visible: messages.length - later.length,
    inFlight: later.filter(message => message.receiveCount > 0).length,
    delayed: later.filter(message => message.receiveCount === 0).length,
    oldestAgeMs: sentAtMs.length > 0 ? nowMs - Math.min(...sentAtMs) : 0,
    /** Those whose messages end here when they were received too often. */
    deadLettersOf: queues
      .filter(({ settings }) => settings.redrive?.deadLetterQueueName === name)
      .map(({ settings }) => settings.name),
    /** What puts messages in by itself, and who is handed them. */
    rules: deployment.rules
      .filter(rule => rule.enabled && rule.targetQueueNames.includes(name))
      .map(rule => ({ name: rule.name, pattern: rule.pattern })),
    functions: deployment.functions
      .filter(({ queueSources }) =>
        queueSources.some(source => deployment.queues.get(source.queue)?.name === name),
      )
      .map(deployed => deployed.name),
    ...(redrive && { maxReceiveCount: redrive.maxReceiveCount }),
  }
}

const parseBody = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

const describeMessage = (message: Message) => ({
  messageId: message.id,
  sentAtMs: message.sentAtMs,
  visibleAtMs: message.visibleAtMs,
  receiveCount: message.receiveCount,
  ...(message.groupId !== undefined && { groupId: message.groupId }),
  body: redactResponseUrls(parseBody(message.body)),
})

/** More than that nobody reads. */
const MESSAGES_AT_MOST = 100

/** What waits in the queues: a look that, unlike a receive, changes nothing. */
export const createQueueRoutes = (
  queues: ReadonlyMap<string, Queue>,
  deployment: Deployment,
  clock: Clock,
): Hono => {
  const app = new Hono()
  app.get('/', c => {
    const all = [...queues.values()]
    return c.json(all.map(queue => describeQueue(queue, all, deployment, clock.nowMs())))
  })
  app.get('/:name/messages', c => {
    const queue = queues.get(c.req.param('name'))
    if (!queue) return c.json({ error: 'not_found', message: 'There is no such queue.' }, 404)
    return c.json(queue.messages().slice(0, MESSAGES_AT_MOST).map(describeMessage))
  })
  return app
}
