import { findQueue, readText, readTexts, requireText, type SqsAction, type SqsWorld } from '../action.ts'
import { queueDoesNotExist, SqsError } from '../errors.ts'
import type { Queue } from '../queue.ts'

const attributesOf = (
  queue: Queue,
  { clock, createdAtMs }: SqsWorld,
  deadLetterArn: string | undefined,
): Record<string, string> => {
  const { settings } = queue
  const messages = queue.messages()
  const hidden = messages.filter(message => message.visibleAtMs > clock.nowMs())
  const createdAtSec = String(Math.floor(createdAtMs / 1_000))
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(messages.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(hidden.filter(message => message.receiveCount > 0).length),
    ApproximateNumberOfMessagesDelayed: String(hidden.filter(message => message.receiveCount === 0).length),
    VisibilityTimeout: String(settings.visibilityTimeoutSec),
    MessageRetentionPeriod: String(settings.retentionSec),
    DelaySeconds: String(settings.delaySec),
    ReceiveMessageWaitTimeSeconds: String(settings.receiveWaitSec),
    MaximumMessageSize: String(settings.maximumMessageBytes),
    SqsManagedSseEnabled: 'true',
    CreatedTimestamp: createdAtSec,
    LastModifiedTimestamp: createdAtSec,
    ...(settings.fifo && {
      FifoQueue: 'true',
      ContentBasedDeduplication: String(settings.contentBasedDeduplication),
      DeduplicationScope: settings.deduplicationScope,
      FifoThroughputLimit: settings.deduplicationScope === 'messageGroup' ? 'perMessageGroupId' : 'perQueue',
    }),
    ...(settings.redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: deadLetterArn,
        maxReceiveCount: settings.redrive.maxReceiveCount,
      }),
    }),
  }
}

export const GetQueueAttributes: SqsAction = (input, world) => {
  const queue = findQueue(input, world)
  const wanted = readTexts(input, 'AttributeNames')
  const deadLetterQueue = world.queues.get(queue.settings.redrive?.deadLetterQueueName ?? '')
  const all = attributesOf(queue, world, deadLetterQueue?.arn)
  const unknown = wanted.find(name => name !== 'All' && !(name in all) && !/^[A-Z]\w+$/.test(name))
  if (unknown !== undefined) {
    throw new SqsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`)
  }
  const Attributes = Object.fromEntries(
    Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name)),
  )
  return { Attributes }
}

export const GetQueueUrl: SqsAction = (input, world) => {
  const queue = world.queues.get(requireText(input, 'QueueName'))
  const owner = readText(input, 'QueueOwnerAWSAccountId') ?? world.account
  if (!queue || owner !== world.account) throw queueDoesNotExist()
  return { QueueUrl: queue.url }
}

export const ListQueues: SqsAction = (input, world) => {
  const prefix = readText(input, 'QueueNamePrefix') ?? ''
  const urls = [...world.queues].filter(([name]) => name.startsWith(prefix)).map(([, queue]) => queue.url)
  return urls.length > 0 ? { QueueUrls: urls } : {}
}

export const PurgeQueue: SqsAction = (input, world) => {
  findQueue(input, world).purge()
  return {}
}
