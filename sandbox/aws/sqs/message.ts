import { createHash } from 'node:crypto'
import * as v from 'valibot'

const AttributeSchema = v.strictObject({
  DataType: v.string(),
  StringValue: v.exactOptional(v.string()),
  BinaryValue: v.exactOptional(v.string()),
})

/** A message attribute as a client sends it; binary values are base64. */
type MessageAttribute = v.InferOutput<typeof AttributeSchema>

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>

export const MessageSchema = v.strictObject({
  id: v.string(),
  body: v.string(),
  attributes: v.record(v.string(), AttributeSchema),
  sentAtMs: v.number(),
  visibleAtMs: v.number(),
  receiveCount: v.number(),
  firstReceivedAtMs: v.exactOptional(v.number()),
  /** The handle of the latest receipt. */
  receiptHandle: v.exactOptional(v.string()),
  groupId: v.exactOptional(v.string()),
  /** The unique id and the session of the role that sent it. */
  senderId: v.exactOptional(v.string()),
  deduplicationId: v.exactOptional(v.string()),
  sequenceNumber: v.exactOptional(v.string()),
  /** Of a dead letter: the queue that it was received from too often. */
  deadLetterSourceArn: v.exactOptional(v.string()),
})

/** A message as the queue keeps it. */
export type Message = v.InferOutput<typeof MessageSchema>

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

const lengthPrefixed = (bytes: Buffer): Buffer[] => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return [length, bytes]
}

const STRING_VALUE = Buffer.from([1])
const BINARY_VALUE = Buffer.from([2])

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation */
export const md5OfAttributes = (attributes: MessageAttributes): string | undefined => {
  const names = Object.keys(attributes).sort()
  if (names.length === 0) return undefined
  const parts = names.flatMap(name => {
    const { DataType = '', StringValue, BinaryValue } = attributes[name] ?? {}
    const value =
      StringValue === undefined
        ? [BINARY_VALUE, ...lengthPrefixed(Buffer.from(BinaryValue ?? '', 'base64'))]
        : [STRING_VALUE, ...lengthPrefixed(Buffer.from(StringValue))]
    return [...lengthPrefixed(Buffer.from(name)), ...lengthPrefixed(Buffer.from(DataType)), ...value]
  })
  return createHash('md5').update(Buffer.concat(parts)).digest('hex')
}

/** What counts towards the size limit: the body, and each attribute's name, type and value. */
export const sizeOf = (body: string, attributes: MessageAttributes): number =>
  Object.entries(attributes).reduce(
    (sum, [name, attribute]) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(attribute.DataType) +
      Buffer.byteLength(attribute.StringValue ?? '') +
      Buffer.byteLength(attribute.BinaryValue ?? '', 'base64'),
    Buffer.byteLength(body),
  )

/** The system attributes of a received message. */
export const systemAttributesOf = (message: Message, senderId: string): Record<string, string> => ({
  ApproximateReceiveCount: String(message.receiveCount),
  SentTimestamp: String(message.sentAtMs),
  SenderId: message.senderId ?? senderId,
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtMs ?? message.sentAtMs),
  ...(message.sequenceNumber !== undefined && { SequenceNumber: message.sequenceNumber }),
  ...(message.groupId !== undefined && { MessageGroupId: message.groupId }),
  ...(message.deduplicationId !== undefined && { MessageDeduplicationId: message.deduplicationId }),
  ...(message.deadLetterSourceArn !== undefined && {
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
  }),
})
