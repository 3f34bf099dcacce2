import { type AliasPlace, aliasPlaceKey } from '../../domain/alias.ts'
import { aliasPlacesIn } from '../../domain/alias-places.ts'
import { applyLook } from '../../domain/apply-look.ts'
import { countsFound } from '../../domain/finding-counts.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import { aliasesNaming, withScan } from '../../domain/scan-news.ts'
import { changeImage } from '../../stored/change-image.ts'
import { showRecord } from '../cards/show.ts'
import { isPassing } from '../perform/passing.ts'
import { announceCritical } from './announce-critical.ts'
import type { FindingsNeeds, WithBackoff } from './needs.ts'

const AGAIN_SEC = 60

/**
 * Reads and saves what the last scan of an image found: 1 look at it, and count 2 save it 3 draw its cards 4 announce critical findings
 * that are new, where an alias names the image.
 *
 * @param since the scan that is known to be over; EC2 may not show it yet
 * @throws {RetryLater} where it is not there yet, AWS does not answer, or Slack has no room
 */
export const renewFindings = async (needs: WithBackoff, image: ImageRef, sinceMs = 0): Promise<void> => {
  const { images, findings, ledger, clock } = needs
  // 1 look at it, and count
  const nowMs = clock.nowMs()
  const facts = (await images.describe(image.account, image.region, [image.imageId])).get(image.imageId)
  const scan = facts?.scan
  if (facts && (scan?.scannedAtMs ?? 0) < sinceMs)
    throw new RetryLater(AGAIN_SEC, `EC2 does not show the scan of ${image.imageId} yet.`)
  if (!facts || !scan) return
  const found = await findings.read(image)
  if (!found.known && isPassing(found.why))
    throw new RetryLater(AGAIN_SEC, `The findings of ${image.imageId} could not be read (${found.why}).`)
  const named = await readNaming(needs, image)
  // 2 save it
  const counts = countsFound(found, scan)
  const { record, changed } = await changeImage(ledger, image, now => {
    // Nothing is saved for an image without record and without alias: nothing would show it.
    if (now.version === 0 && named.length === 0) return undefined
    const looked = applyLook(now, facts, nowMs)
    const isSame = JSON.stringify(now.findings) === JSON.stringify(counts)
    const criticals =
      named.length > 0 && found.known
        ? withScan(now.criticals, found.value.findings, scan.scannedAtMs ?? nowMs)
        : now.criticals
    const renewed: ImageRecord = {
      ...looked,
      findings: counts,
      ...(criticals && { criticals }),
      rev: isSame ? looked.rev : Math.max(looked.rev, now.rev + 1),
    }
    return isSame && looked.rev === now.rev && criticals === now.criticals ? undefined : renewed
  })
  // 3 draw its cards
  if (changed) await showRecord(needs, record)
  // 4 announce
  if (named.length > 0) await announceCritical(needs, record, named)
  else needs.log.info('Amazon Inspector scanned an image.', { image: imageKey(image), ...scan })
}

/** The aliases that name the image, by what amiops saw last. */
const readNaming = async ({ config, ledger }: FindingsNeeds, image: ImageRef): Promise<AliasPlace[]> => {
  const places = aliasPlacesIn(config).filter(({ region }) => region === image.region)
  if (places.length === 0) return []
  const seen = await ledger.readSeenAliases(places)
  return aliasesNaming(places, place => seen.get(aliasPlaceKey(place)), image)
}
