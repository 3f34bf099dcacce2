import type { Ask } from '../../domain/ask.ts'
import { imageKey } from '../../domain/image.ts'
import { createJsonCall, defaultEndpoint, type Signing } from '../http/json-call.ts'

/** One image at a time, one proposal at a time, one person's commands in their order. */
export const groupOf = (ask: Ask): string => {
  switch (ask.kind) {
    case 'command':
    case 'list':
      return `command/${ask.person.userId}`
    case 'submit':
    case 'decide':
      return `proposal/${ask.proposalId}`
    default:
      return imageKey(ask.image)
  }
}

/**
 * Puts what a person asked on the FIFO queue; the same ask within five minutes is dropped by the queue itself.
 *
 * @param endpoint where SQS is asked instead of AWS's own address
 */
export const createRequestQueue = (signing: Signing, queueUrl: string, endpoint: string | undefined) => {
  const call = createJsonCall(signing, {
    service: 'sqs',
    target: 'AmazonSQS',
    version: '1.0',
    endpoint: endpoint ?? defaultEndpoint('sqs', signing.region),
  })
  return async (ask: Ask): Promise<void> => {
    await call('SendMessage', {
      QueueUrl: queueUrl,
      MessageBody: JSON.stringify(ask),
      MessageGroupId: groupOf(ask),
      MessageDeduplicationId: ask.key,
    })
  }
}
