import type { ImageRef } from '../../domain/image.ts'
import type { FleetScans } from '../../ports.ts'

type Changes = Pick<FleetScans, 'readRecentlyChanged'>

/** Less than the overlap of two scans of a place: what is missing here is in what the next one reads. */
const KEPT_MS = 10_000
/** Places of one round were scanned some seconds apart. */
const EARLIER_MS = 30_000

/**
 * Reads once what changed lately, for the scans of one function that follow each other: a thousand places would read the same list a
 * thousand times. May give changes that are older than was asked for.
 */
export const createKeptChanges = (ledger: Changes, nowMs: () => number): Changes => {
  let kept: { fromMs: number; atMs: number; changed: Promise<readonly ImageRef[]> } | undefined
  return {
    async readRecentlyChanged(sinceMs) {
      const isKept = kept && kept.fromMs <= sinceMs && nowMs() - kept.atMs < KEPT_MS
      if (kept && isKept) return kept.changed
      const fromMs = sinceMs - EARLIER_MS
      const reading = { fromMs, atMs: nowMs(), changed: ledger.readRecentlyChanged(fromMs) }
      kept = reading
      try {
        return await reading.changed
      } catch (error) {
        if (kept === reading) kept = undefined
        throw error
      }
    },
  }
}
