import type { AccountRegion } from '../../domain/alias.ts'
import type { Fleet } from '../../domain/fleet.ts'
import type { PlaceGlance } from '../../domain/fleet-glance.ts'
import type { ImageRef } from '../../domain/image.ts'

/** What the scans found. */
export interface FleetScans {
  /** What the last scan found in a place; undefined if nothing is saved, or if it can't be read: the next scan starts over. */
  readFleet(place: AccountRegion): Promise<Fleet | undefined>
  /** Writes the images that are not the same object as before; all of them where nothing could be read before. */
  saveFleet(place: AccountRegion, before: Fleet | undefined, now: Fleet): Promise<void>
  /** The images of each place in a few numbers, as the last scans found them. */
  readGlances(): Promise<readonly PlaceGlance[]>
  readGlance(place: AccountRegion): Promise<PlaceGlance | undefined>
  saveGlance(glance: PlaceGlance): Promise<void>
  /** Saves which images are about to change, all of a batch at once: the next scan reads their records. */
  saveRecentlyChanged(noteId: string, images: readonly ImageRef[], nowMs: number): Promise<void>
  readRecentlyChanged(sinceMs: number): Promise<readonly ImageRef[]>
}
