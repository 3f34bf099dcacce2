import type { Fleet, StoredImage } from './fleet.ts'

const DAY_MS = 86_400_000

/** How long the Recycle Bin would keep this image; without a rule that fits, deregistering is for ever. */
export const decideRetentionMs = (fleet: Fleet, stored: StoredImage): number | undefined => {
  const fitting = fleet.recycleBinRules.filter(
    rule =>
      rule.account === stored.account &&
      rule.region === stored.region &&
      (rule.tags.length === 0 ||
        rule.tags.some(({ Key, Value }) =>
          stored.image.Tags?.some(tag => tag.Key === Key && tag.Value === Value),
        )),
  )
  if (fitting.length === 0) return undefined
  // A resource that several rules fit is kept for the longest of their periods.
  return Math.max(...fitting.map(rule => rule.retentionDays)) * DAY_MS
}

export const isInRecycleBin = (stored: StoredImage, nowMs: number): boolean =>
  stored.recycled !== undefined && stored.recycled.exitsAtMs > nowMs
