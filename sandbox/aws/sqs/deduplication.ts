import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { Clock } from '../../kernel/clock.ts'
import { SqsError } from './errors.ts'
import type { NewMessage, QueueSettings, Sent } from './new-message.ts'

/** SQS remembers for five minutes what a FIFO queue took, even if it was received and deleted since. */
const REMEMBERED_MS = 300_000

export const RememberedSchema = v.strictObject({
  key: v.string(),
  untilMs: v.number(),
  sent: v.strictObject({ messageId: v.string(), sequenceNumber: v.exactOptional(v.string()) }),
})
type Remembered = v.InferOutput<typeof RememberedSchema>

export interface Deduplication {
  /** The message's own id, or its content's; undefined for a standard queue. */
  idOf(message: NewMessage): string | undefined
  /** What the same message was answered with. */
  findEarlier(message: NewMessage): Sent | undefined
  remember(message: NewMessage, sent: Sent): void
  /** What is remembered, to be kept. */
  entries(): Remembered[]
  restore(entries: readonly Remembered[]): void
}

export const createDeduplication = (settings: QueueSettings, clock: Clock): Deduplication => {
  const remembered = new Map<string, { untilMs: number; sent: Sent }>()

  const idOf = (message: NewMessage): string | undefined => {
    if (!settings.fifo) return undefined
    if (message.deduplicationId !== undefined) return message.deduplicationId
    if (settings.contentBasedDeduplication) return createHash('sha256').update(message.body).digest('hex')
    throw new SqsError(
      'InvalidParameterValue',
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    )
  }

  const keyOf = (message: NewMessage): string | undefined => {
    const id = idOf(message)
    if (id === undefined) return undefined
    return JSON.stringify([settings.deduplicationScope === 'messageGroup' ? message.groupId : '', id])
  }

  const forgetOld = () => {
    for (const [key, { untilMs }] of remembered) if (untilMs <= clock.nowMs()) remembered.delete(key)
  }

  return {
    idOf,
    findEarlier(message) {
      forgetOld()
      const key = keyOf(message)
      return key === undefined ? undefined : remembered.get(key)?.sent
    },
    remember(message, sent) {
      const key = keyOf(message)
      if (key !== undefined) remembered.set(key, { untilMs: clock.nowMs() + REMEMBERED_MS, sent })
    },
    entries() {
      forgetOld()
      return [...remembered].map(([key, { untilMs, sent }]) => ({ key, untilMs, sent }))
    },
    restore(entries) {
      remembered.clear()
      for (const { key, untilMs, sent } of entries) remembered.set(key, { untilMs, sent })
    },
  }
}
