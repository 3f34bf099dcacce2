import type { CriticalFindings } from '../../../domain/scan-news.ts'
import {
  type FindingCounts,
  type ScanResults,
  SEVERITIES,
  type Severity,
} from '../../../domain/scan-results.ts'
import { list, maybe, number, oneOf, shape, text, yes } from './shape.ts'

const bySeverity = shape<Partial<Record<Severity, number>>>({
  critical: maybe(number),
  high: maybe(number),
  medium: maybe(number),
  low: maybe(number),
  informational: maybe(number),
})

export const scanResults = shape<ScanResults>({
  scannedAtMs: maybe(number),
  highest: maybe(oneOf(SEVERITIES)),
  fixSinceMs: bySeverity,
})

export const findingCounts = shape<FindingCounts>({
  scannedAtMs: maybe(number),
  bySeverity,
  unrated: maybe(number),
  isCut: maybe(yes),
  unknown: maybe(text),
})

export const criticalFindings = shape<CriticalFindings>({
  scannedAtMs: number,
  titles: list(text),
  fresh: list(text),
})
