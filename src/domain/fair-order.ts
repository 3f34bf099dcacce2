import type { ImageEvent } from './event.ts'
import { groupBy } from './group-by.ts'
import { imageKey } from './image.ts'

/** An account with more events than this in one batch has a burst. SQS's fair queues draw the line near it:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html */
const BURST_ABOVE = 30

/**
 * Takes turns between accounts: the first item of each, then the second of each. Within an account the order stays, and which
 * account comes first does.
 */
export const alternate = <T>(items: readonly T[], accountOf: (item: T) => string): T[] => {
  const byAccount = [...groupBy(items, accountOf).values()]
  const most = Math.max(0, ...byAccount.map(list => list.length))
  return Array.from({ length: most }, (_, turn) =>
    byAccount.flatMap(list => list.slice(turn, turn + 1)),
  ).flat()
}

/**
 * Splits a batch in which one account has a burst: the events of the others, and the account's failures if they are few, do not wait for
 * the burst. Events of one image stay together.
 */
export const splitBursts = (
  events: readonly ImageEvent[],
): { first: readonly ImageEvent[]; bursts: readonly ImageEvent[] } => {
  const byAccount = [...groupBy(events, ({ account }) => account).values()]
  if (byAccount.length < 2 || byAccount.every(list => list.length <= BURST_ABOVE))
    return { first: events, bursts: [] }
  const first = new Set(byAccount.flatMap(list => (list.length <= BURST_ABOVE ? list : fewFailures(list))))
  // If every account has a burst, there is nobody to put first.
  if (first.size === 0) return { first: events, bursts: [] }
  return { first: [...first], bursts: events.filter(event => !first.has(event)) }
}

/** The events of images that failed; none where even those are a burst. */
const fewFailures = (events: readonly ImageEvent[]): readonly ImageEvent[] => {
  const ofImages = [...groupBy(events, imageKey).values()]
  const failed = ofImages.filter(list => list.some(({ state }) => state === 'failed')).flat()
  return failed.length <= BURST_ABOVE ? failed : []
}
