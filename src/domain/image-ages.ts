import { type ComparedUse, imageInRegion } from './fleet-status.ts'

const DAY_MS = 24 * 60 * 60_000

/** How old the images are that instances run, each image once. */
export interface ImageAges {
  medianDays: number
  oldestDays: number
  /** Images whose age nobody knows. */
  unknown: number
}

/** @returns undefined where the age of no image is known */
export const imageAgesOf = (uses: readonly ComparedUse[], nowMs: number): ImageAges | undefined => {
  const images = [...new Map(uses.map(use => [imageInRegion(use), use.image])).values()]
  const days = images
    .flatMap(({ createdAtMs }) =>
      createdAtMs === undefined ? [] : [Math.max(0, Math.floor((nowMs - createdAtMs) / DAY_MS))],
    )
    .sort((a, b) => a - b)
  const [upper, lower] = [days[Math.floor(days.length / 2)], days[Math.floor((days.length - 1) / 2)]]
  if (upper === undefined || lower === undefined) return undefined
  return {
    medianDays: Math.round((upper + lower) / 2),
    oldestDays: days.at(-1) ?? upper,
    unknown: images.length - days.length,
  }
}
