const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const UNIT_MS = {
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
  y: 365 * DAY_MS,
} as const

/** Each unit as people write it; its first letter names it. */
const DURATION = /^(\d{1,5})\s*(m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?|y|years?)$/i

/** Reads "2h", "90 min", "3 days", "1w". @returns milliseconds; undefined for anything else */
export const parseDurationMs = (text: string): number | undefined => {
  const [, count, unit = ''] = DURATION.exec(text.trim()) ?? []
  return count === undefined
    ? undefined
    : Number(count) * UNIT_MS[unit.charAt(0).toLowerCase() as keyof typeof UNIT_MS]
}
