import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { readPart, writeParts } from '../../src/aws/ledger/fleet-parts.ts'
import type { Fleet } from '../../src/domain/fleet.ts'

const idOf = (i: number): string =>
  `ami-${(BigInt(i + 1) * 0x9e3779b97f4a7c15n).toString(16).slice(-17).padStart(17, '0')}`

const readAll = (parts: ReadonlyMap<number, Uint8Array>): Map<string, unknown> =>
  new Map([...parts.values()].flatMap(part => readPart(part) ?? []))

/** Signs that do not repeat: no compression makes them shorter than 6 bits each. */
const noise = (seed: number, length: number): string =>
  createHash('shake256', { outputLength: length }).update(String(seed)).digest('base64').slice(0, length)

test('as many images as EC2 allows in a region, each as long as it can be: the fullest part has room in an item', () => {
  const light: Fleet = new Map(Array.from({ length: 50_000 }, (_, i) => [idOf(i), { mark: 'a' }]))
  const parts = [...writeParts(light).values()].map(part => readPart(part) ?? [])
  expect(parts).toHaveLength(128)
  expect(parts.flat()).toHaveLength(50_000)
  const fullest = parts.reduce((a, b) => (a.length > b.length ? a : b))
  const heavy: Fleet = new Map(
    fullest.map(([imageId], i) => [
      imageId,
      {
        mark: 'a',
        facts: {
          name: noise(i, 128),
          createdAtMs: 1_764_000_000_000 + i,
          sizeGiB: 16_384,
          launchedOnMs: 1_764_000_000_000,
          tags: { [noise(i + 1e6, 100)]: noise(i + 2e6, 400) },
          hasMoreTags: true,
        },
        public: { sinceMs: 1_764_000_000_000 + i, announced: true },
      },
    ]),
  )
  expect(Math.max(...[...writeParts(heavy).values()].map(part => part.length))).toBeLessThan(390_000)
})

test('only the parts of the images named are written, each with all its images', () => {
  const fleet: Fleet = new Map(Array.from({ length: 1_000 }, (_, i) => [idOf(i), { mark: 'a' }]))
  const all = writeParts(fleet)
  const [one] = writeParts(fleet, [idOf(7)])
  expect(one && all.get(one[0])).toEqual(one?.[1])
})

test('the same images are the same bytes, in whatever order they came; one that is gone leaves an empty part', () => {
  const fleet: Fleet = new Map(Array.from({ length: 300 }, (_, i) => [idOf(i), { mark: 'd' }]))
  expect(writeParts(new Map([...fleet].reverse()))).toEqual(writeParts(fleet))
  expect([...writeParts(new Map(), [idOf(1)]).values()].map(readPart)).toEqual([[]])
})

test('a tag may have any name', () => {
  const tags = Object.fromEntries([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
  const fleet: Fleet = new Map([[idOf(0), { mark: 'a', facts: { tags } }]])
  const read = readAll(writeParts(fleet)).get(idOf(0)) as { facts: { tags: object } }
  expect(Object.entries(read.facts.tags)).toEqual(Object.entries(tags))
})

const packed = (value: unknown): Uint8Array => deflateSync(JSON.stringify(value))

test.each<[what: string, bytes: unknown]>([
  ['no bytes', '1 0000a'],
  ['nothing', undefined],
  ['bytes that are not compressed', Buffer.from('{}')],
  ['no JSON', deflateSync('{')],
  ['another version', packed({ version: 5, images: [] })],
  ['public since no time', packed({ version: 4, images: [['ami-1', { mark: 'a', public: {} }]] })],
  ['a mark that is none', packed({ version: 4, images: [['ami-1', { mark: 'q' }]] })],
  [
    'facts of another kind',
    packed({ version: 4, images: [['ami-1', { mark: 'a', facts: { tags: { a: 1 } } }]] }),
  ],
  [
    'tags that are a list',
    packed({ version: 4, images: [['ami-1', { mark: 'a', facts: { tags: ['a'] } }]] }),
  ],
  ['more than any part holds', deflateSync(Buffer.alloc(5_000_000, ' '))],
])('a part that is %s is not read', (_what, bytes) => {
  expect(readPart(bytes)).toBeUndefined()
})
