import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { Clock } from '../../kernel/clock.ts'
import { createDeduplication, RememberedSchema } from './deduplication.ts'
import { invalidValue, missing, SqsError } from './errors.ts'
import { type Message, MessageSchema } from './message.ts'
import type { NewMessage, QueueSettings, Sent } from './new-message.ts'

export const QueueSnapshotSchema = v.strictObject({
  messages: v.array(MessageSchema),
  remembered: v.array(RememberedSchema),
  lastSequenceNumber: v.pipe(v.string(), v.regex(/^\d+$/)),
})
type QueueSnapshot = v.InferOutput<typeof QueueSnapshotSchema>

export interface Queue {
  readonly settings: QueueSettings
  readonly url: string
  readonly arn: string
  send(message: NewMessage): Sent
  /** Up to `atMost` visible messages, which become invisible. */
  receive(atMost: number, visibilityTimeoutSec?: number): Message[]
  delete(receiptHandle: string): void
  changeVisibility(receiptHandle: string, timeoutSec: number): void
  purge(): void
  /** Everything in the queue: visible, delayed and in flight. */
  messages(): readonly Message[]
  /** When the next message can be received, if one is there at all. */
  nextVisibleAtMs(): number | undefined
  /** Where messages go that were received too often. */
  setDeadLetterQueue(queue: Queue): void
  /** Takes a message over as it is. */
  accept(message: Message): void
  /** Takes up to `atMost` visible messages out of the queue, as they are. */
  takeVisible(atMost: number): Message[]
  /** Calls `listener` whenever something may have become receivable. */
  onChange(listener: () => void): () => void
  /** Calls `listener` whenever anything has changed that a snapshot holds. */
  onAnyChange(listener: () => void): () => void
  snapshot(): QueueSnapshot
  restore(snapshot: QueueSnapshot): void
}

const LONGEST_VISIBILITY_SEC = 43_200

export const createQueue = (settings: QueueSettings, url: string, arn: string, clock: Clock): Queue => {
  let messages: Message[] = []
  let deadLetters: Queue | undefined
  let lastSequenceNumber = 18_870_000_000_000_000_000n
  const listeners = new Set<() => void>()
  const watchers = new Set<() => void>()
  const deduplication = createDeduplication(settings, clock)

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

  const isInFlight = (message: Message) => message.receiveCount > 0 && message.visibleAtMs > clock.nowMs()

  /** Moves what was received too often out of the way, as SQS does when it would deliver it once more. */
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

  const validate = (message: NewMessage) => {
    if (settings.fifo && message.groupId === undefined) throw missing('MessageGroupId')
    if (settings.fifo && message.delaySec !== undefined && message.delaySec > 0) {
      throw invalidValue(
        'DelaySeconds',
        message.delaySec,
        'The request include parameter that is not valid for this queue type.',
      )
    }
  }

  const findByHandle = (receiptHandle: string): Message | undefined => {
    // A handle names its message, so that an outdated one can be told from a false one.
    const [id] = Buffer.from(receiptHandle, 'base64').toString().split(' ')
    if (!/^[0-9a-f-]{36}$/.test(id ?? '')) {
      throw new SqsError(
        'ReceiptHandleIsInvalid',
        `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
      )
    }
    const message = messages.find(other => other.id === id)
    return message?.receiptHandle === receiptHandle ? message : undefined
  }

  return {
    settings,
    url,
    arn,
    send(message) {
      validate(message)
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
      // A group is locked while one of its messages is in flight; within a group, order is never overtaken.
      const blockedGroups = new Set(
        settings.fifo ? messages.filter(isInFlight).map(message => message.groupId) : [],
      )
      const received: Message[] = []
      for (const message of messages) {
        if (received.length === atMost) break
        if (settings.fifo && blockedGroups.has(message.groupId)) continue
        if (message.visibleAtMs > nowMs) {
          if (settings.fifo) blockedGroups.add(message.groupId)
          continue
        }
        message.receiveCount += 1
        message.firstReceivedAtMs ??= nowMs
        message.visibleAtMs = nowMs + visibilityTimeoutSec * 1_000
        message.receiptHandle = Buffer.from(`${message.id} ${randomUUID()}`).toString('base64')
        received.push(message)
      }
      if (received.length > 0) noted()
      return received.map(message => ({ ...message }))
    },
    delete(receiptHandle) {
      const message = findByHandle(receiptHandle)
      if (!message) return
      if (settings.fifo && !isInFlight(message)) {
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
      if (!message || !isInFlight(message)) {
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
      const blockedUntilMs = new Map<string | undefined, number>()
      let nextMs: number | undefined
      for (const message of messages) {
        const blockedMs = settings.fifo ? (blockedUntilMs.get(message.groupId) ?? 0) : 0
        const visibleAtMs = Math.max(message.visibleAtMs, blockedMs)
        if (settings.fifo) blockedUntilMs.set(message.groupId, visibleAtMs)
        nextMs = Math.min(nextMs ?? visibleAtMs, visibleAtMs)
      }
      return nextMs
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
