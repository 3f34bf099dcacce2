import { RetryLater, WaitsForRoom } from './domain/retry-later.ts'
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
 * A burst that Slack refuses must not come back as a burst, because each try counts against the deliveries after which the queue drops an
 * event. So waiting messages come back one after another.
 */
export const createChannelBackoff = (): ChannelBackoff => {
  const taking = new Set<string>()
  const waiting = new Map<string, { nextSec: number; isLimited: boolean }>()
  /** @param isLimited Slack limits the rate; otherwise it has trouble of its own */
  const wait = (channel: string, afterSec: number, isLimited: boolean, why: string): RetryLater => {
    const slotSec = Math.max(waiting.get(channel)?.nextSec ?? 0, afterSec)
    waiting.set(channel, { nextSec: slotSec + MESSAGE_EVERY_SEC, isLimited })
    const waitSec = Math.ceil(slotSec)
    return isLimited
      ? new WaitsForRoom(waitSec, why, taking.has(channel) ? 'taking' : 'full')
      : new RetryLater(waitSec, why)
  }
  return {
    throwIfFull(channel) {
      const others = waiting.get(channel)
      if (others)
        throw wait(
          channel,
          0,
          others.isLimited,
          `Others wait for room in ${channel}; this one comes after them.`,
        )
    },
    throwIfBusy(channel, delivery) {
      // With a payload it was posted by an earlier delivery, which shows nothing about Slack now.
      if (delivery.kind === 'delivered' && !delivery.payload) taking.add(channel)
      if (delivery.kind === 'busy')
        throw wait(
          channel,
          delivery.retryAfterSec,
          !delivery.inDoubt,
          `Slack asks to wait before the next message in ${channel}.`,
        )
    },
  }
}
