import type { Config } from '../../domain/config.ts'
import { duePlaces } from '../../domain/due-places.ts'
import { placeKey, placesIn } from '../../domain/fleet.ts'
import { chunksOf } from '../../domain/group-by.ts'
import { isAwaited, type Place } from '../../domain/place.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Clock, Places, Queues } from '../../ports.ts'

interface Needs {
  ledger: Places
  queues: Pick<Queues, 'scan'>
  config: Pick<Config, 'accounts'>
  clock: Clock
}

/** As many as one SendMessageBatch takes. */
const MESSAGES_AT_ONCE = 10
const CALLS_AT_ONCE = 8
/** An account that AWS does not list for some hours is back with what changed meanwhile: then it is no new one. */
const REMEMBERED_MS = 24 * 60 * 60_000

/**
 * Asks for a scan of each place whose time has come, by a message for each: 1 forget places that the config has not named for a day 2
 * send 3 save what was asked for. If a run ends in between, the next one asks again: a scan that is delivered twice is done once.
 */
export const askForScans = async ({ ledger, queues, config, clock }: Needs): Promise<void> => {
  const all = placesIn(config)
  const known = new Map((await ledger.readPlaces()).map(place => [placeKey(place), place] as const))
  // 1 forget
  const named = new Set(all.map(placeKey))
  const startedAtMs = clock.nowMs()
  const gone = [...known.values()].filter(
    place => !named.has(placeKey(place)) && (place.askedAtMs ?? 0) <= startedAtMs - REMEMBERED_MS,
  )
  if (gone.length > 0) await ledger.forgetPlaces(gone)
  // 2 send
  // Each run has a time of its own, by which a scan knows which message it has answered.
  const askedAtMs = Math.max(startedAtMs, ...[...known.values()].map(place => (place.askedAtMs ?? 0) + 1))
  await inParallel(
    chunksOf(duePlaces(all, known, startedAtMs), MESSAGES_AT_ONCE),
    CALLS_AT_ONCE,
    async places => {
      await queues.scan(places, askedAtMs)
      // 3 save
      await ledger.savePlacesAsked(
        places.map(place => ({ ...place, ...waitingOf(known.get(placeKey(place))) })),
        askedAtMs,
      )
    },
  )
  await ledger.saveLastRun({ startedAtMs: askedAtMs })
}

/** Since when a place waits whose message is lost. */
const waitingOf = (place: Place | undefined): Pick<Place, 'waitsSinceMs'> => {
  const sinceMs = place?.waitsSinceMs ?? place?.askedAtMs
  return place && sinceMs !== undefined && isAwaited(place) ? { waitsSinceMs: sinceMs } : {}
}
