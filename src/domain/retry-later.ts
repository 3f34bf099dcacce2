/** Thrown where a step cannot be done now but can be done again as a whole: the queue delivers it again. */
export class RetryLater extends Error {
  override name = 'RetryLater'
  constructor(
    readonly afterSec: number,
    why: string,
    options?: ErrorOptions,
  ) {
    super(why, options)
  }
}

/**
 * The state of the channel that a message waits for. `taking`: it took another message of the batch, and this one waits its turn, so it
 * is delivered again after exactly that time. `full`: Slack answers, but had no room for any message of the batch.
 */
export type ChannelRoom = 'taking' | 'full'

/** Thrown where nothing failed: Slack limits the rate of a channel's messages. */
export class WaitsForRoom extends RetryLater {
  override name = 'WaitsForRoom'
  constructor(
    afterSec: number,
    why: string,
    readonly room: ChannelRoom,
  ) {
    super(afterSec, why)
  }
}

const UNKNOWN_TROUBLE_SEC = 10

/** @returns after how many seconds, at the earliest, the message is delivered again, and why */
export const retryOf = (error: unknown): { afterSec: number; why: string; room?: ChannelRoom } => ({
  afterSec: error instanceof RetryLater ? error.afterSec : UNKNOWN_TROUBLE_SEC,
  why: error instanceof Error ? error.message : String(error),
  ...(error instanceof WaitsForRoom && { room: error.room }),
})

/**
 * Makes the queue deliver a message again if Slack has no room for it now.
 *
 * @param before what waits, as in "Slack asks to wait before the form is drawn."
 * @throws {RetryLater} after the time that Slack asked for
 */
export function throwIfBusy<Answer extends { kind: string }>(
  answer: Answer,
  before: string,
): asserts answer is Exclude<Answer, { kind: 'busy' }> {
  const { kind, retryAfterSec = 1 } = answer as { kind: string; retryAfterSec?: number }
  if (kind === 'busy') throw new RetryLater(retryAfterSec, `Slack asks to wait before ${before}.`)
}
/**
 * Does something that must not stop the rest, such as posting a line that Slack may have no room for.
 *
 * @returns what to throw once everything else is done, so that the queue delivers the message again; undefined if the work was done
 */
export const deferRetry = async (work: Promise<unknown>): Promise<RetryLater | undefined> => {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof RetryLater) return error
    throw error
  }
}
