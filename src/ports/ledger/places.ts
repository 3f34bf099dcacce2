import type { AccountRegion } from '../../domain/alias.ts'
import type { Place, PlaceScan } from '../../domain/place.ts'
import type { ScheduleRun } from '../../domain/scan-summary.ts'

/** The state of the scans, for each account and region. */
export interface Places {
  /** All known places, or those of one account. */
  readPlaces(account?: string): Promise<readonly Place[]>
  /** Saves that the schedule asked for scans of them, for the first time since the last scan where `waitsSinceMs` is absent. */
  savePlacesAsked(
    places: readonly (AccountRegion & Pick<Place, 'waitsSinceMs'>)[],
    askedAtMs: number,
  ): Promise<void>
  saveScan(place: AccountRegion, scan: PlaceScan): Promise<void>
  /** For places that the config does not name any more: if one comes back, its images are not announced. */
  forgetPlaces(places: readonly AccountRegion[]): Promise<void>
  /** The last run of the schedule. */
  readLastRun(): Promise<ScheduleRun | undefined>
  saveLastRun(run: ScheduleRun): Promise<void>
}
