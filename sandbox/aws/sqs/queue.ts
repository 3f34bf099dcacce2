import * as v from 'valibot'
import { RememberedSchema } from './deduplication.ts'
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
