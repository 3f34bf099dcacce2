import { invalidValue, missing } from './errors.ts'
import type { MessageAttributes } from './message.ts'

/** A queue as CloudFormation describes it, with SQS's defaults filled in. */
export interface QueueSettings {
  name: string
  fifo: boolean
  visibilityTimeoutSec: number
  retentionSec: number
  delaySec: number
  receiveWaitSec: number
  maximumMessageBytes: number
  contentBasedDeduplication: boolean
  /** Deduplication counts within one message group, or in the whole queue. */
  deduplicationScope: 'queue' | 'messageGroup'
  redrive?: { deadLetterQueueName: string; maxReceiveCount: number }
}

export interface NewMessage {
  body: string
  attributes?: MessageAttributes
  delaySec?: number
  groupId?: string
  senderId?: string
  deduplicationId?: string
}

export interface Sent {
  messageId: string
  sequenceNumber?: string
}

/** What a queue of this kind does not take. @throws {SqsError} */
export const refuseUnfit = ({ groupId, delaySec }: NewMessage, { fifo }: QueueSettings): void => {
  if (!fifo) return
  if (groupId === undefined) throw missing('MessageGroupId')
  if (delaySec !== undefined && delaySec > 0)
    throw invalidValue(
      'DelaySeconds',
      delaySec,
      'The request include parameter that is not valid for this queue type.',
    )
}
