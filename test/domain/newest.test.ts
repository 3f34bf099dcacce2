import { createNewest } from '../../src/domain/newest.ts'

const image = (n: number) => ({
  image: { account: '123456789012', region: 'us-east-1', imageId: `ami-${n}` },
  state: 'available' as const,
  facts: { createdAtMs: n, tags: {} },
})

test('of many places the newest are kept, the newest first', () => {
  const newest = createNewest(3)
  newest.add([image(9), image(5), image(1), image(8)])
  newest.add([image(7), image(2)])
  newest.add([image(6), image(4)])
  newest.add([])
  expect(newest.end().map(({ facts }) => facts.createdAtMs)).toEqual([9, 7, 6])
})

test('fewer than are wanted', () => {
  const newest = createNewest(3)
  newest.add([image(1), image(2)])
  expect(newest.end().map(({ facts }) => facts.createdAtMs)).toEqual([2, 1])
  expect(createNewest(3).end()).toEqual([])
})
