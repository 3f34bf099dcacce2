import { type Circuit, createCircuit } from '../../circuit.ts'
import { placeName, placesIn } from '../../domain/fleet.ts'
import { type LeavingImage, type Shown, showing } from '../../domain/home.ts'
import { inParallel } from '../../in-parallel.ts'
import { PLACES_AT_ONCE } from '../lists/places.ts'
import type { HomeNeeds } from './needs.ts'

const WITHIN_MS = 7 * 24 * 60 * 60_000
/** The most Recycle Bins that are read for a Home; the command lists the others. */
const PLACES_AT_MOST = 64
const SHOWN = 5

/** The images that leave the Recycle Bins within a week, the earliest first, and the places whose Recycle Bin could not be read. */
export const readLeaving = async ({
  images,
  config,
  clock,
  log,
}: HomeNeeds): Promise<Shown<LeavingImage> & { unread: readonly string[] }> => {
  const nowMs = clock.nowMs()
  const places = placesIn(config)
  const leaving: LeavingImage[] = []
  const circuits = new Map<string, Circuit>()
  const unread = places.slice(PLACES_AT_MOST).map(place => placeName(config, place))
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
      unread.push(placeName(config, place))
    }
  })
  const soonest = leaving.sort((a, b) => a.untilMs - b.untilMs)
  return { ...showing(soonest, SHOWN), unread: unread.sort() }
}
