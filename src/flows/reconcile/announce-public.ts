import { createChannelBackoff } from '../../channel-backoff.ts'
import type { ScannedImage } from '../../domain/fleet.ts'
import { type ImageFacts, type ImageRef, imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { endAlerts, openAlerts } from '../../domain/record-alerts.ts'
import { NOBODY } from '../../domain/sharing.ts'
import { changeImage, readImage } from '../../stored/change-image.ts'
import { announceExposure } from '../attribute/announce-exposure.ts'
import { createReadPublicAccess } from '../attribute/read-public-access.ts'
import { showRecord } from '../cards/show.ts'
import type { PlaceNeeds } from './needs.ts'
import { trying } from './trying.ts'

/** The others follow with the next pages and runs. */
const ALERTS_OF_A_PAGE = 20

/**
 * Finds images that became public, or are so no longer, without a call from CloudTrail: 1 note them 2 alert of those that the scan before
 * saw too: their call is not just late 3 end the alerts of those that are private again.
 *
 * @param isFirst the first scan of the region: images that are public already are noted, not announced
 * @param now what this scan found so far
 */
export const announcePublic = async (
  needs: PlaceNeeds,
  isFirst: boolean,
  now: Map<string, ScannedImage>,
  page: readonly { image: ImageRef; facts: ImageFacts }[],
  stopAtMs: number,
): Promise<void> => {
  const { clock, log } = needs
  const toAlert: ImageRef[] = []
  const ended: ImageRef[] = []
  // 1 note them
  for (const { image, facts } of page) {
    const seen = now.get(image.imageId)
    if (!seen) continue
    const { public: before, ...rest } = seen
    if (facts.public === true && !before)
      now.set(image.imageId, {
        ...rest,
        public: { sinceMs: clock.nowMs(), ...(isFirst && { announced: true as const }) },
      })
    else if (facts.public === true && !before?.announced) toAlert.push(image)
    else if (facts.public !== true && before) {
      now.set(image.imageId, rest)
      ended.push(image)
    }
  }
  // 2 alert
  const posting = {
    ...needs,
    backoff: createChannelBackoff(),
    readPublicAccess: createReadPublicAccess(needs),
  }
  for (const image of toAlert.slice(0, ALERTS_OF_A_PAGE)) {
    const seen = now.get(image.imageId)
    if (!seen?.public || clock.nowMs() >= stopAtMs) break
    const { sinceMs } = seen.public
    const done = await trying(log, image, async () => {
      const record = await readImage(needs.ledger, image)
      if (isKnown(record)) return
      const found = {
        id: `public/${imageKey(image)}/${sinceMs}`,
        atMs: sinceMs,
        to: { ...NOBODY, isPublic: true },
      }
      await showRecord(needs, await announceExposure(posting, record, found))
    })
    if (!done) break
    now.set(image.imageId, { ...seen, public: { sinceMs, announced: true } })
  }
  // 3 end alerts
  for (const image of ended) await trying(log, image, () => endPublic(needs, image))
}

/** CloudTrail has reported it, or somebody gave the access back in Slack. */
const isKnown = (record: ImageRecord): boolean =>
  openAlerts(record).some(({ to }) => to.isPublic) || record.request?.share?.isPublic === true

const endPublic = async (needs: PlaceNeeds, image: ImageRef): Promise<void> => {
  const end = { atMs: needs.clock.nowMs() }
  const { record } = await changeImage(needs.ledger, image, now =>
    endAlerts(now, ({ to }) => ({ ...to, isPublic: false }), end),
  )
  await showRecord(needs, record)
}
