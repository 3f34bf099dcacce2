import { failedSince, glanceOf, imagesIn, oldestStale } from '../../src/domain/fleet-glance.ts'
import type { ListedImage } from '../../src/domain/list-filter.ts'

const DAY_MS = 24 * 60 * 60_000
const NOW = Date.UTC(2026, 0, 15, 12)
const PLACE = { account: '123456789012', region: 'us-east-1' }

const image = (
  number: number,
  ageDays: number | undefined,
  more: Partial<ListedImage> = {},
): ListedImage => ({
  image: { ...PLACE, imageId: `ami-${number}` },
  state: 'available',
  facts: {
    name: `web-${number}`,
    sizeGiB: 10,
    tags: {},
    ...(ageDays !== undefined && { createdAtMs: NOW - ageDays * DAY_MS }),
  },
  family: 'web',
  owners: [],
  ...more,
})
const glance = (...images: ListedImage[]) => glanceOf(PLACE, images, 90, NOW)

test('ages: an image changes its group on the day', () => {
  const ageOf = (days: number | undefined) =>
    Object.entries(glance(image(1, days)).ages).find(([, count]) => count === 1)?.[0]
  expect([29.9, 30, 89.9, 90, 364.9, 365, undefined].map(ageOf)).toEqual([
    'month',
    'quarter',
    'quarter',
    'year',
    'year',
    'older',
    'unknown',
  ])
})

test('images are counted by state, with their size as far as it is known', () => {
  const unsized = image(3, 1, { state: 'failed', facts: { tags: {} } })
  const found = glance(image(1, 1), image(2, 1, { state: 'disabled' }), unsized)
  expect(found.states).toEqual({ available: 1, disabled: 1, failed: 1 })
  expect(imagesIn(found)).toBe(3)
  expect(found.sizeGiB).toBe(20)
  expect(found.failed).toEqual([{ imageId: 'ami-3' }])
})

test('stale images: their number, their size, and the three oldest, the oldest first', () => {
  const { stale } = glance(image(1, 1), ...[200, 500, 300, 400].map(days => image(days, days)))
  expect(stale).toMatchObject({ images: 4, sizeGiB: 40 })
  expect(stale.oldest.map(({ imageId }) => imageId)).toEqual(['ami-500', 'ami-400', 'ami-300'])
})

test('of twenty-one failures of a place the newest twenty are kept', () => {
  const images = Array.from({ length: 21 }, (_, i) => image(i, i + 1, { state: 'failed' }))
  const { failed } = glance(...images)
  expect(failed).toHaveLength(20)
  expect(failed[0]?.imageId).toBe('ami-0')
})

test('failures and stale images of several places are put in one order', () => {
  const there = { ...PLACE, region: 'eu-west-1' }
  const elsewhere = glanceOf(
    there,
    [image(1, 1), image(9, 700), image(2, 3, { state: 'failed' })].map(one => ({
      ...one,
      image: { ...there, imageId: one.image.imageId },
    })),
    90,
    NOW,
  )
  const here = glance(
    image(3, 2, { state: 'failed' }),
    image(4, undefined, { state: 'failed' }),
    image(5, 20, { state: 'failed' }),
    image(1, 1),
    image(8, 600),
  )
  const both = [here, elsewhere]
  expect(failedSince(both, NOW - 7 * DAY_MS).map(({ image: { imageId } }) => imageId)).toEqual([
    'ami-3',
    'ami-2',
    'ami-4',
  ])
  expect(oldestStale(both).map(one => one.image)).toEqual([
    { ...there, imageId: 'ami-9' },
    { ...PLACE, imageId: 'ami-8' },
  ])
})
