import { createChannelBackoff } from '../../channel-backoff.ts'
import type { AccountRegion } from '../../domain/alias.ts'
import { aliasPlacesIn } from '../../domain/alias-places.ts'
import { placeKey } from '../../domain/fleet.ts'
import { imageKey } from '../../domain/image.ts'
import { countsOf } from '../../domain/scan-results.ts'
import type { Images } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'
import type { FindingsNeeds } from '../findings/needs.ts'
import { renewFindings } from '../findings/renew-findings.ts'
import { findByIds } from '../promote/find-by-ids.ts'
import { trying } from './trying.ts'

/** Scans take minutes to hours, and their events usually come, so this is often enough. */
const EVERY_MS = 15 * 60_000

/** @param lastAtMs when they were last looked for there */
export const isFindingsDue = (lastAtMs: number | undefined, nowMs: number): boolean =>
  nowMs >= (lastAtMs ?? 0) + EVERY_MS

/**
 * Looks for Amazon Inspector's scans of which no event came, for the images that the aliases of a place name. Their findings are handled
 * as by the event.
 */
export const scanFindings = async (
  needs: FindingsNeeds & { images: Pick<Images, 'describe' | 'search'> },
  place: AccountRegion,
  stopAtMs: number,
): Promise<void> => {
  const { ledger, config, clock, log } = needs
  const places = aliasPlacesIn(config).filter(alias => placeKey(alias) === placeKey(place))
  if (places.length === 0) return
  const withBackoff = { ...needs, backoff: createChannelBackoff() }
  const seen = [...(await ledger.readSeenAliases(places)).values()].filter(({ deleted }) => !deleted)
  const ids = [...new Set(seen.flatMap(({ last }) => last?.value ?? []))]
  for (const { image, facts } of (await findByIds(needs, place, ids)).values()) {
    if (!facts.scan || clock.nowMs() >= stopAtMs) continue
    const record = await readImage(ledger, image)
    const isKnown = record.criticals !== undefined && countsOf(facts.scan, record.findings) !== undefined
    if (!isKnown)
      await trying(log, { step: 'take in a scan', image: imageKey(image) }, () =>
        renewFindings(withBackoff, image),
      )
  }
}
