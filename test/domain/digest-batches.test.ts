import type { Digest } from '../../src/domain/digest.ts'
import { isCounted, oldestBatches, withBatch, withPage } from '../../src/domain/digest-batches.ts'

const NOW_MS = Date.UTC(2026, 0, 15, 12)
const DAY_MS = 24 * 60 * 60_000

const batchesOf = (count: number, burst = 'burst', atMs = NOW_MS) =>
  Array.from({ length: count }, (_, i) => ({ batchId: `${burst}-${i}`, burst, atMs }))
const digestWith = (batches: Digest['batches'], pages?: Digest['pages']) =>
  ({ burst: 'burst', batches, ...(pages && { pages }) }) as Digest

test('up to 400 batches stay in the digest, of more the oldest 200 leave it', () => {
  expect(oldestBatches(digestWith(batchesOf(400)))).toEqual([])
  expect(oldestBatches(digestWith(batchesOf(401)))).toEqual(batchesOf(401).slice(0, 200))
})

test('a page takes its batches out of the digest, once', () => {
  const digest = digestWith(batchesOf(401))
  const moved = oldestBatches(digest)
  const paged = withPage(digest, moved, NOW_MS)
  expect(paged?.batches).toEqual(batchesOf(401).slice(200))
  expect(paged?.pages).toEqual([{ name: 'burst-0', burst: 'burst', atMs: NOW_MS }])
  expect(paged && withPage(paged, moved, NOW_MS)).toBeUndefined()
})

test('a batch is known until no event can come back from it, that of a burst that goes on as long as it does', () => {
  const old = [...batchesOf(1, 'earlier'), ...batchesOf(1)]
  const later = withBatch(old, { batchId: 'new', burst: 'burst', atMs: NOW_MS + 30 * DAY_MS })
  expect(later.map(({ batchId }) => batchId)).toEqual(['burst-0', 'new'])
  expect(isCounted({ batches: later }, 'new')).toBe(true)
  expect(isCounted({ batches: later }, 'earlier-0')).toBe(false)
})
