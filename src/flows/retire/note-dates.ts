import { type Deprecation, withDate, withOtherDate } from '../../domain/deprecation.ts'
import type { Fleet, ScannedImage } from '../../domain/fleet.ts'
import type { ImageFacts, ImageRef } from '../../domain/image.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Clock, Deprecations, Log } from '../../ports.ts'
import { changeDeprecation } from '../../stored/change-deprecation.ts'

interface Needs {
  ledger: Deprecations
  clock: Clock
  log: Log
}

const WRITES_AT_ONCE = 16

/**
 * Finds deprecation dates that differ from those of the scan before. Dates at a first scan, and dates that an image was made with, are
 * saved and not announced. Any other difference is checked five minutes later, so that CloudTrail's call has time to arrive.
 *
 * @param now what this scan has found so far: if a date could not be saved, the next scan finds the difference again
 */
export const noteDates = async (
  { ledger, clock, log }: Needs,
  isFirst: boolean,
  before: Fleet,
  now: Map<string, ScannedImage>,
  page: readonly { image: ImageRef; facts: ImageFacts }[],
): Promise<void> => {
  const nowMs = clock.nowMs()
  const differing = page.filter(
    ({ image, facts }) => before.get(image.imageId)?.facts?.deprecatedAtMs !== facts.deprecatedAtMs,
  )
  await inParallel(differing, WRITES_AT_ONCE, async ({ image, facts }) => {
    const seen = before.get(image.imageId)
    const isNew = isFirst || seen?.facts === undefined
    const beforeMs = seen?.facts?.deprecatedAtMs
    const note = (known: Deprecation): Deprecation | undefined =>
      isNew && known.version === 0
        ? withDate(known, facts.deprecatedAtMs, 'nobody', nowMs)
        : withOtherDate(known, { beforeMs, foundMs: facts.deprecatedAtMs, nowMs })
    try {
      await changeDeprecation(ledger, image, note)
    } catch (error) {
      log.warn('A deprecation date could not be written down; the next scan finds it again.', {
        image: image.imageId,
        why: String(error),
      })
      const found = now.get(image.imageId)
      if (found?.facts) now.set(image.imageId, withDateOf(found, beforeMs))
    }
  })
}

const withDateOf = (found: ScannedImage, deprecatedAtMs: number | undefined): ScannedImage => {
  const { deprecatedAtMs: _unwritten, ...facts } = found.facts ?? { tags: {} }
  return { ...found, facts: { ...facts, ...(deprecatedAtMs !== undefined && { deprecatedAtMs }) } }
}
