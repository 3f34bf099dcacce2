import type { ComparedUse } from '../../src/domain/fleet-status.ts'
import { imageAgesOf } from '../../src/domain/image-ages.ts'
import { NOON_MS } from './given.ts'

const DAY_MS = 24 * 60 * 60_000

const use = (imageId: string, days?: number): ComparedUse => ({
  account: '123456789012',
  region: 'us-east-1',
  instanceId: `i-${imageId}`,
  state: 'running',
  tags: {},
  family: 'web',
  status: 'current',
  image: { imageId, ...(days !== undefined && { createdAtMs: NOON_MS - days * DAY_MS }) },
})

test.each([
  ['three images, one of them twice', [use('a', 3), use('b', 90), use('a', 3), use('c', 12)], [12, 90, 0]],
  ['two images', [use('a', 10), use('b', 21)], [16, 21, 0]],
  ['an image whose age is unknown', [use('a', 5), use('b')], [5, 5, 1]],
  ['an image of the future', [use('a', -2)], [0, 0, 0]],
])('%s', (_name, uses, [medianDays, oldestDays, unknown]) => {
  expect(imageAgesOf(uses, NOON_MS)).toEqual({ medianDays, oldestDays, unknown })
})

test('nothing is known', () => {
  expect(imageAgesOf([use('a')], NOON_MS)).toBeUndefined()
  expect(imageAgesOf([], NOON_MS)).toBeUndefined()
})
