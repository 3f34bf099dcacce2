const DAY_MS = 86_400_000

/** Golden images are baked at night. */
const BAKED_AT_MS = 2.4 * 3_600_000

export const toIso = (ms: number): string => new Date(ms).toISOString()

/** In the night of so many days ago. */
export const bakedAtMs = (ageDays: number, nowMs: number): number =>
  Math.floor((nowMs - ageDays * DAY_MS) / DAY_MS) * DAY_MS + BAKED_AT_MS
