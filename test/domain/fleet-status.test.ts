import type { FamilyMember } from '../../src/domain/builds.ts'
import {
  type ComparedUse,
  compareFleet,
  countStatuses,
  type FleetStatus,
  familyBuilds,
  groupFleet,
  worstFirst,
} from '../../src/domain/fleet-status.ts'
import type { FleetUse, ImageInUse } from '../../src/domain/fleet-use.ts'
import { givenConfig, NOON_MS } from './given.ts'

const DAY = 24 * 60 * 60_000
const CONFIG = givenConfig({ fleet: { ownerTags: ['Owner', 'Team'] } })

const member = (imageId: string, days: number, special: Partial<FamilyMember> = {}): FamilyMember => ({
  account: '123456789012',
  region: 'us-east-1',
  imageId,
  family: 'web',
  name: `web-${imageId}`,
  state: 'available',
  createdAtMs: NOON_MS + days * DAY,
  ...special,
})
const IMAGES = [member('1', 0), member('2', 10), member('3', 20)]

const use = (image: Partial<ImageInUse>, special: Partial<FleetUse> = {}): FleetUse => ({
  account: '123456789012',
  region: 'us-east-1',
  instanceId: 'i-1',
  state: 'running',
  tags: {},
  image: { imageId: '3', name: 'web-3', state: 'available', createdAtMs: NOON_MS + 20 * DAY, ...image },
  ...special,
})

const compare = (one: FleetUse, images = IMAGES, config = CONFIG): ComparedUse => {
  const [compared] = compareFleet([one], familyBuilds(images), config, NOON_MS + 30 * DAY)
  if (!compared) throw new Error('Expected the instance to be compared.')
  return compared
}

test.each<[situation: string, image: Partial<ImageInUse>, status: FleetStatus, builds: number | undefined]>([
  ['the newest image', {}, 'current', 0],
  ['an older one', { imageId: '1', name: 'web-1', createdAtMs: NOON_MS }, 'behind', 2],
  [
    'a deregistered one',
    { imageId: '0', name: 'web-0', state: 'deregistered', createdAtMs: NOON_MS - DAY },
    'deregistered',
    3,
  ],
  ['one that is not allowed', { isAllowed: false }, 'notAllowed', 0],
  ['one that is allowed', { isAllowed: true }, 'current', 0],
  ['a disabled one', { imageId: '2', state: 'disabled', isAllowed: true }, 'disabled', 1],
  ['a deprecated one', { deprecatedAtMs: NOON_MS + 30 * DAY }, 'deprecated', 0],
  ['one that will be deprecated', { deprecatedAtMs: NOON_MS + 30 * DAY + 1 }, 'current', 0],
  [
    'one of a family that the accounts do not have',
    { imageId: '9', name: 'amzn-9' },
    'uncompared',
    undefined,
  ],
  ['one of which EC2 tells nothing', { imageId: '', name: '' }, 'uncompared', undefined],
])('an instance of %s', (_situation, image, status, builds) => {
  const compared = compare(use(image))
  expect([compared.status, compared.behind?.builds]).toEqual([status, builds])
})

test('what is deregistered is worse than what is not allowed, and that than what is disabled', () => {
  const worst = { state: 'deregistered', isAllowed: false, deprecatedAtMs: 0 } as const
  expect(compare(use(worst)).status).toBe('deregistered')
  expect(compare(use({ ...worst, state: 'disabled' })).status).toBe('notAllowed')
  expect(compare(use({ ...worst, state: 'disabled', isAllowed: true })).status).toBe('disabled')
})

test('a copy is as old as what it is a copy of', () => {
  const copy = member('c', 25, { region: 'eu-west-1', copyOf: 'us-east-1/1' })
  const running = use(
    { imageId: 'c', name: 'copied', createdAtMs: NOON_MS + 25 * DAY },
    { region: 'eu-west-1' },
  )
  expect(compare(running, [...IMAGES, copy]).behind).toEqual({ builds: 2, days: 20 })
})

test('the tags of an image that EC2 lists say its family; without them its name does', () => {
  const nodes = member('n', 0, { family: 'nodes', name: 'kube-1' })
  expect(compare(use({ imageId: 'n', name: 'kube-1' }), [nodes]).family).toBe('nodes')
  expect(compare(use({ imageId: 'n', name: 'kube-1' }), []).family).toBe('kube')
  const config = givenConfig({ fleet: { ownerTags: [] }, families: { all: { name: ['*'] } } })
  expect(compare(use({ imageId: 'n', name: 'kube-1' }), [], config).family).toBe('all')
  expect(compare(use({ imageId: 'n', name: '' }), []).family).toBe('n')
})

test.each<[tags: Record<string, string>, owner: string | undefined]>([
  [{ Team: 'web', Owner: 'maria' }, 'maria'],
  [{ Team: 'web' }, 'web'],
  [{ Team: 'web', Owner: '' }, 'web'],
  [{ toString: 'x' }, undefined],
  [{}, undefined],
])('of the tags %j the owner is %s', (tags, owner) => {
  expect(compare(use({}, { tags })).owner).toBe(owner)
})

describe('groups', () => {
  const compared = (
    family: string,
    status: FleetStatus,
    special: Partial<ComparedUse> = {},
  ): ComparedUse => ({
    ...use({}),
    family,
    status,
    ...special,
  })

  test('by family, account and owner', () => {
    const uses = [
      compared('web', 'current'),
      compared('web', 'current', { account: '2' }),
      compared('web', 'current', { owner: 'a' }),
      compared('api', 'current'),
      compared('web', 'behind'),
    ]
    const groups = groupFleet(uses)
    expect(
      groups.map(({ family, account, owner, uses: { length } }) => [family, account, owner, length]),
    ).toEqual([
      ['web', '123456789012', undefined, 2],
      ['api', '123456789012', undefined, 1],
      ['web', '123456789012', 'a', 1],
      ['web', '2', undefined, 1],
    ])
    expect(groups[0]?.counts).toEqual({ ...countStatuses([]), current: 1, behind: 1 })
    expect(groups[0]?.uses.map(({ status }) => status)).toEqual(['behind', 'current'])
  })

  test('the group with the worst status first, then the one with the most of it', () => {
    const uses = [
      ...Array.from({ length: 9 }, () => compared('many-behind', 'behind')),
      compared('one-gone', 'deregistered'),
      compared('two-gone', 'deregistered'),
      compared('two-gone', 'deregistered'),
      compared('disabled', 'disabled'),
    ]
    expect(groupFleet(uses).map(({ family }) => family)).toEqual([
      'two-gone',
      'one-gone',
      'disabled',
      'many-behind',
    ])
  })

  test('within a status the furthest behind first', () => {
    const uses = [
      compared('web', 'behind', { instanceId: 'i-b', behind: { builds: 1, days: 9 } }),
      compared('web', 'behind', { instanceId: 'i-a', behind: { builds: 1, days: 9 } }),
      compared('web', 'behind', { instanceId: 'i-c', behind: { builds: 1, days: 20 } }),
      compared('web', 'behind', { instanceId: 'i-d', behind: { builds: 2, days: 2 } }),
      compared('web', 'disabled', { instanceId: 'i-e' }),
    ]
    expect(uses.sort(worstFirst).map(({ instanceId }) => instanceId)).toEqual([
      'i-e',
      'i-d',
      'i-c',
      'i-a',
      'i-b',
    ])
  })
})
