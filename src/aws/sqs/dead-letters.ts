import { createJsonCall, defaultEndpoint, type Signing } from '../http/json-call.ts'
import { type QueueRecord, REDRIVEN } from './sqs-records.ts'

/**
 * Sends a message to a dead-letter queue as it is: one that can never be parsed, or that its own queue is about to drop.
 *
 * @param queueUrl undefined where the function was not given the queue
 * @throws Error if it could not be sent: the message must stay where it is
 */
export const createSendToDeadLetters = (
  signing: Signing,
  queueUrl: string | undefined,
  endpoint: string | undefined,
): ((record: QueueRecord) => Promise<void>) => {
  const call = createJsonCall(signing, {
    service: 'sqs',
    target: 'AmazonSQS',
    version: '1.0',
    endpoint: endpoint ?? defaultEndpoint('sqs', signing.region),
  })
  return async ({ messageId, body, groupId, isRedriven }) => {
    if (queueUrl === undefined) throw new Error('The dead-letter queue was not given to this function.')
    await call('SendMessage', {
      QueueUrl: queueUrl,
      MessageBody: body,
      // A FIFO queue wants both; the message's own id makes a second try the same message.
      ...(groupId !== undefined && { MessageGroupId: groupId, MessageDeduplicationId: messageId }),
      ...(isRedriven && { MessageAttributes: { [REDRIVEN]: { DataType: 'String', StringValue: '1' } } }),
    })
  }
}
