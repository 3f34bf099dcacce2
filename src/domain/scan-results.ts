/** What Amazon Inspector found in an image, as EC2 shows it. */

/** Inspector's severities, the worst first. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ScanResults.html */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational'] as const
export type Severity = (typeof SEVERITIES)[number]

/** The last scan of an image. It is absent for an image that Inspector has not scanned, so absent never means "no findings". */
export interface ScanResults {
  scannedAtMs?: number
  /** The worst severity of its findings; absent where there are none. */
  highest?: Severity
  /** Since when a fix has been available for one of the findings of a severity; absent where there is no fix. */
  fixSinceMs: Readonly<Partial<Record<Severity, number>>>
}

/** One vulnerability in an image. */
export interface ImageFinding {
  /** "CVE-2026-1234 - openssl" */
  title: string
  /** Absent where Inspector has not rated it. */
  severity?: Severity
  score?: number
  hasFix: boolean
  firstSeenAtMs?: number
}

/** All findings of an image that were read. */
export interface ImageFindings {
  findings: readonly ImageFinding[]
  /** There are more. */
  isCut?: true
}

/** How many findings an image has, or why that is unknown. */
export interface FindingCounts {
  /** The scan that they are of: they say nothing of another one. */
  scannedAtMs?: number
  bySeverity: Readonly<Partial<Record<Severity, number>>>
  /** Those that Inspector has not rated. */
  unrated?: number
  /** There are more. */
  isCut?: true
  unknown?: string
}

/** The counts, where they are of this scan. */
export const countsOf = (scan: ScanResults, counts: FindingCounts | undefined): FindingCounts | undefined =>
  counts?.scannedAtMs === scan.scannedAtMs ? counts : undefined

const rank = ({ severity }: ImageFinding): number =>
  severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity)

/** The worst first: by severity, then those with a fix, then by score. */
export const worstFirst = (findings: readonly ImageFinding[]): ImageFinding[] =>
  findings.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      Number(b.hasFix) - Number(a.hasFix) ||
      (b.score ?? 0) - (a.score ?? 0) ||
      (a.title < b.title ? -1 : 1),
  )
