import * as v from 'valibot'
import type { Ask, PlanWork } from '../../domain/ask.ts'
import type { DeadLetter, DeadLetterQueue } from '../../domain/health.ts'
import { imageKey } from '../../domain/image.ts'
import type { Redriven } from '../../ports.ts'
import { parseMessage } from '../events/bus-message.ts'
import { parseAsk } from './ask-message.ts'
import { groupOf } from './request-queue.ts'
import { REDRIVEN } from './sqs-records.ts'

const text = v.object({ StringValue: v.optional(v.string(), '') })
const MESSAGES = v.object({
  Messages: v.optional(
    v.array(
      v.object({
        MessageId: v.string(),
        ReceiptHandle: v.string(),
        Body: v.string(),
        MessageAttributes: v.optional(
          v.object({
            ERROR_CODE: v.optional(text),
            ERROR_MESSAGE: v.optional(text),
            [REDRIVEN]: v.optional(text),
          }),
          {},
        ),
      }),
    ),
    [],
  ),
})
type Message = NonNullable<v.InferOutput<typeof MESSAGES>['Messages']>[number]

/** As many as one ReceiveMessage gives. */
const RECEIVED_AT_ONCE = 10
/** A run of the schedule has other work, too: the next one continues. */
const MOST_IN_RUN = 500
/** Longer than a run may take: no message is received twice in it. */
const HIDDEN_SEC = 60

interface Redriving {
  queue: DeadLetterQueue
  /** The URLs of the dead-letter queue and of the queue that its messages come from. */
  from: string
  to: string
  nowMs: () => number
  /** No more messages are received after this time. */
  stopAtMs: number
}

/**
 * Sends dead letters to their queue again, each once: those that can be parsed, since the cause of their failure may be fixed.
 * Others stay.
 */
export const redriveDeadLetters = async (
  call: (operation: string, input: object) => Promise<unknown>,
  { queue, from, to, nowMs, stopAtMs }: Redriving,
): Promise<Redriven> => {
  let redriven = 0
  let first: DeadLetter | undefined
  for (let seen = 0; seen < MOST_IN_RUN && nowMs() < stopAtMs; ) {
    const answer = await call('ReceiveMessage', {
      QueueUrl: from,
      MaxNumberOfMessages: RECEIVED_AT_ONCE,
      VisibilityTimeout: HIDDEN_SEC,
      WaitTimeSeconds: 0,
      MessageAttributeNames: ['ERROR_CODE', 'ERROR_MESSAGE', REDRIVEN],
    })
    const messages = v.parse(MESSAGES, answer).Messages
    if (messages.length === 0) break
    seen += messages.length
    for (const message of messages) {
      const letter = describe(queue, message, nowMs())
      if (!letter.sendAgain) {
        first ??= letter.about
        continue
      }
      // It is sent before it is deleted: a message in both queues is handled once, a message in neither is lost.
      await call('SendMessage', {
        QueueUrl: to,
        MessageBody: message.Body,
        MessageAttributes: { [REDRIVEN]: { DataType: 'String', StringValue: '1' } },
        ...letter.sendAgain,
      })
      await call('DeleteMessage', { QueueUrl: from, ReceiptHandle: message.ReceiptHandle })
      redriven++
    }
  }
  return { redriven, ...(first && { first }) }
}

interface Described {
  about: DeadLetter
  /** What the queue needs besides the body; absent for a message that is not sent again. */
  sendAgain?: object
}

const TRIED = 'it could not be delivered for as long as its queue keeps it, twice'

const describe = (queue: DeadLetterQueue, message: Message, nowMs: number): Described => {
  const { MessageAttributes } = message
  const { about, why, sendAgain } =
    queue === 'events dead letters' ? describeEvent(message.Body, nowMs) : describeRequest(message)
  const undelivered = [
    MessageAttributes.ERROR_CODE?.StringValue,
    MessageAttributes.ERROR_MESSAGE?.StringValue,
  ]
    .filter(Boolean)
    .join(': ')
  const reason = undelivered ? `EventBridge could not deliver it: ${undelivered}` : why
  const wasSent = MessageAttributes[REDRIVEN] !== undefined
  return { about: { about, why: reason }, ...(sendAgain && !wasSent && { sendAgain }) }
}

type Words = DeadLetter & { sendAgain?: object }

const describeEvent = (body: string, nowMs: number): Words => {
  const parsed = parseMessage(body, nowMs)
  if (parsed.kind === 'event')
    return { about: `${parsed.event.state} of ${imageKey(parsed.event)}`, why: TRIED, sendAgain: {} }
  if (parsed.kind === 'look')
    return { about: `a look at ${imageKey(parsed.image)}`, why: TRIED, sendAgain: {} }
  if (parsed.kind === 'refresh-homes') return { about: 'a look at the Home tabs', why: TRIED, sendAgain: {} }
  if (parsed.kind === 'alias') return { about: 'news of a parameter', why: TRIED, sendAgain: {} }
  if (parsed.kind === 'scan') return { about: 'an event of Amazon Inspector', why: TRIED, sendAgain: {} }
  return parsed.kind === 'call'
    ? { about: 'a call that CloudTrail recorded', why: TRIED, sendAgain: {} }
    : { about: 'invalid event', why: parsed.why }
}

const describeRequest = ({ Body, MessageId }: Message): Words => {
  const parsed = parseAsk(Body)
  if (!parsed.ok) return { about: 'invalid request', why: parsed.why }
  const sendAgain = { MessageGroupId: groupOf(parsed.ask), MessageDeduplicationId: MessageId }
  return { about: wordsOf(parsed.ask), why: TRIED, sendAgain }
}

const wordsOf = (ask: Ask | PlanWork): string => {
  switch (ask.kind) {
    case 'command':
      return 'a command'
    case 'message':
      return 'the image details of a message'
    case 'joined':
      return `who joined the channel ${ask.place.channelId}`
    case 'home':
      return 'the Home tab of a person'
    case 'acknowledge':
      return `an acknowledgement of ${imageKey(ask.image)}`
    case 'list':
      return 'the list of a digest'
    case 'change':
      return `${ask.action} of ${imageKey(ask.image)}`
    case 'propose':
      return `a form for ${ask.action} of ${imageKey(ask.image)}`
    case 'look':
      return `${ask.look} of ${imageKey(ask.image)}`
    case 'submit':
      return `a form that was sent, ${ask.proposalId}`
    case 'forward':
      return `a question about ${ask.action} of ${imageKey(ask.image)}`
    case 'decide':
      return `${ask.decision} of ${ask.proposalId}`
    case 'select':
      return 'a form to select images'
    case 'plan':
      return 'a form for a plan'
    case 'submit-plan':
      return `the form of a plan that was sent, ${ask.planId}`
    case 'decide-plan':
      return `${ask.decision} of the plan ${ask.planId}`
    case 'stop-plan':
      return `a stop of the plan ${ask.planId}`
    case 'list-plan':
      return `the list of the plan ${ask.planId}`
    case 'decline-suggestion':
      return `a refusal of the suggestion ${ask.suggestionId}`
    case 'report':
      return 'the weekly report'
    case 'clean-up':
      return 'the weekly clean-up'
    case 'withdraw':
      return 'a look for what retirement rules want'
    case 'run-plan':
      return `the next steps of the plan ${ask.planId}`
    case 'run-plan-image':
      return `${imageKey(ask.image)} of the plan ${ask.planId}`
  }
}
