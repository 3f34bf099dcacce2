import { createChannelBackoff } from '../../channel-backoff.ts'
import { aliasPlacesIn } from '../../domain/alias-places.ts'
import { groupBy } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import { countsOf } from '../../domain/scan-results.ts'
import type { Images } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'
import type { FindingsNeeds } from '../findings/needs.ts'
import { renewFindings } from '../findings/renew-findings.ts'
import { findByIds } from '../promote/read-copies.ts'
import { trying } from './trying.ts'

const LEASE = 'findings of aliases'
/** Scans take minutes to hours; their events come at once. */
const EVERY_MS = 15 * 60_000

/** Looks for scans, without an event, of the images that aliases name: what they found is taken in as by the event. */
export const scanFindings = async (
  needs: FindingsNeeds & { images: Pick<Images, 'describe' | 'search'> },
  stopAtMs: number,
): Promise<void> => {
  const { ledger, config, clock, log } = needs
  const places = aliasPlacesIn(config)
  if (places.length === 0) return
  if (!(await ledger.takeLease(LEASE, clock.nowMs(), EVERY_MS, crypto.randomUUID()))) return
  const withBackoff = { ...needs, backoff: createChannelBackoff() }
  const seen = [...(await ledger.readSeenAliases(places)).values()].filter(({ deleted }) => !deleted)
  for (const [, list] of groupBy(seen, ({ account, region }) => `${account}/${region}`)) {
    const [place] = list
    if (!place || clock.nowMs() >= stopAtMs) return
    await trying(log, { step: 'look for scans', account: place.account, region: place.region }, async () => {
      const ids = [...new Set(list.flatMap(({ last }) => last?.value ?? []))]
      for (const { image, facts } of (await findByIds(needs, place, ids)).values()) {
        if (!facts.scan || clock.nowMs() >= stopAtMs) continue
        const record = await readImage(ledger, image)
        const isKnown = record.criticals !== undefined && countsOf(facts.scan, record.findings) !== undefined
        if (!isKnown)
          await trying(log, { step: 'take in a scan', image: imageKey(image) }, () =>
            renewFindings(withBackoff, image),
          )
      }
    })
  }
}
