import type { Covered } from '../../coverage.ts'

export const SQS: Covered = {
  CancelMessageMoveTask: {
    state: 'supported',
    provedBy: 'a task keeps the rate that was asked for, can be listed and cancelled',
  },
  ChangeMessageVisibility: {
    state: 'supported',
    provedBy: 'a visibility timeout is changed only in flight, and within twelve hours',
  },
  ChangeMessageVisibilityBatch: {
    state: 'supported',
    provedBy: 'messages are given back and deleted in batches',
  },
  DeleteMessage: { state: 'supported', provedBy: 'a deleted message is never delivered again' },
  DeleteMessageBatch: {
    state: 'supported',
    provedBy: 'messages are given back and deleted in batches',
  },
  GetQueueAttributes: {
    state: 'partial',
    provedBy: 'a queue has its counts and its settings as attributes',
    gap: 'no policy; a setting never changes, so the queue was last modified when it was created',
  },
  GetQueueUrl: { state: 'supported', provedBy: 'queues are found by name and by prefix, and others are not' },
  ListMessageMoveTasks: {
    state: 'partial',
    provedBy: 'a task keeps the rate that was asked for, can be listed and cancelled',
    gap: 'tasks of an earlier run are forgotten, and end with it',
  },
  ListQueues: {
    state: 'partial',
    provedBy: 'queues are found by name and by prefix, and others are not',
    gap: 'no pages',
  },
  PurgeQueue: {
    state: 'partial',
    provedBy: 'a purged queue is empty',
    gap: 'at once, and more than once a minute',
  },
  ReceiveMessage: {
    state: 'partial',
    provedBy: 'a received message is invisible until its timeout, and is then delivered again',
    gap: 'always everything that is visible, in order, where SQS samples its servers; fair queues count messages in flight, not the time that they take; no ReceiveRequestAttemptId; no limit of messages in flight',
  },
  SendMessage: {
    state: 'partial',
    provedBy: 'a message is received with its attributes, and the checksums hold',
    gap: 'no system attributes, no limits on names of attributes',
  },
  SendMessageBatch: {
    state: 'supported',
    provedBy: 'each message of a batch succeeds or fails by itself',
  },
  StartMessageMoveTask: {
    state: 'partial',
    provedBy: 'dead letters go back to where they came from, as new messages',
    gap: '500 messages a second where AWS chooses the rate itself',
  },
  CreateQueue: { state: 'missing', gap: 'the queues are those of serverless.yml' },
  SetQueueAttributes: { state: 'missing', gap: 'the settings are those of serverless.yml' },
}
