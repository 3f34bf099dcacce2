import type { ImageRef, ImageState } from './image.ts'
import { isNewImage } from './new-build.ts'
import { type CopyRow, type ImageRecord, type SharedCard, stateOf } from './record.ts'

/** Copies of one build share the card of the first of them: its record has a row for each, and their records name it. */

const DAY_MS = 24 * 60 * 60_000
/** A record has room for more; a card shows the first ones. */
const MOST_COPIES = 100

/**
 * Whether a new image becomes a row on the card of another image of its build: both are available and were made within a day of
 * each other. A failed one keeps a card of its own.
 */
export const mayShareCard = (copy: ImageRecord, owner: ImageRecord): boolean => {
  const madeAtMs = copy.facts?.createdAtMs
  // If EC2 did not answer, the time of its event is about the time when it was made.
  const ownersAtMs = owner.facts?.createdAtMs ?? owner.lastEvent?.atMs
  return (
    isNewImage(copy) &&
    stateOf(owner) === 'available' &&
    (owner.copies?.length ?? 0) < MOST_COPIES &&
    madeAtMs !== undefined &&
    ownersAtMs !== undefined &&
    Math.abs(madeAtMs - ownersAtMs) <= DAY_MS
  )
}

export const sharedCardIn = ({ sharedCards = [] }: ImageRecord, channel: string): SharedCard | undefined =>
  sharedCards.find(one => one.channel === channel)

/** The record of a copy that is shown on the card of another image. */
export const withSharedCard = (record: ImageRecord, channel: string, image: ImageRef): ImageRecord => {
  const { account, region, imageId } = image
  const others = withoutSharedCard(record, channel).sharedCards ?? []
  return { ...record, sharedCards: [...others, { channel, image: { account, region, imageId } }] }
}

/** The same once that card is gone. */
export const withoutSharedCard = (
  { sharedCards = [], ...rest }: ImageRecord,
  channel: string,
): ImageRecord => {
  const others = sharedCards.filter(one => one.channel !== channel)
  return { ...rest, ...(others.length > 0 && { sharedCards: others }) }
}

/** Whether the card of another image shows an outdated row of this image. */
export const hasOldRow = (record: ImageRecord): boolean =>
  (record.sharedCards ?? []).some(({ shown }) => shown !== stateOf(record))

/** The rows of an image show this state now. */
export const withRowsShown = (record: ImageRecord, shown: ImageState): ImageRecord => ({
  ...record,
  ...(record.sharedCards && { sharedCards: record.sharedCards.map(one => ({ ...one, shown })) }),
})

/** The record of a build's card with the row of a copy. @returns undefined where it has it already */
export const withCopy = (record: ImageRecord, copy: CopyRow): ImageRecord | undefined => {
  const { copies = [] } = record
  const isOf = ({ account, region, imageId }: ImageRef): boolean =>
    account === copy.account && region === copy.region && imageId === copy.imageId
  const before = copies.find(isOf)
  if (before?.state === copy.state) return undefined
  const rows = before ? copies.map(one => (isOf(one) ? copy : one)) : [...copies, copy]
  return { ...record, copies: rows, rev: record.rev + 1 }
}

/** The record of a build's card without the row of a copy. */
export const withoutCopy = (record: ImageRecord, { account, region, imageId }: ImageRef): ImageRecord => {
  const { copies = [], ...rest } = record
  const others = copies.filter(
    one => one.account !== account || one.region !== region || one.imageId !== imageId,
  )
  if (others.length === copies.length) return record
  return { ...rest, ...(others.length > 0 && { copies: others }), rev: record.rev + 1 }
}
