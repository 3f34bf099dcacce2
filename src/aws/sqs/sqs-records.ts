import type { SQSBatchResponse } from 'aws-lambda'
import * as v from 'valibot'
import { issueWords } from '../events/issue-words.ts'

const SQS_EVENT = v.object({
  Records: v.array(
    v.object({
      messageId: v.string(),
      receiptHandle: v.optional(v.string(), ''),
      body: v.string(),
      attributes: v.optional(
        v.object({
          ApproximateReceiveCount: v.optional(v.string(), '1'),
          SentTimestamp: v.optional(v.string()),
          MessageGroupId: v.optional(v.string()),
          SenderId: v.optional(v.string(), ''),
        }),
      ),
      messageAttributes: v.optional(v.record(v.string(), v.unknown()), {}),
    }),
  ),
})

/** What the unique id of a role begins with. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const ROLE_ID = 'AROA'

export interface QueueRecord {
  messageId: string
  receiptHandle: string
  body: string
  /** How often it was delivered, this time included. */
  received: number
  /** When it was sent to the queue, in milliseconds since the epoch; undefined where SQS did not say. */
  sentAtMs: number | undefined
  /** Of a FIFO queue. */
  groupId: string | undefined
  /**
   * A role sent it, not the service itself. An event that EventBridge sends by a role of another account can say anything: EventBridge
   * vouches only for what comes over a bus of this account. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
   */
  isSentByRole: boolean
  /** It was a dead letter before, and was sent to its queue again. */
  isRedriven: boolean
}

/** Marks a message that was a dead letter: it is not redriven a second time. */
export const REDRIVEN = 'amiops-redriven'

/** What Lambda hands to a function that reads a queue. @throws when it is no SQS event at all: then nothing was taken */
export const readRecords = (event: unknown): QueueRecord[] => {
  const parsed = v.safeParse(SQS_EVENT, event)
  // An error of our own: Lambda logs everything in valibot's error, which holds the messages.
  if (!parsed.success) throw new Error(`Expected an event of SQS: ${issueWords(parsed.issues)}`)
  return parsed.output.Records.map(({ messageId, receiptHandle, body, attributes, messageAttributes }) => ({
    messageId,
    receiptHandle,
    body,
    received: Number(attributes?.ApproximateReceiveCount ?? 1),
    sentAtMs: attributes?.SentTimestamp === undefined ? undefined : Number(attributes.SentTimestamp),
    groupId: attributes?.MessageGroupId,
    isSentByRole: attributes?.SenderId.startsWith(ROLE_ID) === true,
    isRedriven: Object.hasOwn(messageAttributes, REDRIVEN),
  }))
}

/** The records that Lambda must leave on the queue; all others are done.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
export const failuresOf = (failed: readonly QueueRecord[]): SQSBatchResponse => ({
  batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })),
})
