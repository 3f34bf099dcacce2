import type { AliasRule } from '../../src/domain/alias.ts'
import { scanDoubts, scanGap, scanRequiredBy } from '../../src/domain/scan-gates.ts'
import type { ScanResults } from '../../src/domain/scan-results.ts'
import { NOON_MS } from './given.ts'

const DAY_MS = 24 * 60 * 60_000

const rule = (gates: AliasRule['gates'], name = 'prod') => ({ name, gates })
const fixFor = (days: number): ScanResults => ({ fixSinceMs: { critical: NOON_MS - days * DAY_MS } })
const critical = (words: string): string =>
  `it has a critical finding whose fix has been available since 2026-10-${words}`
const unscanned = 'Amazon Inspector has not scanned it, and prod requires a scan'

test.each<[string, ScanResults | undefined, AliasRule['gates'], string[]]>([
  ['nine days of seven', fixFor(9), { maxDaysWithCritical: 7 }, [critical('27, and prod allows 7 days')]],
  ['seven days of seven', fixFor(7.9), { maxDaysWithCritical: 7 }, []],
  ['eight days of seven', fixFor(8), { maxDaysWithCritical: 7 }, [critical('28, and prod allows 7 days')]],
  ['eight days of one', fixFor(8), { maxDaysWithCritical: 1 }, [critical('28, and prod allows 1 day')]],
  ['a fix of today, and none is allowed', fixFor(0.5), { maxDaysWithCritical: 0 }, []],
  ['no gate', fixFor(900), {}, []],
  [
    'a critical finding without a fix',
    { highest: 'critical', fixSinceMs: { high: NOON_MS - 90 * DAY_MS } },
    { maxDaysWithCritical: 0 },
    [],
  ],
  [
    'not scanned, and a scan is required',
    undefined,
    { scanRequired: true, maxDaysWithCritical: 7 },
    [unscanned],
  ],
  ['not scanned', undefined, { scanRequired: false, maxDaysWithCritical: 7 }, []],
  ['scanned, as required', { fixSinceMs: {} }, { scanRequired: true }, []],
])('%s', (_name, scan, gates, doubts) => {
  expect(scanDoubts(scan ? { scan } : {}, rule(gates), NOON_MS)).toEqual(doubts)
})

test('what was overridden is the same on the next day', () => {
  const [today, tomorrow] = [NOON_MS, NOON_MS + DAY_MS].map(nowMs =>
    scanDoubts({ scan: fixFor(9) }, rule({ maxDaysWithCritical: 7 }), nowMs),
  )
  expect(today).toEqual(tomorrow)
})

test('without a scan a gate is not judged: said where no scan is required', () => {
  const words = 'not scanned by Amazon Inspector: whether it has critical findings is unknown'
  expect(scanGap({}, rule({ maxDaysWithCritical: 7 }))).toBe(words)
  expect(scanGap({}, rule({ maxDaysWithCritical: 7, scanRequired: true }))).toBeUndefined()
  expect(scanGap({ scan: { fixSinceMs: {} } }, rule({ maxDaysWithCritical: 7 }))).toBeUndefined()
  expect(scanGap({}, rule({ maxAgeDays: 7 }))).toBeUndefined()
})

test('the aliases that require a scan', () => {
  expect(
    scanRequiredBy([
      rule({ maxDaysWithCritical: 7 }, 'dev'),
      rule({ scanRequired: true }),
      rule({ scanRequired: false }, 'old'),
    ]),
  ).toEqual(['prod'])
})
