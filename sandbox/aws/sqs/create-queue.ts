import { randomUUID } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import { createDeduplication } from './deduplication.ts'
import { invalidValue, SqsError } from './errors.ts'
import { createFairness } from './fairness.ts'
import type { Message } from './message.ts'
import { type QueueSettings, refuseUnfit, type Sent } from './new-message.ts'
import type { Queue } from './queue.ts'
import { createReceiptHandle, messageIdOf } from './receipt-handle.ts'
import { isInFlight, nextVisibleAtMs, selectInOrder } from './visibility.ts'

const LONGEST_VISIBILITY_SEC = 43_200

export const createQueue = (settings: QueueSettings, url: string, arn: string, clock: Clock): Queue => {
  let messages: Message[] = []
  let deadLetters: Queue | undefined
  let lastSequenceNumber = 18_870_000_000_000_000_000n
  const listeners = new Set<() => void>()
  const watchers = new Set<() => void>()
  const deduplication = createDeduplication(settings, clock)
  const fairness = createFairness()

  /** A change that makes nothing receivable wakes nobody who waits for messages. */
  const noted = () => {
    for (const watcher of watchers) watcher()
  }

  const changed = () => {
    for (const listener of listeners) listener()
    noted()
  }

  const forgetExpired = () => {
    const oldestMs = clock.nowMs() - settings.retentionSec * 1_000
    messages = messages.filter(message => message.sentAtMs > oldestMs)
  }

  /** Moves messages that were received too often to the dead-letter queue, as SQS does when it would deliver them once more. */
  const redrive = () => {
    const { redrive: policy } = settings
    if (!policy || !deadLetters) return
    for (const message of messages) {
      if (message.visibleAtMs > clock.nowMs() || message.receiveCount < policy.maxReceiveCount) continue
      messages = messages.filter(other => other !== message)
      deadLetters.accept({ ...message, deadLetterSourceArn: arn })
      noted()
    }
  }

  const findByHandle = (receiptHandle: string): Message | undefined => {
    const id = messageIdOf(receiptHandle)
    const message = messages.find(other => other.id === id)
    return message?.receiptHandle === receiptHandle ? message : undefined
  }

  return {
    settings,
    url,
    arn,
    send(message) {
      refuseUnfit(message, settings)
      forgetExpired()
      const nowMs = clock.nowMs()
      const deduplicationId = deduplication.idOf(message)
      const earlier = deduplication.findEarlier(message)
      if (earlier) return earlier
      lastSequenceNumber += 256n
      const sent: Sent = {
        messageId: randomUUID(),
        ...(settings.fifo && { sequenceNumber: String(lastSequenceNumber) }),
      }
      deduplication.remember(message, sent)
      messages.push({
        id: sent.messageId,
        body: message.body,
        attributes: message.attributes ?? {},
        sentAtMs: nowMs,
        visibleAtMs: nowMs + (message.delaySec ?? settings.delaySec) * 1_000,
        receiveCount: 0,
        ...(message.groupId !== undefined && { groupId: message.groupId }),
        ...(message.senderId !== undefined && { senderId: message.senderId }),
        ...(deduplicationId !== undefined && { deduplicationId }),
        ...(sent.sequenceNumber !== undefined && { sequenceNumber: sent.sequenceNumber }),
      })
      changed()
      return sent
    },
    receive(atMost, visibilityTimeoutSec = settings.visibilityTimeoutSec) {
      forgetExpired()
      redrive()
      const nowMs = clock.nowMs()
      const select = settings.fifo ? selectInOrder : fairness.select
      const received = select(messages, atMost, nowMs)
      for (const message of received) {
        message.receiveCount += 1
        message.firstReceivedAtMs ??= nowMs
        message.visibleAtMs = nowMs + visibilityTimeoutSec * 1_000
        message.receiptHandle = createReceiptHandle(message.id)
      }
      if (received.length > 0) noted()
      return received.map(message => ({ ...message }))
    },
    delete(receiptHandle) {
      const message = findByHandle(receiptHandle)
      if (!message) return
      if (settings.fifo && !isInFlight(message, clock.nowMs())) {
        throw invalidValue('ReceiptHandle', receiptHandle, 'The receipt handle has expired.')
      }
      messages = messages.filter(other => other !== message)
      changed()
    },
    changeVisibility(receiptHandle, timeoutSec) {
      if (!Number.isInteger(timeoutSec) || timeoutSec < 0 || timeoutSec > LONGEST_VISIBILITY_SEC) {
        throw invalidValue('VisibilityTimeout', timeoutSec, 'Must be between 0 and 43200.')
      }
      const message = findByHandle(receiptHandle)
      if (!message || !isInFlight(message, clock.nowMs())) {
        throw new SqsError(
          'MessageNotInflight',
          `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
          'AWS.SimpleQueueService.MessageNotInflight',
        )
      }
      message.visibleAtMs = clock.nowMs() + timeoutSec * 1_000
      changed()
    },
    purge() {
      messages = []
      noted()
    },
    messages() {
      forgetExpired()
      return messages
    },
    nextVisibleAtMs() {
      forgetExpired()
      return nextVisibleAtMs(messages, settings.fifo)
    },
    setDeadLetterQueue(queue) {
      deadLetters = queue
    },
    accept(message) {
      const { receiptHandle: _, ...kept } = message
      messages.push({ ...kept, receiveCount: 0, visibleAtMs: clock.nowMs() })
      changed()
    },
    takeVisible(atMost) {
      forgetExpired()
      const taken = messages.filter(({ visibleAtMs }) => visibleAtMs <= clock.nowMs()).slice(0, atMost)
      messages = messages.filter(message => !taken.includes(message))
      if (taken.length > 0) noted()
      return taken
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onAnyChange(watcher) {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    snapshot() {
      forgetExpired()
      return structuredClone({
        messages,
        remembered: deduplication.entries(),
        lastSequenceNumber: String(lastSequenceNumber),
      })
    },
    restore(kept) {
      messages = structuredClone(kept.messages)
      deduplication.restore(kept.remembered)
      lastSequenceNumber = BigInt(kept.lastSequenceNumber)
      changed()
    },
  }
}
