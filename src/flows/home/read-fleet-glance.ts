import type { AccountRegion } from '../../domain/alias.ts'
import { FUNCTIONS_APART_MS } from '../../domain/clocks.ts'
import { compactPlaces, type FailedPlace } from '../../domain/compact-places.ts'
import { placeKey, placesIn } from '../../domain/fleet.ts'
import { glanceOf, oldestStale, type PlaceGlance } from '../../domain/fleet-glance.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { FleetAtAGlance } from '../../domain/home.ts'
import { allOf } from '../../in-parallel.ts'
import { readPlaces } from '../lists/read-listed.ts'
import { readRevoked } from '../steps/read-revoked.ts'
import type { HomeNeeds } from './needs.ts'

/**
 * The most places whose images are counted again because they changed since their scan. If more have changed, the scans' numbers are
 * shown.
 */
const READ_ANEW = 8

/** The fleet in numbers: what the scans saw. Places that have changed since are counted again. */
export const readFleetGlance = async (needs: HomeNeeds): Promise<FleetAtAGlance> => {
  const { ledger, config } = needs
  const places = placesIn(config)
  const [glances, scans] = await allOf([ledger.readGlances(), ledger.readPlaces()])
  const scannedAtMs = new Map(scans.map(place => [placeKey(place), place.scan?.scannedAtMs]))
  const known = new Map(glances.map(glance => [placeKey(glance), glance]))
  const scanned = places.filter(place => known.has(placeKey(place)))
  const oldestMs = Math.min(
    ...scanned.map(place => scannedAtMs.get(placeKey(place)) ?? Number.POSITIVE_INFINITY),
  )
  for (const recounted of await countAgain(needs, scanned, oldestMs))
    known.set(placeKey(recounted), recounted)
  const errors = new Map(
    scans.flatMap(place => {
      const { failure } = place.scan ?? {}
      return failure && !failure.isOurs ? [[placeKey(place), failure.name] as const] : []
    }),
  )
  const missing = places
    .filter(place => !known.has(placeKey(place)))
    .map((place): FailedPlace => {
      const error = errors.get(placeKey(place))
      return { ...place, ...(error !== undefined && { error }) }
    })
  const shown = places.flatMap(place => known.get(placeKey(place)) ?? [])
  return {
    places: shown,
    unscanned: compactPlaces(
      missing.filter(({ error }) => error === undefined),
      places,
    ),
    unread: compactPlaces(
      missing.filter(({ error }) => error !== undefined),
      places,
    ),
    oldestStale: oldestStale(shown),
  }
}

const countAgain = async (
  needs: HomeNeeds,
  scanned: readonly AccountRegion[],
  sinceMs: number,
): Promise<PlaceGlance[]> => {
  const { ledger, config, clock } = needs
  if (!Number.isFinite(sinceMs)) return []
  const changed = new Set((await ledger.readRecentlyChanged(sinceMs - FUNCTIONS_APART_MS)).map(placeKey))
  const wanted = scanned.filter(place => changed.has(placeKey(place)))
  if (wanted.length === 0 || wanted.length > READ_ANEW) return []
  const { images } = await readPlaces(needs, wanted)
  const byPlace = groupBy(images, ({ image }) => placeKey(image))
  const revoked = await readRevoked(needs)
  return wanted.map(place =>
    glanceOf(place, byPlace.get(placeKey(place)) ?? [], config.stale.afterDays, clock.nowMs(), revoked),
  )
}
