import {
  findQueue,
  forEachEntry,
  type Input,
  readAttributes,
  readEntries,
  readNumber,
  readText,
  requireText,
  type SqsAction,
} from '../action.ts'
import { invalidValue, SqsError } from '../errors.ts'
import { md5, md5OfAttributes, sizeOf } from '../message.ts'
import type { Queue } from '../queue.ts'

/** All that XML 1.0 allows; SQS refuses other characters. */
const NOT_ALLOWED = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u

const LONGEST_DELAY_SEC = 900

const validateBody = (queue: Queue, input: Input): string => {
  const body = requireText(input, 'MessageBody')
  if (body.length === 0)
    throw new SqsError('InvalidParameterValue', 'The request must contain the parameter MessageBody.')
  const bytes = sizeOf(body, readAttributes(input))
  if (bytes > queue.settings.maximumMessageBytes) {
    throw new SqsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${queue.settings.maximumMessageBytes} bytes.`,
    )
  }
  if (NOT_ALLOWED.test(body)) {
    throw new SqsError('InvalidMessageContents', 'Message body contains characters outside the allowed set.')
  }
  return body
}

const send = (queue: Queue, input: Input): object => {
  const body = validateBody(queue, input)
  const delaySec = readNumber(input, 'DelaySeconds')
  const groupId = readText(input, 'MessageGroupId')
  const deduplicationId = readText(input, 'MessageDeduplicationId')
  if (delaySec !== undefined && (delaySec < 0 || delaySec > LONGEST_DELAY_SEC)) {
    throw invalidValue('DelaySeconds', delaySec, `DelaySeconds must be >= 0 and <= ${LONGEST_DELAY_SEC}.`)
  }
  const attributes = readAttributes(input)
  const sent = queue.send({
    body,
    attributes,
    ...(delaySec !== undefined && { delaySec }),
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
  })
  const attributesMd5 = md5OfAttributes(attributes)
  return {
    MessageId: sent.messageId,
    MD5OfMessageBody: md5(body),
    ...(attributesMd5 !== undefined && { MD5OfMessageAttributes: attributesMd5 }),
    ...(sent.sequenceNumber !== undefined && { SequenceNumber: sent.sequenceNumber }),
  }
}

export const SendMessage: SqsAction = (input, world) => send(findQueue(input, world), input)

/** The limit for one message is also the limit for all messages of a batch together. */
export const SendMessageBatch: SqsAction = (input, world) => {
  const queue = findQueue(input, world)
  const entries = readEntries(input)
  const bytes = entries.reduce(
    (sum, entry) => sum + sizeOf(readText(entry, 'MessageBody') ?? '', readAttributes(entry)),
    0,
  )
  if (bytes > queue.settings.maximumMessageBytes) {
    throw new SqsError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${queue.settings.maximumMessageBytes} bytes. You have sent ${bytes} bytes.`,
      'AWS.SimpleQueueService.BatchRequestTooLong',
    )
  }
  return forEachEntry(entries, entry => send(queue, entry))
}
