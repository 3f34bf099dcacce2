import type { AccountRegion } from '../../src/domain/alias.ts'
import type { PlaceScan } from '../../src/domain/place.ts'
import type { Places } from '../../src/ports.ts'

/** A scan that came to the end of its list. */
export const scanAt = (atMs: number, more: Partial<PlaceScan> = {}): PlaceScan => ({
  askedAtMs: atMs,
  startedAtMs: atMs,
  tookMs: 1_000,
  scannedAtMs: atMs,
  images: 1,
  seenLate: 0,
  ...more,
})

/** All of these places were scanned then, by a run of the schedule. */
export const saveScannedPlaces = async (
  ledger: Places,
  places: readonly AccountRegion[],
  atMs: number,
): Promise<void> => {
  for (const place of places) await ledger.saveScan(place, scanAt(atMs))
  await ledger.saveLastRun({ startedAtMs: atMs })
}
