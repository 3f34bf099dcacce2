import { SCAN_LOST_AFTER_MS } from './due-places.ts'
import { isAwaited, type Place } from './place.ts'

/** What the scans of an account and region came to, by its own history. */
export type PlaceState =
  /** No scan has ended yet: none was asked for, or the first message waits or is worked on. */
  | { kind: 'new' }
  /** The last scan came to the end of EC2's list, or will. */
  | { kind: 'seen' }
  /** AWS answered with an error. */
  | { kind: 'refused'; error: string }
  /** AWS did not answer. */
  | { kind: 'silent' }
  /** A scan ended by a failure within amiops. */
  | { kind: 'ours'; error: string }
  /** A scan was asked for so long ago that its message is lost: amiops does not keep up. */
  | { kind: 'late'; sinceMs: number }

/**
 * A place whose scan waits or is worked on keeps the state of the scan before: only what has ended says something of its account, and
 * only what is lost says something of amiops.
 */
export const placeStateOf = (place: Place | undefined, nowMs: number): PlaceState => {
  if (!place) return { kind: 'new' }
  const { askedAtMs = 0, waitsSinceMs = askedAtMs, scan } = place
  if (isAwaited(place) && nowMs - waitsSinceMs >= SCAN_LOST_AFTER_MS)
    return { kind: 'late', sinceMs: waitsSinceMs }
  if (!scan) return { kind: 'new' }
  const { failure } = scan
  if (!failure) return { kind: 'seen' }
  if (failure.isOurs) return { kind: 'ours', error: failure.name }
  return failure.isSilent ? { kind: 'silent' } : { kind: 'refused', error: failure.name }
}
