import { randomUUID } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import { invalidValue, SqsError } from './errors.ts'
import type { Message } from './message.ts'
import type { Queue } from './queue.ts'

/** A task that takes dead letters back to where they came from, or to another queue. */
export interface MoveTask {
  handle: string
  sourceArn: string
  destinationArn: string | undefined
  perSecond: number | undefined
  status: 'RUNNING' | 'CANCELLED' | 'COMPLETED' | 'FAILED'
  moved: number
  toMove: number
  startedAtMs: number
  failureReason?: string
}

export interface MoveTasks {
  start(source: Queue, destination: Queue | undefined, perSecond: number | undefined): MoveTask
  /** Of one queue, the latest first. */
  list(source: Queue): readonly MoveTask[]
  /** Gives how many messages were moved before. */
  cancel(handle: string): number
}

/** SQS's limit for the rate of a task; its own rate, where none is given, is not documented. */
export const FASTEST_PER_SECOND = 500

const SECOND_MS = 1_000

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
export const createMoveTasks = (queues: ReadonlyMap<string, Queue>, clock: Clock): MoveTasks => {
  const tasks: MoveTask[] = []

  const findByArn = (arn: string | undefined): Queue | undefined =>
    [...queues.values()].find(queue => queue.arn === arn)

  /** A message that was moved is a new one: with an id of its own, and as young as can be. */
  const move = (message: Message, destination: Queue) => {
    const { deadLetterSourceArn: _, firstReceivedAtMs: __, ...kept } = message
    destination.accept({ ...kept, id: randomUUID(), sentAtMs: clock.nowMs() })
  }

  /** One message; gives whether there is more to be done. */
  const moveOne = (task: MoveTask, source: Queue): boolean => {
    const [message] = source.takeVisible(1)
    if (!message) return false
    const destination = findByArn(task.destinationArn ?? message.deadLetterSourceArn)
    if (!destination) {
      source.accept(message)
      task.status = 'FAILED'
      task.failureReason = 'CouldNotDetermineMessageSource'
      return false
    }
    move(message, destination)
    task.moved += 1
    return task.moved < task.toMove
  }

  /** Messages in flight are waited for. */
  const run = async (task: MoveTask, source: Queue) => {
    while (task.status === 'RUNNING') {
      const budget = task.perSecond ?? FASTEST_PER_SECOND
      for (let count = 0; count < budget && moveOne(task, source); count += 1);
      if (task.status === 'RUNNING' && (task.moved >= task.toMove || source.messages().length === 0)) {
        task.status = 'COMPLETED'
      }
      if (task.status === 'RUNNING') await clock.sleep(SECOND_MS)
    }
  }

  return {
    start(source, destination, perSecond) {
      if (tasks.some(task => task.sourceArn === source.arn && task.status === 'RUNNING')) {
        throw new SqsError(
          'UnsupportedOperation',
          'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
          'AWS.SimpleQueueService.UnsupportedOperation',
        )
      }
      const task: MoveTask = {
        handle: Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn: source.arn })).toString(
          'base64',
        ),
        sourceArn: source.arn,
        destinationArn: destination?.arn,
        perSecond,
        status: 'RUNNING',
        moved: 0,
        toMove: source.messages().length,
        startedAtMs: clock.nowMs(),
      }
      tasks.unshift(task)
      // The answer comes before anything has moved.
      void clock.sleep(1).then(() => run(task, source))
      return task
    },
    list: source => tasks.filter(task => task.sourceArn === source.arn),
    cancel(handle) {
      const task = tasks.find(one => one.handle === handle)
      if (!task) throw new SqsError('ResourceNotFoundException', 'Task does not exist.')
      if (task.status !== 'RUNNING') {
        throw invalidValue('TaskHandle', handle, 'Only active tasks can be cancelled.')
      }
      task.status = 'CANCELLED'
      return task.moved
    },
  }
}
