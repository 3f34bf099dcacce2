import { findingsPart, scanPart } from '../../blocks/scan.ts'
import type { FindingCounts, ImageFinding, ScanResults } from '../../src/domain/scan-results.ts'

const AT_MS = Date.UTC(2026, 10, 5, 12)
const DAY_MS = 24 * 60 * 60_000

const scan = (more: Partial<ScanResults> = {}): ScanResults => ({
  scannedAtMs: AT_MS,
  highest: 'critical',
  fixSinceMs: { critical: AT_MS - 9 * DAY_MS },
  ...more,
})
const counts = (
  bySeverity: FindingCounts['bySeverity'],
  more: Partial<FindingCounts> = {},
): FindingCounts => ({
  scannedAtMs: AT_MS,
  bySeverity,
  ...more,
})

const since = `fix available since <!date^${(AT_MS - 9 * DAY_MS) / 1000}^{date_short_pretty} ({ago})|2026-10-27 12:00 UTC>`
const scanned = `scanned <!date^${AT_MS / 1000}^{ago}|2026-11-05 12:00 UTC>`

test.each<[string, ScanResults, FindingCounts | undefined, string]>([
  [
    'critical findings with a fix',
    scan(),
    counts({ critical: 2, medium: 12, low: 3 }),
    `🛑 *2 critical, ${since}* · 12 medium, 3 low · ${scanned}`,
  ],
  [
    'high findings without a fix',
    scan({ highest: 'high', fixSinceMs: {} }),
    counts({ high: 5 }, { isCut: true }),
    `⚠️ *5+ high, no fix available* · ${scanned}`,
  ],
  ['findings that were not counted', scan(), undefined, `🛑 *Critical findings, ${since}* · ${scanned}`],
  [
    'counts of an earlier scan',
    scan(),
    counts({ critical: 7 }, { scannedAtMs: AT_MS - 1 }),
    `🛑 *Critical findings, ${since}* · ${scanned}`,
  ],
  [
    'a permission is missing',
    scan(),
    counts({}, { unknown: 'amiops lacks ec2:GetImageFindings in <production>' }),
    `🛑 *Critical findings, ${since}* · count unknown: amiops lacks ec2:GetImageFindings in &lt;production&gt; · ${scanned}`,
  ],
  [
    'nothing was found',
    { scannedAtMs: AT_MS, fixSinceMs: {} },
    counts({}),
    `🛡️ Amazon Inspector found nothing · ${scanned}`,
  ],
])('%s', (_name, results, known, line) => {
  const [part] = scanPart(results, known)
  expect(JSON.stringify(part?.blocks)).toContain(JSON.stringify(line).slice(1, -1))
})

test('a card says nothing of an image that was not scanned; Details says that it was not', () => {
  expect(scanPart(undefined, undefined)).toEqual([])
  expect(findingsPart(undefined, undefined).words).toContain('Not scanned')
})

test('a card says so where an alias requires a scan', () => {
  expect(scanPart(undefined, undefined, ['prod']).map(({ words }) => words)).toEqual([
    '❔ Not scanned by Amazon Inspector, as prod requires',
  ])
  expect(scanPart({ fixSinceMs: {} }, undefined, ['prod'])[0]?.words).toBe('🛡️ Amazon Inspector found nothing')
})

test('Details has the ten worst findings, with their titles as text', () => {
  const findings = Array.from(
    { length: 12 },
    (_, at): ImageFinding => ({
      title: `CVE-2026-${at} <!channel>`,
      severity: at === 11 ? 'critical' : 'medium',
      score: 5,
      hasFix: at === 11,
      firstSeenAtMs: AT_MS,
    }),
  )
  const { words, blocks } = findingsPart(scan(), { known: true, value: { findings } })
  expect(words).toMatch(/1 critical, fix available.*11 medium.*critical 5\.0.*CVE-2026-11.*fix available/s)
  expect(words).toContain('… and 2 more')
  expect(JSON.stringify(blocks)).not.toContain('<!channel>')
  expect(findingsPart(scan(), { known: false, why: 'timeout' }).words).toContain('count unknown: timeout')
})

test('a message that counts the critical findings itself says only since when a fix is available', () => {
  const of = counts({ critical: 2, medium: 12 })
  expect(scanPart(scan(), of, [], true).map(({ words }) => words)).toEqual([
    `🛑 F${since.slice(1)} · 12 medium · ${scanned}`,
  ])
  expect(scanPart(scan({ fixSinceMs: {} }), of, [], true)[0]?.words).toContain(
    '🛑 No fix available · 12 medium',
  )
})
