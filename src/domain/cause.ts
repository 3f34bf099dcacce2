import type { ImageEvent } from './event.ts'
import type { ImageFacts, ImageState } from './image.ts'

/** What made an image available. EC2 sends the same event for all of them. */
export type Cause = 'created' | 'copied' | 'registered' | 'enabled' | 'restored' | 'restored-from-s3'

/** If an image was made longer than this before its event, the event has another cause. AWS may take hours to finish a copy. */
const STILL_NEW_MS = 24 * 60 * 60_000

/**
 * Decides why an image became available, as far as the facts show it: only CreateImage sets a source instance,
 * a copy or restore names its source image and region, and an old image that becomes available was enabled.
 *
 * @param before the state that the ledger knew before the event
 * @returns undefined if the facts do not show it
 */
export const decideCause = (
  event: Pick<ImageEvent, 'state' | 'atMs'>,
  facts: ImageFacts | undefined,
  before: ImageState | undefined,
): Cause | undefined => {
  if (event.state !== 'available') return undefined
  if (before === 'disabled') return 'enabled'
  if (before === 'deregistered') return 'restored'
  if (!facts) return undefined
  if (facts.createdAtMs !== undefined && event.atMs - facts.createdAtMs > STILL_NEW_MS) return 'enabled'
  if (facts.sourceInstanceId) return 'created'
  if (facts.sourceImageId && facts.sourceImageRegion) return 'copied'
  return facts.createdAtMs === undefined ? undefined : 'registered'
}

/**
 * The cause of an event, once an older event of the same image is known: an image that already had a state was not created then.
 *
 * @returns undefined where the older event says nothing new
 */
export const causeAfter = (
  older: Pick<ImageEvent, 'state' | 'atMs'>,
  newer: Pick<ImageEvent, 'state' | 'atMs'> & { cause?: Cause },
): Cause | undefined => {
  const { cause } = newer
  const isGuess = cause === undefined || cause === 'created' || cause === 'copied' || cause === 'registered'
  if (newer.state !== 'available' || older.state === 'failed' || older.atMs > newer.atMs || !isGuess)
    return undefined
  return older.state === 'deregistered' ? 'restored' : 'enabled'
}
