import * as v from 'valibot'
import { DEFAULT_ACCOUNT } from '../caller.ts'
import type { Rule } from '../eventbridge/route.ts'
import type { QueueSettings } from '../sqs/new-message.ts'
import { resourceOf } from './resolve.ts'

const MEBIBYTE = 1_048_576

const QueueProperties = v.object({
  QueueName: v.string(),
  FifoQueue: v.optional(v.boolean(), false),
  VisibilityTimeout: v.optional(v.number(), 30),
  MessageRetentionPeriod: v.optional(v.number(), 345_600),
  DelaySeconds: v.optional(v.number(), 0),
  ReceiveMessageWaitTimeSeconds: v.optional(v.number(), 0),
  MaximumMessageSize: v.optional(v.number(), MEBIBYTE),
  ContentBasedDeduplication: v.optional(v.boolean(), false),
  DeduplicationScope: v.optional(v.picklist(['queue', 'messageGroup']), 'queue'),
  RedrivePolicy: v.optional(v.object({ deadLetterTargetArn: v.unknown(), maxReceiveCount: v.number() })),
})

const RuleProperties = v.object({
  EventBusName: v.optional(v.unknown()),
  State: v.optional(v.string(), 'ENABLED'),
  EventPattern: v.record(v.string(), v.unknown()),
  Targets: v.array(
    v.object({ Arn: v.unknown(), SqsParameters: v.optional(v.object({ MessageGroupId: v.unknown() })) }),
  ),
})

/** `nameOf` gives the name of the queue with a logical id. */
export const readQueue = (properties: unknown, nameOf: (id: string) => string): QueueSettings => {
  const queue = v.parse(QueueProperties, properties)
  const deadLetters = resourceOf(queue.RedrivePolicy?.deadLetterTargetArn)
  return {
    name: queue.QueueName,
    fifo: queue.FifoQueue,
    visibilityTimeoutSec: queue.VisibilityTimeout,
    retentionSec: queue.MessageRetentionPeriod,
    delaySec: queue.DelaySeconds,
    receiveWaitSec: queue.ReceiveMessageWaitTimeSeconds,
    maximumMessageBytes: queue.MaximumMessageSize,
    contentBasedDeduplication: queue.ContentBasedDeduplication,
    deduplicationScope: queue.DeduplicationScope,
    ...(queue.RedrivePolicy &&
      deadLetters !== undefined && {
        redrive: {
          deadLetterQueueName: nameOf(deadLetters),
          maxReceiveCount: queue.RedrivePolicy.maxReceiveCount,
        },
      }),
  }
}

export const readRule = (id: string, properties: unknown, nameOf: (id: string) => string): Rule => {
  const rule = v.parse(RuleProperties, properties)
  const [group] = rule.Targets.flatMap(({ SqsParameters }) => SqsParameters?.MessageGroupId ?? [])
  return {
    name: id,
    ...(rule.EventBusName !== undefined && {
      bus: resourceOf(rule.EventBusName) ?? String(rule.EventBusName),
    }),
    enabled: rule.State !== 'DISABLED',
    pattern: rule.EventPattern,
    targetQueueNames: rule.Targets.flatMap(target => resourceOf(target.Arn) ?? []).map(nameOf),
    ...(group !== undefined && { groupId: typeof group === 'string' ? group : DEFAULT_ACCOUNT }),
  }
}
