import type { Fleet, FleetPlace, ScanProgress } from '../../domain/fleet.ts'
import type { ImageRef } from '../../domain/image.ts'

/** What the scans found, and how far they have come. */
export interface FleetScans {
  /** What the last look found in a place; empty where nobody looked. */
  readFleet(place: FleetPlace): Promise<Fleet>
  /** Writes what differs from before, and nothing where nothing does. */
  saveFleet(place: FleetPlace, before: Fleet, now: Fleet): Promise<void>
  readScanProgress(): Promise<ScanProgress>
  saveScanProgress(progress: ScanProgress): Promise<void>
  /** Saves which images are about to change, all of a batch at once: the next scan reads their records. */
  saveRecentlyChanged(noteId: string, images: readonly ImageRef[], nowMs: number): Promise<void>
  readRecentlyChanged(sinceMs: number): Promise<readonly ImageRef[]>
}
