import type { Finding } from './impact.ts'
import type { FindingCounts, ImageFindings, ScanResults, Severity } from './scan-results.ts'

/** The counts of what was read just now, or why they are unknown. */
export const countsFound = (found: Finding<ImageFindings>, scan: ScanResults): FindingCounts =>
  found.known
    ? countFindings(found.value, scan)
    : {
        ...(scan.scannedAtMs !== undefined && { scannedAtMs: scan.scannedAtMs }),
        bySeverity: {},
        unknown: found.why.slice(0, 300),
      }

const countFindings = ({ findings, isCut }: ImageFindings, { scannedAtMs }: ScanResults): FindingCounts => {
  const bySeverity: Partial<Record<Severity, number>> = {}
  for (const { severity } of findings) if (severity) bySeverity[severity] = (bySeverity[severity] ?? 0) + 1
  const unrated = findings.filter(({ severity }) => severity === undefined).length
  return {
    ...(scannedAtMs !== undefined && { scannedAtMs }),
    bySeverity,
    ...(unrated > 0 && { unrated }),
    ...(isCut && { isCut }),
  }
}
