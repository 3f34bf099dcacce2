import type { Config } from '../../src/domain/config.ts'
import type { ListedImage } from '../../src/domain/list-filter.ts'
import { withdrawalsOf } from '../../src/domain/withdrawal.ts'

const DAY = 24 * 60 * 60_000
const NOW_MS = 20_000 * DAY
const TODAY = 20_000
const FAMILIES = {
  web: { retirement: { disableAfterDays: 10, deregisterAfterDays: 30 } },
  api: { retirement: { disableAfterDays: 10 } },
  plain: {},
} as unknown as Config['families']

const image = (
  n: number,
  days: number | undefined,
  more: { state?: ListedImage['state']; family?: string | undefined } = {},
): ListedImage => ({
  image: { account: '123456789012', region: 'us-east-1', imageId: `ami-${n}` },
  state: more.state ?? 'available',
  facts: { tags: {}, ...(days !== undefined && { deprecatedAtMs: NOW_MS - days * DAY }) },
  family: 'family' in more ? more.family : 'web',
  owners: [],
})

const said = (...images: ListedImage[]): string[] =>
  withdrawalsOf({ families: FAMILIES }, images, NOW_MS).map(
    ({ family, action, afterDays, period, images: some }) =>
      `${family} ${action} ${afterDays} ${period}: ${some.map(one => one.image.imageId).join(' ')}`,
  )

test('an available image is disabled, a disabled one deregistered, from the day of its rule on', () => {
  expect(said(image(1, 10))).toEqual([`web disable 10 day-${TODAY}: ami-1`])
  expect(said(image(1, 9.99))).toEqual([])
  expect(said(image(1, 30, { state: 'disabled' }))).toEqual([`web deregister 30 day-${TODAY}: ami-1`])
  expect(said(image(1, 29, { state: 'disabled' }))).toEqual([])
})

test('nothing is due without a date, a family, a rule, or in another state', () => {
  expect(
    said(
      image(1, undefined),
      image(2, 99, { family: undefined }),
      image(3, 99, { family: 'gone' }),
      image(4, 99, { family: 'toString' }),
      image(5, 99, { family: 'plain' }),
      image(6, 99, { family: 'api', state: 'disabled' }),
      image(7, 99, { state: 'failed' }),
      image(8, 99, { state: 'deregistered' }),
    ),
  ).toEqual([])
})

test('images of one day are suggested together; what has waited for a week, once a week', () => {
  const week = `week-${Math.floor(TODAY / 7)}`
  expect(
    said(
      image(1, 12),
      image(2, 12.5),
      image(3, 16),
      image(4, 17),
      image(5, 90),
      image(6, 12, { family: 'api' }),
    ),
  ).toEqual([
    `web disable 10 day-${TODAY - 2}: ami-1`,
    `web disable 10 day-${TODAY - 3}: ami-2`,
    `web disable 10 day-${TODAY - 6}: ami-3`,
    `web disable 10 ${week}: ami-4 ami-5`,
    `api disable 10 day-${TODAY - 2}: ami-6`,
  ])
  expect(said(image(1, 12), image(2, 12))).toEqual([`web disable 10 day-${TODAY - 2}: ami-1 ami-2`])
})
