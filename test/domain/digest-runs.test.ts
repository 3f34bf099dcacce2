import type { Digest } from '../../src/domain/digest.ts'
import { isCounted, oldestRuns, withPage, withRun } from '../../src/domain/digest-runs.ts'

const NOW_MS = Date.UTC(2026, 0, 15, 12)
const DAY_MS = 24 * 60 * 60_000

const runsOf = (count: number, burst = 'burst', atMs = NOW_MS) =>
  Array.from({ length: count }, (_, i) => ({ run: `${burst}-${i}`, burst, atMs }))
const digestWith = (runs: Digest['runs'], pages?: Digest['pages']) =>
  ({ burst: 'burst', runs, ...(pages && { pages }) }) as Digest

test('up to 400 batches stay in the digest, of more the oldest 200 leave it', () => {
  expect(oldestRuns(digestWith(runsOf(400)))).toEqual([])
  expect(oldestRuns(digestWith(runsOf(401)))).toEqual(runsOf(401).slice(0, 200))
})

test('a page takes its batches out of the digest, once', () => {
  const digest = digestWith(runsOf(401))
  const moved = oldestRuns(digest)
  const paged = withPage(digest, moved, NOW_MS)
  expect(paged?.runs).toEqual(runsOf(401).slice(200))
  expect(paged?.pages).toEqual([{ name: 'burst-0', burst: 'burst', atMs: NOW_MS }])
  expect(paged && withPage(paged, moved, NOW_MS)).toBeUndefined()
})

test('a batch is known until no event can come back from it, that of a burst that goes on as long as it does', () => {
  const old = [...runsOf(1, 'earlier'), ...runsOf(1)]
  const later = withRun(old, { run: 'new', burst: 'burst', atMs: NOW_MS + 30 * DAY_MS })
  expect(later.map(({ run }) => run)).toEqual(['burst-0', 'new'])
  expect(isCounted({ runs: later }, 'new')).toBe(true)
  expect(isCounted({ runs: later }, 'earlier-0')).toBe(false)
})
