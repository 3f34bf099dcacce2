import { DEFAULT_ACCOUNT } from '../aws/caller.ts'
import { type Message, md5, systemAttributesOf } from '../aws/sqs/message.ts'
import type { Queue } from '../aws/sqs/queue.ts'

const toRecord = (message: Message, queue: Queue, region: string) => ({
  messageId: message.id,
  receiptHandle: message.receiptHandle ?? '',
  body: message.body,
  attributes: systemAttributesOf(message, DEFAULT_ACCOUNT),
  messageAttributes: Object.fromEntries(
    Object.entries(message.attributes).map(([name, attribute]) => [
      name,
      {
        dataType: attribute.DataType,
        stringListValues: [],
        binaryListValues: [],
        ...(attribute.StringValue !== undefined && { stringValue: attribute.StringValue }),
        ...(attribute.BinaryValue !== undefined && { binaryValue: attribute.BinaryValue }),
      },
    ]),
  ),
  md5OfBody: md5(message.body),
  eventSource: 'aws:sqs',
  eventSourceARN: queue.arn,
  awsRegion: region,
})

/** A batch as Lambda hands it to a function. */
export const toQueueEvent = (messages: readonly Message[], queue: Queue, region: string) => ({
  Records: messages.map(message => toRecord(message, queue, region)),
})

/** The ids that a function reported as failed; undefined when the whole batch counts as failed. */
export const parseFailures = (result: unknown, messages: readonly Message[]): Set<string> | undefined => {
  if (result === null || result === undefined || result === '') return new Set()
  if (typeof result !== 'object') return undefined
  const reported: unknown = 'batchItemFailures' in result ? result.batchItemFailures : undefined
  if (reported === null || reported === undefined) return new Set()
  if (!Array.isArray(reported)) return undefined
  const failed = new Set<string>()
  for (const failure of reported) {
    const id: unknown = typeof failure === 'object' && failure !== null ? failure.itemIdentifier : undefined
    // One bad item makes the whole answer a bad one:
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
    if (typeof id !== 'string' || !messages.some(message => message.id === id)) return undefined
    failed.add(id)
  }
  return failed
}
