import { type Input, readNumber, readText, requireText, type SqsAction, type SqsWorld } from '../action.ts'
import { invalidValue, SqsError } from '../errors.ts'
import { FASTEST_PER_SECOND, type MoveTask } from '../move-tasks.ts'
import type { Queue } from '../queue.ts'

const LISTED_AT_MOST = 10

const findByArn = (arn: string, { queues }: SqsWorld): Queue => {
  const found = [...queues.values()].find(queue => queue.arn === arn)
  if (found) return found
  throw new SqsError(
    'ResourceNotFoundException',
    'The resource that you specified for the SourceArn parameter does not exist.',
  )
}

/** Messages can be moved away from a dead-letter queue alone. */
const findSource = (input: Input, world: SqsWorld): Queue => {
  const source = findByArn(requireText(input, 'SourceArn'), world)
  const isDeadLetterQueue = [...world.queues.values()].some(
    ({ settings }) => settings.redrive?.deadLetterQueueName === source.settings.name,
  )
  if (isDeadLetterQueue) return source
  throw new SqsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.')
}

const readRate = (input: Input): number | undefined => {
  const rate = readNumber(input, 'MaxNumberOfMessagesPerSecond')
  if (rate === undefined || (Number.isInteger(rate) && rate >= 1 && rate <= FASTEST_PER_SECOND)) return rate
  throw invalidValue(
    'MaxNumberOfMessagesPerSecond',
    rate,
    `Must be between 1 and ${FASTEST_PER_SECOND}, if provided.`,
  )
}

export const StartMessageMoveTask: SqsAction = (input, world) => {
  const source = findSource(input, world)
  const destinationArn = readText(input, 'DestinationArn')
  const destination = destinationArn === undefined ? undefined : findByArn(destinationArn, world)
  if (destination && destination.settings.fifo !== source.settings.fifo) {
    throw new SqsError('InvalidParameterValue', 'Source and destination queues must be of the same type.')
  }
  return { TaskHandle: world.moveTasks.start(source, destination, readRate(input)).handle }
}

const describe = (task: MoveTask) => ({
  // Only a task that runs can be cancelled.
  ...(task.status === 'RUNNING' && { TaskHandle: task.handle }),
  Status: task.status,
  SourceArn: task.sourceArn,
  ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
  ...(task.perSecond !== undefined && { MaxNumberOfMessagesPerSecond: task.perSecond }),
  ApproximateNumberOfMessagesMoved: task.moved,
  ApproximateNumberOfMessagesToMove: task.toMove,
  StartedTimestamp: task.startedAtMs,
  ...(task.failureReason !== undefined && { FailureReason: task.failureReason }),
})

export const ListMessageMoveTasks: SqsAction = (input, world) => {
  const source = findSource(input, world)
  const atMost = readNumber(input, 'MaxResults') ?? 1
  if (atMost < 1 || atMost > LISTED_AT_MOST) {
    throw invalidValue('MaxResults', atMost, `Must be between 1 and ${LISTED_AT_MOST}, if provided.`)
  }
  return { Results: world.moveTasks.list(source).slice(0, atMost).map(describe) }
}

export const CancelMessageMoveTask: SqsAction = (input, world) => ({
  ApproximateNumberOfMessagesMoved: world.moveTasks.cancel(requireText(input, 'TaskHandle')),
})
