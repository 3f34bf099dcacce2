import type { ImageFinding, ScanResults, SeverityLabel } from '@aws-sdk/client-ec2'
import * as v from 'valibot'

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational'] as const satisfies SeverityLabel[]

const vulnerability = v.strictObject({
  title: v.string(),
  severity: v.picklist(SEVERITIES),
  score: v.number(),
  path: v.string(),
  firstObservedAtMs: v.number(),
  /** Since when there has been a fix. */
  fixedAtMs: v.exactOptional(v.number()),
})

/** The last scan of an image by Amazon Inspector. */
export const ScanSchema = v.strictObject({ atMs: v.number(), found: v.array(vulnerability) })

export type Scan = v.InferOutput<typeof ScanSchema>

const firstFix = ({ found, atMs }: Scan, severity: SeverityLabel): Date | undefined => {
  const fixes = found.flatMap(one =>
    one.severity === severity && one.fixedAtMs !== undefined && one.fixedAtMs <= atMs ? one.fixedAtMs : [],
  )
  return fixes.length > 0 ? new Date(Math.min(...fixes)) : undefined
}

/** As DescribeImages tells it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ScanResults.html */
export const scanResultsOf = (scan: Scan): ScanResults => ({
  HighestFindingSeverityLabel: SEVERITIES.find(one => scan.found.some(({ severity }) => severity === one)),
  FindingScanDate: new Date(scan.atMs),
  InformationalFixAvailableSince: firstFix(scan, 'informational'),
  LowFixAvailableSince: firstFix(scan, 'low'),
  MediumFixAvailableSince: firstFix(scan, 'medium'),
  HighFixAvailableSince: firstFix(scan, 'high'),
  CriticalFixAvailableSince: firstFix(scan, 'critical'),
})

/** As GetImageFindings tells them. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImageFinding.html */
export const findingsOf = ({ found, atMs }: Scan, SnapshotId: string | undefined): ImageFinding[] =>
  found.map(({ title, severity, score, path, firstObservedAtMs, fixedAtMs }) => ({
    Title: title,
    SeverityLabel: severity,
    Score: score,
    FixAvailable: fixedAtMs !== undefined && fixedAtMs <= atMs,
    FirstObservedAt: new Date(firstObservedAtMs),
    UpdatedAt: new Date(atMs),
    Paths: [path],
    SnapshotId,
  }))
