import type { ScanResults as Ec2ScanResults } from '@aws-sdk/client-ec2'
import { type ScanResults, SEVERITIES, type Severity } from '../../domain/scan-results.ts'

export const severityOf = (label: string | undefined): Severity | undefined =>
  SEVERITIES.find(one => one === label?.toLowerCase())

/** EC2's description of the last scan in our words; undefined where Inspector has not scanned the image. */
export const scanOf = (results: Ec2ScanResults | undefined): ScanResults | undefined => {
  if (!results) return undefined
  const highest = severityOf(results.HighestFindingSeverityLabel)
  const fixes = [
    ['critical', results.CriticalFixAvailableSince],
    ['high', results.HighFixAvailableSince],
    ['medium', results.MediumFixAvailableSince],
    ['low', results.LowFixAvailableSince],
    ['informational', results.InformationalFixAvailableSince],
  ] as const
  return {
    ...(results.FindingScanDate && { scannedAtMs: results.FindingScanDate.getTime() }),
    ...(highest && { highest }),
    fixSinceMs: Object.fromEntries(
      fixes.flatMap(([severity, since]) => (since ? [[severity, since.getTime()]] : [])),
    ),
  }
}
