import type { AliasesScan, PlaceScan, ScanFailure } from '../../../domain/place.ts'
import type { ScheduleRun } from '../../../domain/scan-summary.ts'
import { maybe, number, shape, text, yes } from './shape.ts'

/** The schemas of what is known of the scans. */

export const placeScan = shape<PlaceScan>({
  askedAtMs: number,
  startedAtMs: number,
  tookMs: number,
  scannedAtMs: maybe(number),
  next: maybe(text),
  images: number,
  seenLate: number,
  lateAtMs: maybe(number),
  findingsAtMs: maybe(number),
  aliases: maybe(shape<AliasesScan>({ of: maybe(text), failure: maybe(text) })),
  failure: maybe(shape<ScanFailure>({ name: text, times: number, isSilent: maybe(yes), isOurs: maybe(yes) })),
})

export const scheduleRun = shape<ScheduleRun>({ startedAtMs: number })
