import { RetryLater, WaitsItsTurn } from './domain/retry-later.ts'
import type { Delivery } from './ports.ts'

/**
 * Slack takes about one message a second in a channel; a little slower, so that two that wait do not collide again.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
const MESSAGE_EVERY_SEC = 1.25

/** The order in which the messages of one batch wait until Slack takes them in a channel. */
export interface ChannelBackoff {
  /** @throws {RetryLater} where Slack refused an earlier message of the batch in this channel: it is not asked again */
  throwIfFull(channel: string): void
  /** @throws {RetryLater} where Slack has no room for this message: after those of the batch that wait already */
  throwIfBusy(channel: string, delivery: Delivery): void
}

/**
 * A burst that Slack refuses must not come back as a burst, because each try counts against the deliveries after which the
 * queue drops an event. So those that wait come back one after another: in a channel that took a message of this batch after
 * exactly that time, else later the older they are.
 */
export const createChannelBackoff = (): ChannelBackoff => {
  const nextSec = new Map<string, number>()
  const taking = new Set<string>()
  /** After how many seconds this message is tried again. */
  const takeSlot = (channel: string, retryAfterSec: number): number => {
    const slotSec = Math.max(nextSec.get(channel) ?? 0, retryAfterSec)
    nextSec.set(channel, slotSec + MESSAGE_EVERY_SEC)
    return Math.ceil(slotSec)
  }
  const wait = (channel: string, retryAfterSec: number, why: string): RetryLater =>
    new (taking.has(channel) ? WaitsItsTurn : RetryLater)(takeSlot(channel, retryAfterSec), why)
  return {
    throwIfFull(channel) {
      if (nextSec.has(channel))
        throw wait(channel, 0, `Others wait for room in ${channel}; this one comes after them.`)
    },
    throwIfBusy(channel, delivery) {
      if (delivery.kind === 'delivered') taking.add(channel)
      if (delivery.kind === 'busy')
        throw wait(
          channel,
          delivery.retryAfterSec,
          `Slack asks to wait before the next message in ${channel}.`,
        )
    },
  }
}
