import { countsFound } from '../../src/domain/finding-counts.ts'
import { countsOf, type ImageFinding, type ScanResults, worstFirst } from '../../src/domain/scan-results.ts'
import { NOON_MS } from './given.ts'

const SCAN: ScanResults = { scannedAtMs: NOON_MS, highest: 'critical', fixSinceMs: {} }

const finding = (title: string, more: Partial<ImageFinding> = {}): ImageFinding => ({
  title,
  hasFix: false,
  ...more,
})

test('findings are counted by severity, and those that Inspector has not rated by themselves', () => {
  const findings = [
    finding('a', { severity: 'critical' }),
    finding('b', { severity: 'low' }),
    finding('c', { severity: 'critical' }),
    finding('d'),
  ]
  expect(countsFound({ known: true, value: { findings } }, SCAN)).toEqual({
    scannedAtMs: NOON_MS,
    bySeverity: { critical: 2, low: 1 },
    unrated: 1,
  })
  expect(countsFound({ known: true, value: { findings: [], isCut: true } }, { fixSinceMs: {} })).toEqual({
    bySeverity: {},
    isCut: true,
  })
})

test('what could not be read is unknown, and counts nothing', () => {
  expect(countsFound({ known: false, why: 'amiops lacks ec2:GetImageFindings' }, SCAN)).toEqual({
    scannedAtMs: NOON_MS,
    bySeverity: {},
    unknown: 'amiops lacks ec2:GetImageFindings',
  })
  expect(countsFound({ known: false, why: 'x'.repeat(400) }, { fixSinceMs: {} })).toEqual({
    bySeverity: {},
    unknown: 'x'.repeat(300),
  })
})

test('counts say nothing of another scan', () => {
  const counts = { scannedAtMs: NOON_MS, bySeverity: { high: 1 } }
  expect(countsOf(SCAN, counts)).toBe(counts)
  expect(countsOf({ ...SCAN, scannedAtMs: NOON_MS + 1 }, counts)).toBeUndefined()
  expect(countsOf(SCAN, undefined)).toBeUndefined()
})

test('the worst first: by severity, then with a fix, by score, by title', () => {
  const sorted = [
    finding('fix, 9.8', { severity: 'critical', score: 9.8, hasFix: true }),
    finding('fix, 9.1', { severity: 'critical', score: 9.1, hasFix: true }),
    finding('no fix, 10', { severity: 'critical', score: 10 }),
    finding('a', { severity: 'high' }),
    finding('b', { severity: 'high' }),
    finding('informational', { severity: 'informational', score: 10, hasFix: true }),
    finding('not rated', { score: 10, hasFix: true }),
  ]
  expect(worstFirst(sorted.toReversed())).toEqual(sorted)
})
