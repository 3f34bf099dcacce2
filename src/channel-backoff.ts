import { RetryLater } from './domain/retry-later.ts'
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
 * queue drops an event. So those that wait come back one after another.
 */
export const createChannelBackoff = (): ChannelBackoff => {
  const nextSec = new Map<string, number>()
  /** After how many seconds this message is tried again. */
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
