import {
  findQueue,
  forEachEntry,
  type Input,
  readEntries,
  readNumber,
  requireText,
  type SqsAction,
} from '../action.ts'
import { missing } from '../errors.ts'

const requireTimeout = (input: Input): number => {
  const timeoutSec = readNumber(input, 'VisibilityTimeout')
  if (timeoutSec === undefined) throw missing('VisibilityTimeout')
  return timeoutSec
}

export const DeleteMessage: SqsAction = (input, world) => {
  findQueue(input, world).delete(requireText(input, 'ReceiptHandle'))
  return {}
}

export const DeleteMessageBatch: SqsAction = (input, world) => {
  const queue = findQueue(input, world)
  return forEachEntry(readEntries(input), entry => {
    queue.delete(requireText(entry, 'ReceiptHandle'))
    return {}
  })
}

export const ChangeMessageVisibility: SqsAction = (input, world) => {
  findQueue(input, world).changeVisibility(requireText(input, 'ReceiptHandle'), requireTimeout(input))
  return {}
}

export const ChangeMessageVisibilityBatch: SqsAction = (input, world) => {
  const queue = findQueue(input, world)
  return forEachEntry(readEntries(input), entry => {
    queue.changeVisibility(requireText(entry, 'ReceiptHandle'), requireTimeout(entry))
    return {}
  })
}
