import * as v from 'valibot'

const SQS_EVENT = v.object({
  Records: v.array(
    v.object({
      messageId: v.string(),
      receiptHandle: v.optional(v.string(), ''),
      body: v.string(),
      attributes: v.optional(v.object({ ApproximateReceiveCount: v.optional(v.string(), '1') })),
    }),
  ),
})

export interface QueueRecord {
  messageId: string
  receiptHandle: string
  body: string
  /** How often it was delivered, this time included. */
  received: number
}

/** What Lambda hands to a function that reads a queue. @throws when it is no SQS event at all: then nothing was taken */
export const readRecords = (event: unknown): QueueRecord[] =>
  v.parse(SQS_EVENT, event).Records.map(({ messageId, receiptHandle, body, attributes }) => ({
    messageId,
    receiptHandle,
    body,
    received: Number(attributes?.ApproximateReceiveCount ?? 1),
  }))

/** The records that Lambda must leave on the queue; all others are done.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
export interface BatchResponse {
  batchItemFailures: { itemIdentifier: string }[]
}

export const failuresOf = (failed: readonly QueueRecord[]): BatchResponse => ({
  batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })),
})
