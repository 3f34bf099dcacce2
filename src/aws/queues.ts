import * as v from 'valibot'
import type { Ask } from '../domain/ask.ts'
import type { DeadLetter, QueueName } from '../domain/health.ts'
import { imageKey } from '../domain/image.ts'
import type { Queues } from '../ports.ts'
import { parseAsk } from './ask-message.ts'
import { parseMessage } from './bus-message.ts'
import { createJsonCall, defaultEndpoint, type Signing } from './json-call.ts'

const count = v.optional(v.pipe(v.string(), v.transform(Number)), '0')
const ATTRIBUTES = v.object({
  Attributes: v.object({
    ApproximateNumberOfMessages: count,
    ApproximateNumberOfMessagesNotVisible: count,
    ApproximateNumberOfMessagesDelayed: count,
  }),
})
const text = v.object({ StringValue: v.optional(v.string(), '') })
const MESSAGES = v.object({
  Messages: v.optional(
    v.array(
      v.object({
        Body: v.string(),
        MessageAttributes: v.optional(
          v.object({ ERROR_CODE: v.optional(text), ERROR_MESSAGE: v.optional(text) }),
          {},
        ),
      }),
    ),
    [],
  ),
})

/** Looking at a letter hides it for so long; where nobody reads the queue, nobody misses it. */
const PEEK_SEC = 1

/** How the queues are, by SQS's own count; a queue whose address is not known is said to be so. */
export const createQueues = (
  signing: Signing,
  urls: Readonly<Partial<Record<QueueName, string>>>,
  endpoint: string | undefined,
  nowMs: () => number,
): Queues => {
  const call = createJsonCall(signing, {
    service: 'sqs',
    target: 'AmazonSQS',
    version: '1.0',
    endpoint: endpoint ?? defaultEndpoint('sqs', signing.region),
  })
  return {
    async depth(queue) {
      const QueueUrl = urls[queue]
      if (QueueUrl === undefined)
        return { kind: 'unknown', why: 'its address was not given to this function' }
      try {
        const AttributeNames = Object.keys(ATTRIBUTES.entries.Attributes.entries)
        const answer = await call('GetQueueAttributes', { QueueUrl, AttributeNames })
        const { Attributes } = v.parse(ATTRIBUTES, answer)
        return {
          kind: 'known',
          waiting: Attributes.ApproximateNumberOfMessages,
          underWay: Attributes.ApproximateNumberOfMessagesNotVisible,
          delayed: Attributes.ApproximateNumberOfMessagesDelayed,
        }
      } catch (error) {
        return { kind: 'unknown', why: error instanceof Error ? error.message : 'SQS could not be asked' }
      }
    },

    async peek(queue) {
      const QueueUrl = urls[queue]
      if (QueueUrl === undefined) return undefined
      const answer = await call('ReceiveMessage', {
        QueueUrl,
        MaxNumberOfMessages: 1,
        VisibilityTimeout: PEEK_SEC,
        WaitTimeSeconds: 0,
        MessageAttributeNames: ['ERROR_CODE', 'ERROR_MESSAGE'],
      })
      const [letter] = v.parse(MESSAGES, answer).Messages
      if (!letter) return undefined
      const { ERROR_CODE, ERROR_MESSAGE } = letter.MessageAttributes
      const { about, why } =
        queue === 'events dead letters' ? eventLetter(letter.Body, nowMs()) : requestLetter(letter.Body)
      const undelivered = [ERROR_CODE?.StringValue, ERROR_MESSAGE?.StringValue].filter(Boolean).join(': ')
      return { about, why: undelivered ? `EventBridge could not deliver it: ${undelivered}` : why }
    },
  }
}

const TRIED = 'it was tried as often as its queue allows'

const eventLetter = (body: string, nowMs: number): DeadLetter => {
  const parsed = parseMessage(body, nowMs)
  if (parsed.kind === 'event')
    return { about: `${parsed.event.state} of ${imageKey(parsed.event)}`, why: TRIED }
  return parsed.kind === 'call'
    ? { about: 'a call that CloudTrail told of', why: TRIED }
    : { about: 'an event that cannot be read', why: parsed.why }
}

const requestLetter = (body: string): DeadLetter => {
  const parsed = parseAsk(body)
  if (!parsed.ok) return { about: 'a request that cannot be read', why: parsed.why }
  const { ask } = parsed
  const about = wordsOf(ask)
  return { about, why: TRIED }
}

const wordsOf = (ask: Ask): string => {
  switch (ask.kind) {
    case 'command':
      return 'a command'
    case 'change':
      return `${ask.action} of ${imageKey(ask.image)}`
    case 'propose':
      return `a form for ${ask.action} of ${imageKey(ask.image)}`
    case 'look':
      return `${ask.look} of ${imageKey(ask.image)}`
    case 'submit':
      return `a form that was sent, ${ask.proposalId}`
    case 'decide':
      return `${ask.decision} of ${ask.proposalId}`
  }
}
