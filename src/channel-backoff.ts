import { RetryLater } from './domain/retry-later.ts'
import type { Delivery } from './ports.ts'

/** Slack takes about one message a second in a channel; a little slower, so that those who wait do not meet again.
 * https://docs.slack.dev/apis/web-api/rate-limits */
const MESSAGE_EVERY_SEC = 1.25

/** The order in which the messages of one batch wait for room in each channel. */
export interface ChannelBackoff {
  /** @throws {RetryLater} where the channel had no room for an earlier message of the batch: Slack is not asked again */
  throwIfFull(channel: string): void
  /** @throws {RetryLater} where Slack had no room for this message: after those of the batch that wait already */
  throwIfBusy(channel: string, delivery: Delivery): void
}

/**
 * A burst that Slack refuses must not come back as a burst: each try counts against the deliveries after which its queue
 * gives an event up. So those who wait come back one after another.
 */
export const createChannelBackoff = (): ChannelBackoff => {
  const nextSec = new Map<string, number>()
  /** The seconds after which it is this message's turn. */
  const takeSlot = (channel: string, retryAfterSec: number): number => {
    const slotSec = Math.max(nextSec.get(channel) ?? 0, retryAfterSec)
    nextSec.set(channel, slotSec + MESSAGE_EVERY_SEC)
    return Math.ceil(slotSec)
  }
  return {
    throwIfFull(channel) {
      if (nextSec.has(channel))
        throw new RetryLater(
          takeSlot(channel, 0),
          `Others wait for room in ${channel}; this one comes after them.`,
        )
    },
    throwIfBusy(channel, delivery) {
      if (delivery.kind === 'busy')
        throw new RetryLater(
          takeSlot(channel, delivery.retryAfterSec),
          `Slack asks to wait before the next message in ${channel}.`,
        )
    },
  }
}
