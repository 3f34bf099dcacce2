import { type Circuit, createCircuit } from '../../circuit.ts'
import { compactPlaces, type FailedPlace } from '../../domain/compact-places.ts'
import { errorName } from '../../domain/error-name.ts'
import { placeKey, placesIn } from '../../domain/fleet.ts'
import { type LeavingImage, type LeavingImages, showing } from '../../domain/home.ts'
import type { Place } from '../../domain/place.ts'
import { ROLE_REFUSED } from '../../domain/place-health.ts'
import { placeStateOf } from '../../domain/place-state.ts'
import { inParallel } from '../../in-parallel.ts'
import { PLACES_AT_ONCE } from '../lists/places.ts'
import type { HomeNeeds } from './needs.ts'

const WITHIN_MS = 7 * 24 * 60 * 60_000
/** The most Recycle Bins that are read for a Home; the command lists the others. */
const PLACES_AT_MOST = 64
const SHOWN = 5

/** A place whose Recycle Bin need not be asked: its account's role is refused, or AWS does not answer there. */
const unaskedError = (place: Place, nowMs: number): [key: string, failed: FailedPlace][] | undefined => {
  const { account, region } = place
  const state = placeStateOf(place, nowMs)
  if (state.kind === 'silent') return [[placeKey(place), { account, region }]]
  const isRefused = state.kind === 'refused' && state.error === ROLE_REFUSED
  return isRefused ? [[placeKey(place), { account, region, error: state.error }]] : undefined
}

/**
 * The images that leave the Recycle Bins within a week, the earliest first, and the places whose Recycle Bin could not be read. Where the
 * last scan had no answer, or the role was refused, EC2 is not asked: a person waits.
 */
export const readLeaving = async ({
  images,
  ledger,
  config,
  clock,
  log,
}: HomeNeeds): Promise<LeavingImages> => {
  const nowMs = clock.nowMs()
  const all = placesIn(config)
  const known = await ledger.readPlaces()
  const errors = new Map(known.flatMap(place => unaskedError(place, nowMs) ?? []))
  const places = all.filter(place => !errors.has(placeKey(place)))
  const leaving: LeavingImage[] = []
  const circuits = new Map<string, Circuit>()
  const unread: FailedPlace[] = all.flatMap(place => errors.get(placeKey(place)) ?? [])
  await inParallel(places.slice(0, PLACES_AT_MOST), PLACES_AT_ONCE, async place => {
    const ask = circuits.get(place.account) ?? createCircuit()
    circuits.set(place.account, ask)
    try {
      const bin = await ask(() => images.recycleBin(place.account, place.region))
      for (const { imageId, name, untilMs } of bin)
        if (untilMs > nowMs && untilMs <= nowMs + WITHIN_MS)
          leaving.push({ image: { ...place, imageId }, untilMs, ...(name !== undefined && { name }) })
    } catch (error) {
      log.warn('The Recycle Bin could not be listed.', { ...place, why: String(error) })
      unread.push({ ...place, error: errorName(error) })
    }
  })
  const soonest = leaving.sort((a, b) => a.untilMs - b.untilMs)
  const inOrder = unread.sort((a, b) => placeKey(a).localeCompare(placeKey(b)))
  return {
    ...showing(soonest, SHOWN),
    unread: compactPlaces(inOrder, all),
    unasked: Math.max(0, places.length - PLACES_AT_MOST),
  }
}
