import { familyGlances } from '../../src/domain/fleet-glance.ts'
import type { ListedImage } from '../../src/domain/list-filter.ts'
import { IMAGE, NOON_MS } from './given.ts'

const DAY = 24 * 60 * 60_000
const image = (family: string | undefined, days: number | undefined, sizeGiB?: number): ListedImage => ({
  image: IMAGE,
  state: 'available',
  facts: {
    tags: {},
    ...(days !== undefined && { createdAtMs: NOON_MS - days * DAY }),
    ...(sizeGiB !== undefined && { sizeGiB }),
  },
  family,
  owners: [],
})
const none = { month: 0, quarter: 0, year: 0, older: 0, unknown: 0 }

test('the images of families that have reports: how many, their size and their ages', () => {
  const images = [
    image('web', 29.9, 8),
    image('web', 30, 16),
    image('web', 365),
    image('web', undefined, 1),
    image('api', 90, 4),
    image('other', 1, 99),
    image(undefined, 1, 99),
  ]
  expect(familyGlances(images, new Set(['web', 'api', 'empty']), NOON_MS)).toEqual({
    web: { images: 4, sizeGiB: 25, ages: { ...none, month: 1, quarter: 1, older: 1, unknown: 1 } },
    api: { images: 1, sizeGiB: 4, ages: { ...none, year: 1 } },
  })
  expect(familyGlances([], new Set(['web']), NOON_MS)).toEqual({})
})
