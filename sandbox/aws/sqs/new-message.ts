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
  deduplicationId?: string
}

export interface Sent {
  messageId: string
  sequenceNumber?: string
}
