import { type DateChanger, type Deprecation, withDate } from '../../domain/deprecation.ts'
import type { ImageFacts, ImageRef } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { withDeprecationDate } from '../../domain/record-retirement.ts'
import { isSameDate } from '../../domain/retirement.ts'
import { changeDeprecation } from '../../stored/change-deprecation.ts'
import { changeImage, readImage } from '../../stored/change-image.ts'
import { showRecord } from '../cards/show.ts'
import { announceDate } from './announce-date.ts'
import type { DateNeeds } from './needs.ts'

const MADE_WITHIN_MS = 24 * 60 * 60_000

/**
 * Handles the deprecation date that EC2 shows for an image: 1 who changed it 2 save the date 3 the record and its cards 4 announce a
 * change from outside amiops, once; the message gets the actor if CloudTrail names them later.
 *
 * @param live the image as EC2 shows it
 * @param by who changed it, if it differs from the saved date
 * @throws {RetryLater} while Slack has no room
 */
export const observeDate = async (
  needs: DateNeeds,
  image: ImageRef,
  live: ImageFacts,
  by: DateChanger,
): Promise<Deprecation> => {
  const { ledger, clock } = needs
  // 1 whose change
  const before = await readImage(ledger, image)
  const changer = isOwnDate(before, live) ? 'amiops' : by
  // 2 save
  const nowMs = clock.nowMs()
  const { deprecation } = await changeDeprecation(ledger, image, now => {
    const first = now.version === 0 ? seeded(now, before, nowMs) : now
    const isMadeWith = first.deprecatedAtMs === undefined && isNew(live, nowMs)
    return withDate(first, live.deprecatedAtMs, isMadeWith ? 'nobody' : changer, nowMs)
  })
  // 3 the record
  const { record, changed } = await changeImage(ledger, image, now =>
    withDeprecationDate(now, live.deprecatedAtMs),
  )
  if (changed) await showRecord(needs, record)
  // 4 announce
  return deprecation.outside && !deprecation.outside.announced
    ? announceDate(needs, deprecation, { ...record, facts: record.facts ?? live })
    : deprecation
}

/** What the record knew of an image whose date was never followed. */
const seeded = (empty: Deprecation, { facts }: ImageRecord, nowMs: number): Deprecation =>
  withDate(empty, facts?.deprecatedAtMs, 'nobody', nowMs) ?? empty

/** Pipelines set the date of each image right after they have made it: that is no news. */
const isNew = ({ createdAtMs }: ImageFacts, nowMs: number): boolean =>
  createdAtMs !== undefined && nowMs - createdAtMs < MADE_WITHIN_MS

/** The latest request set it. */
const isOwnDate = ({ request }: ImageRecord, { deprecatedAtMs }: ImageFacts): boolean =>
  request?.action === 'retire' &&
  ['acting', 'accepted', 'confirmed', 'unknown'].includes(request.state) &&
  isSameDate(request.retirement?.deprecateAtMs, deprecatedAtMs)
