import type { AccountRegion } from '../../domain/alias.ts'
import { FUNCTIONS_APART_MS } from '../../domain/clocks.ts'
import { type Fleet, placeKey } from '../../domain/fleet.ts'
import type { PlaceScan } from '../../domain/place.ts'
import { homesChanged } from '../home/homes-changed.ts'
import type { ScanNeeds } from './needs.ts'
import { saveGlance } from './save-glance.ts'
import { scanRegion } from './scan-region.ts'
import { trying } from './trying.ts'

export type ScannedImages = Pick<PlaceScan, 'images' | 'seenLate' | 'next' | 'scannedAtMs'>

/**
 * Scans the images of one account and region, one page of EC2's list at a time, until the time is over; the next scan continues there.
 * Images that changed since the last scan are read from the ledger again, all others only if EC2 shows another state: a scan in which
 * nothing happened reads and writes no record.
 *
 * @param known what the last scan found; undefined if nothing is saved, or if it can't be read
 * @throws where EC2 or the ledger does not answer
 */
export const scanImages = async (
  needs: ScanNeeds,
  place: AccountRegion,
  known: Fleet | undefined,
  before: PlaceScan | undefined,
  stopAtMs: number,
): Promise<ScannedImages> => {
  const { clock, log, keptChanges = needs.ledger } = needs
  const startedAtMs = clock.nowMs()
  const { scannedAtMs } = before ?? {}
  const sinceMs = (scannedAtMs ?? startedAtMs) - FUNCTIONS_APART_MS
  const { images, seenLate, now, next } = await scanRegion(needs, place, {
    isFirst: scannedAtMs === undefined,
    known,
    from: known && before?.next,
    readRecentlyChanged: async () => {
      const changed = await keptChanges.readRecentlyChanged(sinceMs)
      return new Set(changed.flatMap(image => (placeKey(image) === placeKey(place) ? image.imageId : [])))
    },
    stopAtMs,
  })
  await trying(log, { step: 'save the numbers of a place', ...place }, async () => {
    if (await saveGlance(needs, place, now)) await homesChanged(needs)
  })
  if (next === undefined) return { images, seenLate, scannedAtMs: startedAtMs }
  return { images, seenLate, next, ...(scannedAtMs !== undefined && { scannedAtMs }) }
}
