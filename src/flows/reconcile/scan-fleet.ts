import type { AccountRegion } from '../../domain/alias.ts'
import { placeKey, placesIn, type ScanProgress } from '../../domain/fleet.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { ImageRef } from '../../domain/image.ts'
import type { PlaceNeeds } from './needs.ts'
import { createGlanceSaver } from './save-glance.ts'
import { saveTotals } from './save-totals.ts'
import { scanRegion } from './scan-region.ts'
import { trying } from './trying.ts'

/** The clocks of two functions differ a little, and a write takes its time. */
const CLOCKS_APART_MS = 60_000

/**
 * Scans every configured account and region, one page of EC2's list at a time, until the time is over; the next run continues
 * there. Images that changed since the last scan of a region are read from the ledger again, all others only if EC2 shows another
 * state: a run in which nothing happened reads and writes no record.
 */
export const scanFleet = async (needs: PlaceNeeds, stopAtMs: number): Promise<void> => {
  const { ledger, clock, log, config } = needs
  const startedAtMs = clock.nowMs()
  const all = placesIn(config)
  let progress = ofPlaces(await ledger.readScanProgress(), all)
  const readRecentlyChanged = createRecentlyChangedReader(ledger)
  const saveGlance = createGlanceSaver(needs)
  const sum = { images: 0, places: 0, failed: 0, seenLate: 0 }

  for (const place of fromWhereItStopped(all, progress)) {
    if (clock.nowMs() >= stopAtMs) break
    const key = placeKey(place)
    let isFirst = progress.visitedAtMs[key] === undefined
    const atMs = clock.nowMs()
    const resumed = progress.stoppedAt?.place === key ? progress.stoppedAt.next : undefined
    const next = all[(all.indexOf(place) + 1) % all.length]
    const looked = await trying(log, place, async () => {
      const known = await ledger.readFleet(place)
      // What the last scan found cannot be read: this one is the first, or all images would be announced.
      if (known === undefined && !isFirst) {
        isFirst = true
        progress = withoutVisit(progress, key)
        await ledger.saveScanProgress(progress)
      }
      const end = await scanRegion(needs, place, {
        isFirst,
        known,
        from: known && resumed,
        readRecentlyChanged: () => readRecentlyChanged(place, progress.visitedAtMs[key] ?? startedAtMs),
        stopAtMs,
      })
      await trying(log, place, () => saveGlance(place, end.now))
      sum.images += end.images
      sum.seenLate += end.seenLate
      if (end.next === undefined) sum.places += 1
      progress =
        end.next === undefined
          ? { ...progress, visitedAtMs: { ...progress.visitedAtMs, [key]: atMs }, ...stopAt(next) }
          : { ...progress, ...stopAt(place, end.next) }
    })
    if (!looked) sum.failed += 1
    // A token that EC2 does not accept any more must not be tried for ever.
    if (!looked) progress = { ...progress, ...stopAt(next) }
    if (looked && isFirst) await ledger.saveScanProgress(progress)
  }

  const last = { startedAtMs, tookMs: clock.nowMs() - startedAtMs, of: all.length, ...sum }
  await ledger.saveScanProgress({ ...progress, last })
  await trying(log, { step: 'save the totals of the day' }, () => saveTotals(needs))
  log.info('The fleet was scanned.', { ...last })
}

/** Reads the recently changed images once, from the earliest time that a region needs; a region where EC2 does not answer needs
 * none. */
const createRecentlyChangedReader = (ledger: PlaceNeeds['ledger']) => {
  let readSinceMs = Number.POSITIVE_INFINITY
  let byPlace: ReadonlyMap<string, readonly ImageRef[]> = new Map()
  return async (place: AccountRegion, sinceMs: number): Promise<ReadonlySet<string>> => {
    if (sinceMs < readSinceMs) {
      byPlace = groupBy(await ledger.readRecentlyChanged(sinceMs - CLOCKS_APART_MS), placeKey)
      readSinceMs = sinceMs
    }
    return new Set((byPlace.get(placeKey(place)) ?? []).map(({ imageId }) => imageId))
  }
}

const stopAt = (place: AccountRegion | undefined, next?: string): Pick<ScanProgress, 'stoppedAt'> =>
  place ? { stoppedAt: { place: placeKey(place), ...(next !== undefined && { next }) } } : {}

const withoutVisit = ({ visitedAtMs, ...progress }: ScanProgress, key: string): ScanProgress => ({
  ...progress,
  visitedAtMs: Object.fromEntries(Object.entries(visitedAtMs).filter(([visited]) => visited !== key)),
})

/** A region that is not in the config any more is forgotten: if it comes back, its images are not announced. */
const ofPlaces = (
  { visitedAtMs, ...progress }: ScanProgress,
  places: readonly AccountRegion[],
): ScanProgress => {
  const keys = places.map(placeKey)
  return {
    ...progress,
    visitedAtMs: Object.fromEntries(Object.entries(visitedAtMs).filter(([key]) => keys.includes(key))),
  }
}

const fromWhereItStopped = (all: readonly AccountRegion[], { stoppedAt }: ScanProgress): AccountRegion[] => {
  const at = Math.max(
    0,
    all.findIndex(place => placeKey(place) === stoppedAt?.place),
  )
  return [...all.slice(at), ...all.slice(0, at)]
}
