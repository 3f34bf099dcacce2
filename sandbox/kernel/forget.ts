import { isBeginning, isGesture, type MomentLine } from './moment.ts'
import { createTraces } from './traces.ts'

/** How many of the newest moments are always kept. */
const KEPT = 2_000
/** Moments are forgotten only after this many new ones: it takes some milliseconds. */
const AT_ONCE = 500
/** The most older moments that are kept, and how many of them for the traces of people's clicks. */
const KEPT_OLDER = 500
const KEPT_OF_GESTURES = 300

/**
 * Forgets the oldest moments, but not what began a trace. What people did last is kept with its whole trace, since AWS's event
 * may come late. Of a trace that an event began, the event and what leads to its newer part are kept, as long as one of its
 * moments is among the newest.
 */
export const forget = <Line extends MomentLine>(moments: Line[]): Line[] => {
  if (moments.length <= KEPT + KEPT_OLDER + AT_ONCE) return moments
  const older = moments.slice(0, -KEPT)
  const newest = moments.slice(-KEPT)
  const firstId = newest[0]?.id ?? 0
  const traces = createTraces(moments)
  const kept = new Set<number>()
  const keep = (ids: number[], most: number) => {
    const missing = ids.filter(id => id < firstId && !kept.has(id))
    if (kept.size + missing.length <= most) for (const id of missing) kept.add(id)
  }
  const beginnings = older.filter(isBeginning).reverse()
  for (const gesture of beginnings.filter(isGesture))
    keep(
      traces.ofMoment(gesture).map(({ moment }) => moment.id),
      KEPT_OF_GESTURES,
    )
  for (const beginning of beginnings)
    keep(
      traces.pathFrom(beginning, ({ id }) => id >= firstId).map(({ id }) => id),
      KEPT_OLDER,
    )
  return [...older.filter(({ id }) => kept.has(id)), ...newest]
}
