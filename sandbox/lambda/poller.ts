import type { QueueSource } from '../aws/deployment/functions.ts'
import { SqsError } from '../aws/sqs/errors.ts'
import type { Message } from '../aws/sqs/message.ts'
import type { Queue } from '../aws/sqs/queue.ts'
import type { Clock } from '../kernel/clock.ts'
import { createSignal } from '../kernel/signal.ts'
import { parseFailures, toQueueEvent } from './records.ts'
import type { Runtime } from './runtime.ts'

export interface Poller {
  readonly queue: Queue
  /** Whether it holds messages, in a batch that fills up or in a function. */
  isBusy(): boolean
  /** Whether a message is there that it can take now. */
  hasWork(): boolean
  stop(): void
}

export interface PollerOptions {
  clock: Clock
  region: string
  /** In place of the declared batching window. */
  batchingWindowMs?: number
  /** As many at most, whatever is declared. */
  batchesAtOnce?: number
}

const DEFAULT_CONCURRENCY = 1_000

/** Lambda's event source mapping for a queue. What a function does not settle waits for its visibility timeout. */
export const startPoller = (
  queue: Queue,
  runtime: Runtime,
  source: QueueSource,
  options: PollerOptions,
): Poller => {
  const { clock, region } = options
  const windowMs = options.batchingWindowMs ?? source.batchingWindowSec * 1_000
  const { batchesAtOnce = DEFAULT_CONCURRENCY } = options
  const concurrency = Math.min(source.maximumConcurrency ?? DEFAULT_CONCURRENCY, batchesAtOnce)
  const signal = createSignal()
  const stopListening = queue.onChange(() => signal.raise())
  let stopped = false
  let batches = 0
  let collecting = false

  let alarm = new AbortController()

  /** One timer at a time: each look at the queue sets it again. */
  const wakeAt = (atMs: number) => {
    alarm.abort()
    alarm = new AbortController()
    void clock.sleep(Math.max(atMs - clock.nowMs(), 1), { signal: alarm.signal }).then(() => signal.raise())
  }

  /** Waits for the window, or until the batch is full. */
  const collect = async (): Promise<Message[]> => {
    const batch = queue.receive(source.batchSize)
    const endsAtMs = clock.nowMs() + windowMs
    if (batch.length > 0 && windowMs > 0) wakeAt(endsAtMs)
    while (batch.length > 0 && batch.length < source.batchSize && clock.nowMs() < endsAtMs && !stopped) {
      await signal.wait()
      batch.push(...queue.receive(source.batchSize - batch.length))
    }
    return batch
  }

  /** A message whose visibility timeout passed meanwhile is no longer ours: it is delivered again, as in AWS. */
  const settle = (message: Message) => {
    try {
      queue.delete(message.receiptHandle ?? '')
    } catch (error) {
      if (!(error instanceof SqsError)) throw error
    }
  }

  const handle = async (batch: Message[]) => {
    const about = `got ${batch.length} ${batch.length === 1 ? 'message' : 'messages'} of ${queue.settings.name}`
    const invocation = await runtime.invoke(toQueueEvent(batch, queue, region), about)
    const failed = !invocation.ok
      ? undefined
      : source.reportsBatchItemFailures
        ? parseFailures(invocation.result, batch)
        : new Set<string>()
    if (!failed) return
    for (const message of batch) if (!failed.has(message.id)) settle(message)
  }

  const poll = async () => {
    while (!stopped) {
      if (batches < concurrency && !runtime.isFull()) {
        collecting = true
        const batch = await collect()
        collecting = false
        if (batch.length > 0) {
          batches += 1
          void handle(batch).finally(() => {
            batches -= 1
            signal.raise()
          })
          continue
        }
      }
      const nextMs = queue.nextVisibleAtMs()
      if (nextMs !== undefined && nextMs > clock.nowMs()) wakeAt(nextMs)
      await signal.wait()
    }
  }
  void poll()

  return {
    queue,
    isBusy: () => batches > 0 || collecting,
    hasWork: () => !stopped && (queue.nextVisibleAtMs() ?? Infinity) <= clock.nowMs(),
    stop() {
      stopped = true
      stopListening()
      alarm.abort()
      signal.raise()
    },
  }
}
