import type { SqsAction } from '../action.ts'
import { CancelMessageMoveTask, ListMessageMoveTasks, StartMessageMoveTask } from './move.ts'
import { GetQueueAttributes, GetQueueUrl, ListQueues, PurgeQueue } from './queues.ts'
import { ReceiveMessage } from './receive.ts'
import { SendMessage, SendMessageBatch } from './send.ts'
import {
  ChangeMessageVisibility,
  ChangeMessageVisibilityBatch,
  DeleteMessage,
  DeleteMessageBatch,
} from './settle.ts'

/** The calls that this SQS knows, by SQS's names. */
export const SQS_ACTIONS: Readonly<Record<string, SqsAction>> = {
  CancelMessageMoveTask,
  ChangeMessageVisibility,
  ChangeMessageVisibilityBatch,
  DeleteMessage,
  DeleteMessageBatch,
  GetQueueAttributes,
  GetQueueUrl,
  ListMessageMoveTasks,
  ListQueues,
  PurgeQueue,
  ReceiveMessage,
  SendMessage,
  SendMessageBatch,
  StartMessageMoveTask,
}
