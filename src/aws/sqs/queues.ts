import * as v from 'valibot'
import type { Ask, PlanWork } from '../../domain/ask.ts'
import type { DeadLetterQueue, QueueName } from '../../domain/health.ts'
import { planItemKey } from '../../domain/plan-image.ts'
import type { EndReading } from '../../domain/reading.ts'
import type { ScanWork } from '../../domain/scan-work.ts'
import type { Queues } from '../../ports.ts'
import { lookMessage } from '../events/look.ts'
import { REFRESH_HOMES } from '../events/refresh-homes.ts'
import { createJsonCall, defaultEndpoint, type Signing } from '../http/json-call.ts'
import { shortenKey } from '../shorten-key.ts'
import { redriveDeadLetters } from './redrive-dead-letters.ts'
import { groupOf } from './request-queue.ts'

const count = v.optional(v.pipe(v.string(), v.transform(Number)), '0')
const ATTRIBUTES = v.object({
  Attributes: v.object({
    ApproximateNumberOfMessages: count,
    ApproximateNumberOfMessagesNotVisible: count,
    ApproximateNumberOfMessagesDelayed: count,
  }),
})
const SENT = v.object({ Failed: v.optional(v.array(v.object({ Code: v.string() }))) })

/** Where the messages of a dead-letter queue come from. */
const SOURCES = {
  'events dead letters': 'events',
  'requests dead letters': 'requests',
} as const satisfies Record<DeadLetterQueue, QueueName>

/** The state of the queues by SQS's own count. A queue whose address is not known is reported as unknown. */
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
  const sendBatch = async (queue: QueueName, Entries: readonly object[]): Promise<void> => {
    const { Failed = [] } = v.parse(SENT, await call('SendMessageBatch', { QueueUrl: urls[queue], Entries }))
    if (Failed.length > 0)
      throw new Error(`SQS did not take ${Failed.length} of ${Entries.length} messages: ${Failed[0]?.Code}.`)
  }
  /** The queue drops a message with a key that it has had within five minutes. */
  const sendRequest = async (
    message: (Ask | PlanWork) & { reading?: string },
    MessageDeduplicationId: string,
  ): Promise<void> => {
    await call('SendMessage', {
      QueueUrl: urls.requests,
      MessageBody: JSON.stringify(message),
      MessageGroupId: groupOf(message),
      MessageDeduplicationId,
    })
  }
  /** Only a standard queue delays single messages. */
  const sendLater = async (
    queue: 'events' | 'scans',
    MessageBody: string,
    DelaySeconds: number,
  ): Promise<void> => {
    await call('SendMessage', { QueueUrl: urls[queue], MessageBody, DelaySeconds })
  }
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

    async lookLater(image, afterSec) {
      await sendLater('events', lookMessage(image), afterSec)
    },

    async cleanUp(slotMs, kind = 'clean-up') {
      const work: PlanWork = { kind, key: `${kind}/${slotMs}`, slotMs }
      await sendRequest(work, work.key)
    },

    async runPlan(planId, sentAtMs) {
      const work: PlanWork = { kind: 'run-plan', key: `${planId}/${sentAtMs}`, planId, sentAtMs }
      await sendRequest(work, work.key)
    },

    async runPlanImages(planId, images) {
      const keys = await Promise.all(images.map(one => shortenKey(planItemKey(one))))
      const Entries = images.map(({ image, assignment, action, sentAtMs }, at) => {
        const key = `${planId}/${keys[at]}/${sentAtMs}`
        const work: PlanWork = { kind: 'run-plan-image', key, planId, image, ...(action && { action }) }
        if (assignment) {
          const { account, region, family, alias, parameter } = assignment
          work.assignment = { account, region, family, alias, parameter }
        }
        return {
          Id: String(at),
          MessageBody: JSON.stringify(work),
          MessageGroupId: groupOf(work),
          MessageDeduplicationId: key,
        }
      })
      await sendBatch('requests', Entries)
    },

    async scan(places, askedAtMs) {
      const Entries = places.map(({ account, region }, at) => {
        const work: ScanWork = { kind: 'scan', account, region, askedAtMs }
        // The account's group: SQS lets no account with many messages delay the others.
        // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html
        return { Id: String(at), MessageBody: JSON.stringify(work), MessageGroupId: account }
      })
      await sendBatch('scans', Entries)
    },

    async report(slotMs, askedAtMs) {
      const work: PlanWork = { kind: 'report', key: `report/${slotMs}/${askedAtMs}`, slotMs }
      await sendRequest(work, work.key)
    },

    async refreshHomesLater(afterSec) {
      await sendLater('events', REFRESH_HOMES, afterSec)
    },

    async readPlaces(places) {
      const Entries = places.map((place, at) => ({
        Id: String(at),
        MessageBody: JSON.stringify(place),
        // As a scan: no account delays the others.
        MessageGroupId: place.account,
      }))
      await sendBatch('scans', Entries)
    },

    async endReadingLater(reading, afterSec) {
      const work: EndReading = { kind: 'end-reading', reading }
      await sendLater('scans', JSON.stringify(work), afterSec)
    },

    async askAgain(message, reading) {
      await sendRequest({ ...message, reading }, await shortenKey(`${message.key}/${reading}`))
    },

    async redrive(queue, stopAtMs) {
      const from = urls[queue]
      const to = urls[SOURCES[queue]]
      return from === undefined || to === undefined
        ? { redriven: 0 }
        : redriveDeadLetters(call, { queue, from, to, nowMs, stopAtMs })
    },
  }
}
