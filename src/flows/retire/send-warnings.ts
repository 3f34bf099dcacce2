import { renderDateWarning } from '../../../blocks/date-warning.ts'
import { accountName } from '../../domain/config.ts'
import { type DatedImage, warningsOf } from '../../domain/date-warning.ts'
import { withWarned } from '../../domain/deprecation.ts'
import { placeName, placesIn } from '../../domain/fleet.ts'
import { imageInRegion } from '../../domain/fleet-status.ts'
import type { FleetUse } from '../../domain/fleet-use.ts'
import { imageKey } from '../../domain/image.ts'
import { RetryLater, throwIfBusy } from '../../domain/retry-later.ts'
import { idInRegion } from '../../domain/revocation.ts'
import { inParallel } from '../../in-parallel.ts'
import { changeDeprecation } from '../../stored/change-deprecation.ts'
import { postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'
import type { Followed, WarnNeeds } from './needs.ts'

const PLACES_AT_ONCE = 16
/** How long a warning waits for a place that does not answer; then it says so. */
const ANSWERS_WITHIN_MS = 60 * 60_000

/**
 * Warns of a batch of deprecation dates: 1 who runs the images 2 one message for each channel, once 3 write that they were warned.
 *
 * @throws {RetryLater} while Slack has no room: the next run continues with what is left
 */
export const sendWarnings = async (
  needs: WarnNeeds,
  batchId: string,
  batch: readonly Followed[],
): Promise<void> => {
  const { ledger, config, log } = needs
  // 1 who runs them
  const { uses, unread } = await readUses(needs, batch)
  const sinceMs = Math.min(...batch.map(({ deprecation }) => deprecation.warning?.atMs ?? 0))
  if (unread.length > 0 && needs.clock.nowMs() - sinceMs < ANSWERS_WITHIN_MS)
    throw new RetryLater(300, `Who runs the images is not known yet in ${unread.join(', ')}.`)
  const records = await ledger.readImages(batch.map(({ deprecation }) => deprecation))
  const images = batch.flatMap(({ deprecation, facts }): DatedImage[] => {
    const { account, region, imageId, deprecatedAtMs, warning } = deprecation
    if (deprecatedAtMs === undefined || !warning) return []
    const image = { account, region, imageId }
    const successor = records.get(imageKey(image))?.retirement?.successor
    const own = uses.get(idInRegion(image)) ?? []
    return [{ image, facts, deprecatedAtMs, days: warning.days, uses: own, ...(successor && { successor }) }]
  })
  // 2 one message for each channel
  for (const warning of warningsOf(config, images)) {
    const about = { batch: batchId, images: warning.images.length }
    const posted = await postWithFallback(needs, warning.channel, about, (channel, notice) =>
      postOnce(needs, {
        key: `warning/${batchId}/${warning.channel}/${channel}`,
        channel,
        message: renderDateWarning({
          ...warning,
          nowMs: needs.clock.nowMs(),
          nameOf: account => accountName(config, account),
          unread,
          ...(notice !== undefined && { notice }),
        }),
      }),
    )
    throwIfBusy(posted.delivery, `the next message in ${posted.channel}`)
    if (posted.delivery.kind !== 'delivered')
      throw new RetryLater(300, `A warning was posted in no channel: ${refusedWords(posted)}`)
  }
  // 3 write it
  for (const { deprecation } of batch)
    await changeDeprecation(ledger, deprecation, now => withWarned(now, batchId), deprecation)
  log.info('People were warned of deprecation dates.', { batch: batchId, images: images.length })
}

/** The instances of these images, by region and image, in all configured accounts; a place that does not answer is named. */
const readUses = async (
  { instances, config, log }: WarnNeeds,
  batch: readonly Followed[],
): Promise<{ uses: ReadonlyMap<string, readonly FleetUse[]>; unread: readonly string[] }> => {
  const wanted = new Set(batch.map(({ deprecation }) => idInRegion(deprecation)))
  const regions = new Set(batch.map(({ deprecation }) => deprecation.region))
  const uses = new Map<string, FleetUse[]>()
  const unread: string[] = []
  const places = placesIn(config).filter(({ region }) => regions.has(region))
  await inParallel(places, PLACES_AT_ONCE, async place => {
    try {
      for (const use of await instances.list(place.account, place.region)) {
        const key = imageInRegion(use)
        if (wanted.has(key)) uses.set(key, [...(uses.get(key) ?? []), use])
      }
    } catch (error) {
      log.warn('The instances of a place could not be listed.', { ...place, why: String(error) })
      unread.push(placeName(config, place))
    }
  })
  return { uses, unread }
}
