import { countsFound } from '../src/domain/finding-counts.ts'
import type { Finding } from '../src/domain/impact.ts'
import type { StartedScan } from '../src/domain/record.ts'
import {
  countsOf,
  type FindingCounts,
  type ImageFinding,
  type ImageFindings,
  type ScanResults,
  SEVERITIES,
  type Severity,
  worstFirst,
} from '../src/domain/scan-results.ts'
import { contextPart, type Part, sectionPart } from './part.ts'
import { code, escapeText, shorten } from './text.ts'
import { agoWords, capital, numberWords, type PersonStyle, personWords, sinceWords } from './words.ts'

/** What Amazon Inspector found in an image, in words. */

const SIGNS: Readonly<Record<Severity, string>> = {
  critical: '🛑',
  high: '⚠️',
  medium: '🛡️',
  low: '🛡️',
  informational: '🛡️',
}

const plus = ({ isCut }: FindingCounts): string => (isCut ? '+' : '')

/** "2 critical, fix available since 21 Nov (9 days ago)" */
const worstWords = (
  { fixSinceMs }: ScanResults,
  worst: Severity,
  counts: FindingCounts | undefined,
  isCountSaid: boolean,
): string => {
  const count = counts?.bySeverity[worst]
  const sinceMs = fixSinceMs[worst]
  const what =
    count === undefined ? `${worst} findings` : `${numberWords(count)}${counts ? plus(counts) : ''} ${worst}`
  const fix = sinceMs === undefined ? 'no fix available' : `fix available since ${sinceWords(sinceMs)}`
  return isCountSaid ? fix : `${what}, ${fix}`
}

/** "5 high, 12 medium" */
const othersWords = (worst: Severity, counts: FindingCounts): string[] => {
  const others = SEVERITIES.slice(SEVERITIES.indexOf(worst) + 1).flatMap(severity => {
    const count = counts.bySeverity[severity]
    return count === undefined ? [] : [`${numberWords(count)}${plus(counts)} ${severity}`]
  })
  return others.length > 0 ? [others.join(', ')] : []
}

/** One line of what the last scan found. */
const scanWords = (scan: ScanResults, known: FindingCounts | undefined, isCountSaid = false): string => {
  const { highest, scannedAtMs } = scan
  const given = countsOf(scan, known)
  const counts = given?.unknown === undefined ? given : undefined
  const scanned = scannedAtMs === undefined ? [] : [`scanned ${agoWords(scannedAtMs)}`]
  if (!highest) return ['🛡️ Amazon Inspector found nothing', ...scanned].join(' · ')
  return [
    `${SIGNS[highest]} *${capital(worstWords(scan, highest, counts, isCountSaid))}*`,
    ...(counts ? othersWords(highest, counts) : []),
    ...(given?.unknown === undefined ? [] : [`count unknown: ${escapeText(given.unknown, 200)}`]),
    ...scanned,
  ].join(' · ')
}

/**
 * The line of a card. An image that Inspector has not scanned has one only if an alias requires a scan.
 *
 * @param requiredBy the aliases that require a scan
 * @param isCountSaid the message says already how many of the worst ones there are
 */
export const scanPart = (
  scan: ScanResults | undefined,
  counts: FindingCounts | undefined,
  requiredBy: readonly string[] = [],
  isCountSaid = false,
): Part[] => {
  if (!scan)
    return requiredBy.length === 0
      ? []
      : [contextPart(`❔ Not scanned by Amazon Inspector, as ${requiredBy.join(', ')} requires`)]
  const words = scanWords(scan, counts, isCountSaid)
  return [scan.highest === 'critical' || scan.highest === 'high' ? sectionPart(words) : contextPart(words)]
}

/** A scan that a person started. */
export const startedScanPart = (scanning: StartedScan | undefined, style: PersonStyle): Part[] => {
  if (!scanning) return []
  const { by, sinceMs, failed } = scanning
  const started = `started by ${personWords(by, style)} ${agoWords(sinceMs)}`
  return [
    contextPart(
      failed === undefined
        ? `⏳ Amazon Inspector is scanning it · ${started}`
        : `⚠️ The scan by Amazon Inspector failed: ${escapeText(failed, 100)} · ${started}`,
    ),
  ]
}

const SHOWN = 10

const findingLine = ({ title, severity, score, hasFix, firstSeenAtMs }: ImageFinding): string =>
  [
    `• *${severity ?? 'not rated'}${score === undefined ? '' : ` ${score.toFixed(1)}`}* ${code(title, 120)}`,
    hasFix ? 'fix available' : 'no fix available',
    ...(firstSeenAtMs === undefined ? [] : [`first seen ${agoWords(firstSeenAtMs)}`]),
  ].join(' · ')

/**
 * What the last scan found, the worst findings first.
 *
 * @param found undefined of an image that Inspector has not scanned
 */
export const findingsPart = (
  scan: ScanResults | undefined,
  found: Finding<ImageFindings> | undefined,
): Part => {
  if (!scan)
    return sectionPart('*Findings*\n❔ Not scanned: EC2 has no results of Amazon Inspector for this image.')
  const worst = found?.known ? worstFirst(found.value.findings) : []
  const more = worst.length - SHOWN
  const lines = [
    scanWords(scan, found && countsFound(found, scan)),
    ...worst.slice(0, SHOWN).map(findingLine),
    ...(more > 0 ? [`… and ${numberWords(more)} more`] : []),
  ]
  return sectionPart(shorten(`*Findings*\n${lines.join('\n')}`, 3000))
}
