import fc from 'fast-check'
import { isSameListed, launchedBeforeMs, listedFactsOf } from '../../src/domain/listed-facts.ts'
import { givenFacts, NOON_MS } from './given.ts'

const DAY_MS = 24 * 3_600_000
const none: ReadonlySet<string> = new Set()

const snapshot = (sizeGiB: number) => ({ snapshotId: `snap-${sizeGiB}`, sizeGiB, encrypted: false })

test('name, creation date, size, the day of the last launch and the tags are kept', () => {
  const facts = givenFacts({
    name: 'web-1',
    createdAtMs: NOON_MS,
    lastLaunchedAtMs: NOON_MS + 5,
    tags: { Team: 'pay' },
    snapshots: [snapshot(8), snapshot(30)],
  })
  expect(listedFactsOf(facts, none)).toEqual({
    name: 'web-1',
    createdAtMs: NOON_MS,
    sizeGiB: 38,
    launchedOnMs: NOON_MS - DAY_MS / 2,
    tags: { Team: 'pay' },
  })
})

test('what EC2 does not say is absent', () => {
  expect(listedFactsOf({ state: 'available', tags: {}, snapshots: [] }, none)).toEqual({ tags: {} })
})

test('a last launch was before the end of its day', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: NOON_MS }), lastLaunchedAtMs => {
      const before = launchedBeforeMs(listedFactsOf(givenFacts({ lastLaunchedAtMs }), none)) ?? 0
      expect(before - lastLaunchedAtMs).toBeGreaterThan(0)
      expect(before - lastLaunchedAtMs).toBeLessThanOrEqual(DAY_MS)
    }),
  )
  expect(launchedBeforeMs({ tags: {} })).toBeUndefined()
})

test('a long name is cut', () => {
  expect(listedFactsOf(givenFacts({ name: 'x'.repeat(200) }), none).name).toHaveLength(128)
})

test('tags are kept while there is room, those of the rules before all others, and what is left out is said', () => {
  const tags = { a: 'x'.repeat(400), b: 'y'.repeat(200), zone: 'prod' }
  const kept = (first: readonly string[]) => {
    const { tags: some, hasMoreTags } = listedFactsOf(givenFacts({ tags }), new Set(first))
    return [Object.keys(some), hasMoreTags]
  }
  expect(kept([])).toEqual([['a', 'zone'], true])
  expect(kept(['b', 'zone'])).toEqual([['b', 'zone'], true])
  expect(listedFactsOf(givenFacts({ tags: { zone: 'prod' } }), none)).not.toHaveProperty('hasMoreTags')
})

const tagMaps = fc.dictionary(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 128 }),
  fc.string({ unit: 'binary', maxLength: 256 }),
  { maxKeys: 50, noNullPrototype: true },
)

test('whatever the tags are, they have room, and each is whole', () => {
  fc.assert(
    fc.property(tagMaps, tags => {
      const { tags: kept, hasMoreTags } = listedFactsOf(givenFacts({ tags }), none)
      expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThanOrEqual(514)
      for (const [key, value] of Object.entries(kept)) expect(tags[key]).toBe(value)
      expect(hasMoreTags === true).toBe(Object.keys(kept).length < Object.keys(tags).length)
    }),
  )
})

test('facts are the same where nothing differs', () => {
  const facts = { name: 'a', createdAtMs: 1, sizeGiB: 2, launchedOnMs: 3, tags: { a: 'b' } }
  expect(isSameListed(facts, { ...facts, tags: { a: 'b' } })).toBe(true)
  for (const other of [
    { name: 'b' },
    { createdAtMs: 2 },
    { sizeGiB: 3 },
    { launchedOnMs: 4 },
    { hasMoreTags: true as const },
    { tags: { a: 'c' } },
    { tags: { b: 'b' } },
    { tags: { a: 'b', c: 'd' } },
    { tags: {} },
  ])
    expect(isSameListed(facts, { ...facts, ...other })).toBe(false)
})
