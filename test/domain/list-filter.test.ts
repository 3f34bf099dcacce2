import fc from 'fast-check'
import type { ImageState } from '../../src/domain/image.ts'
import {
  fitsFilter,
  type ListedImage,
  type ListFilter,
  newestFirst,
  staleOf,
} from '../../src/domain/list-filter.ts'
import { createListing, tagsToKeep } from '../../src/domain/listing.ts'
import { givenConfig, givenFacts, NOON_MS } from './given.ts'

const DAY_MS = 24 * 3_600_000
const ANY: ListFilter = { states: [], accounts: [], regions: [], families: [], owners: [], tags: [] }

const given = (more: Partial<ListedImage> & { id?: string } = {}): ListedImage => ({
  image: { account: '123456789012', region: 'us-east-1', imageId: `ami-${more.id ?? '1'}` },
  state: 'available',
  facts: { name: 'web-1', createdAtMs: NOON_MS - 100 * DAY_MS, tags: { Team: 'pay' } },
  family: 'web',
  owners: ['platform'],
  ...more,
})

describe('a filter', () => {
  test.each<[filter: Partial<ListFilter>, fit: string, more?: Partial<ListedImage>]>([
    [{}, 'yes'],
    [{ states: ['available', 'failed'] }, 'yes'],
    [{ states: ['disabled'] }, 'no'],
    [{ accounts: ['123456789012'], regions: ['us-east-1'] }, 'yes'],
    [{ accounts: ['210987654321'] }, 'no'],
    [{ regions: ['eu-west-1'] }, 'no'],
    [{ name: '*eb*' }, 'yes'],
    [{ name: 'ami-1' }, 'yes'],
    [{ name: 'ami-2' }, 'no'],
    [{ name: '*' }, 'yes', { facts: { tags: {} } }],
    [{ families: ['WEB'] }, 'yes'],
    [{ families: ['we?', 'db'] }, 'yes'],
    [{ families: ['db'] }, 'no'],
    [{ families: ['*'] }, 'no', { family: undefined }],
    [{ owners: ['plat*'] }, 'yes'],
    [{ owners: ['plat*'] }, 'no', { owners: [] }],
    [{ tags: [{ key: 'Team', value: 'p*' }] }, 'yes'],
    [
      {
        tags: [
          { key: 'Team', value: 'x' },
          { key: 'Team', value: 'pay' },
        ],
      },
      'yes',
    ],
    [{ tags: [{ key: 'Team', value: 'x' }] }, 'no'],
    [{ tags: [{ key: 'Env', value: '*' }] }, 'no'],
    [{ tags: [{ key: 'toString', value: '*' }] }, 'no'],
    [{ tags: [{ key: 'Env', value: '*' }] }, 'unknown', { facts: { tags: {}, hasMoreTags: true } }],
    [
      { tags: [{ key: 'Env', value: '*' }], states: ['failed'] },
      'no',
      { facts: { tags: {}, hasMoreTags: true } },
    ],
    [{ olderThanMs: 100 * DAY_MS - 1 }, 'yes'],
    [{ olderThanMs: 100 * DAY_MS }, 'no'],
    [{ olderThanMs: DAY_MS }, 'unknown', { facts: { tags: {} } }],
    [{ olderThanMs: 2 * DAY_MS }, 'no', { state: 'deregistered', goneAtMs: NOON_MS - DAY_MS }],
    [{ olderThanMs: DAY_MS }, 'unknown', { state: 'deregistered' }],
  ])('%j: %s', (filter, fit, more = {}) => {
    expect(fitsFilter(given(more), { ...ANY, ...filter }, NOON_MS)).toBe(fit)
  })
})

test('the newest come first, those without a date last, and the order is one', () => {
  const at = (id: string, createdAtMs?: number) =>
    given({ id, facts: { tags: {}, ...(createdAtMs !== undefined && { createdAtMs }) } })
  const images = [at('b'), at('a'), at('c', 5), at('e', 9), at('d', 9)]
  const ids = (list: ListedImage[]) => list.map(({ image }) => image.imageId.slice(4)).join('')
  expect(ids([...images].sort(newestFirst))).toBe('decab')
  expect(ids([...images].reverse().sort(newestFirst))).toBe('decab')
  const gone = (id: string, goneAtMs: number) => given({ id, state: 'deregistered', goneAtMs })
  expect(ids([gone('x', 1), gone('y', 2)].sort(newestFirst))).toBe('yx')
})

describe('stale', () => {
  const old = (id: string, days: number, more: Partial<ListedImage> = {}) =>
    given({ id, ...more, facts: { tags: {}, createdAtMs: NOON_MS - days * DAY_MS, ...more.facts } })
  const ids = (images: ListedImage[], afterDays = 90) =>
    staleOf(images, afterDays, NOON_MS).map(({ image }) => image.imageId.slice(4))
  const newest = old('new', 100)

  test('older than so many days, and not the newest of its family', () => {
    expect(ids([newest, old('a', 101), old('b', 300)])).toEqual(['a', 'b'])
    expect(ids([old('new', 1), old('a', 90), old('b', 91)])).toEqual(['b'])
  })

  test('launched in that time: not stale, whatever the hour of the day it was', () => {
    const launched = (id: string, daysAgo: number) =>
      old(id, 300, { facts: { tags: {}, launchedOnMs: NOON_MS - daysAgo * DAY_MS } })
    expect(ids([newest, launched('a', 90), launched('b', 91), launched('c', 92)])).toEqual(['b', 'c'])
  })

  test('disabled ones can be, failed ones and those in between are not', () => {
    const states: ImageState[] = ['disabled', 'failed', 'pending', 'error', 'invalid', 'transient']
    expect(ids([newest, ...states.map(state => old(state, 200, { state }))])).toEqual(['disabled'])
  })

  test('the newest available one counts: a newer one that is disabled makes nothing stale', () => {
    expect(ids([old('new', 1, { state: 'disabled' }), old('a', 200)])).toEqual([])
  })

  test('the newest one that is not revoked counts, whatever state a revoked one has', () => {
    const images = [old('bad', 1), old('good', 100), old('a', 200)]
    const revoked = new Set([`${images[0]?.image.account}/${images[0]?.image.region}/ami-bad`])
    const stale = staleOf(images, 90, NOON_MS, revoked)
    expect(stale.map(({ image }) => image.imageId)).toEqual(['ami-a'])
    expect(ids(images)).toEqual(['good', 'a'])
  })

  test('each account and region has a newest of its own', () => {
    const image = { account: '123456789012', region: 'eu-west-1', imageId: 'ami-eu' }
    expect(ids([newest, old('a', 200, { image })])).toEqual([])
    expect(ids([newest, old('a', 200, { family: 'db' })])).toEqual([])
  })

  test('what is not known keeps an image out', () => {
    expect(ids([newest, given({ id: 'a', facts: { tags: {} } })])).toEqual([])
    expect(ids([newest, old('b', 200, { family: undefined })])).toEqual([])
  })

  test('of every family at least one available image is left', () => {
    const image = fc.record({
      days: fc.integer({ min: 0, max: 400 }),
      family: fc.constantFrom('a', 'b'),
      state: fc.constantFrom<ImageState>('available', 'disabled'),
    })
    fc.assert(
      fc.property(fc.array(image), list => {
        const images = list.map(({ days, family, state }, i) => old(String(i), days, { family, state }))
        const left = images.filter(one => !ids(images).includes(one.image.imageId.slice(4)))
        const families = (of: ListedImage[]) =>
          new Set(of.filter(({ state }) => state === 'available').map(({ family }) => family))
        expect(families(left)).toEqual(families(images))
      }),
    )
  })
})

describe('an image of a list', () => {
  const config = givenConfig({
    families: { payments: { name: ['pay-*'], tags: { Kind: 'x' }, owner: 'S0PAY' } },
    rules: [{ when: { tags: { Env: 'prod' } }, to: [], mention: [] }],
    actions: {
      disable: { roles: [], approval: { when: [{ tags: { Tier: '1' } }], roles: [], withinMinutes: 5 } },
    },
  })
  const image = { account: '123456789012', region: 'us-east-1', imageId: 'ami-1' }

  test('has its family, and owners from the config and from its tag', () => {
    const { ofScan, ofFacts } = createListing(config)
    const tags = { Kind: 'x', Team: 'team a' }
    expect(ofScan(image, 'available', { name: 'pay-1', tags })).toMatchObject({
      family: 'payments',
      owners: ['team a', 'S0PAY'],
    })
    expect(ofScan(image, 'available', { name: 'web-1', tags: {} })).toMatchObject({
      family: 'web',
      owners: [],
    })
    expect(ofScan(image, 'available', { tags: {} }).family).toBeUndefined()
    expect(ofFacts(image, 'disabled', givenFacts({ name: 'web-2', createdAtMs: 5 }))).toMatchObject({
      state: 'disabled',
      facts: { name: 'web-2', createdAtMs: 5 },
    })
    expect(ofFacts(image, 'disabled', undefined).facts).toEqual({ tags: {} })
  })

  test('keeps the tags of rules, approvals and families before all others', () => {
    expect([...tagsToKeep(config)].sort()).toEqual([
      'Env',
      'Kind',
      'Owner',
      'Team',
      'Tier',
      'amiops:keep-until',
    ])
  })
})
