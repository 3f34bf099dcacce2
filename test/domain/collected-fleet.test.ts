import { createCollectedFleet, lineageOf } from '../../src/domain/collected-fleet.ts'
import type { Config } from '../../src/domain/config.ts'
import type { ImageFacts } from '../../src/domain/image.ts'
import type { FleetPart } from '../../src/domain/reading.ts'

const account = '123456789012'
const EAST = { account, region: 'us-east-1' }
const WEST = { account, region: 'eu-west-1' }
const idOf = (n: number): string => `ami-${String(n).padStart(17, '0')}`

const CONFIG = {
  families: {
    web: { name: ['web-*'], aliases: [{ name: 'prod' }] },
    plain: { name: ['plain-*'] },
  },
  fleet: { ownerTags: ['Owner', 'Team'] },
} as unknown as Pick<Config, 'families' | 'fleet'>

const facts = (name: string): ImageFacts =>
  ({ state: 'available', name, createdAtMs: 1_000, tags: {}, snapshots: [] }) as unknown as ImageFacts

type Found = FleetPart['images'][number]
const image = (n: number, name: string, more: Partial<Found> = {}): Found => ({
  imageId: idOf(n),
  family: name.replace(/-\d+$/, ''),
  name,
  state: 'available',
  createdAtMs: 1_000 * n,
  ...more,
})

const part = (images: readonly Found[], uses: FleetPart['uses'] = []): FleetPart => ({
  kind: 'fleet',
  images,
  uses,
  unread: [],
})

const instance = (n: number, tags: Record<string, string>): FleetPart['uses'][number] =>
  ({ image: { imageId: idOf(n) }, tags }) as unknown as FleetPart['uses'][number]

const collect = (name = 'web-1') =>
  createCollectedFleet(CONFIG, { image: { ...EAST, imageId: idOf(1) }, facts: facts(name) } as never)

const relations = (fleet: ReturnType<typeof collect>, ...of: Parameters<typeof fleet.related>): string[] =>
  fleet
    .related(...of)
    .images.map(
      one => `${one.relation} ${one.image.region} ${Number(one.image.imageId.slice(4))} ${one.name}`,
    )

test('members: the images of a family that has aliases, and of the bad one’s; no others', () => {
  const fleet = collect('plain-1')
  fleet.add(EAST, part([image(2, 'web-2'), image(3, 'plain-3'), image(4, 'other-4')]))
  expect(fleet.members('web').map(({ imageId }) => imageId)).toEqual([idOf(2)])
  expect(fleet.members('plain').map(({ imageId }) => imageId)).toEqual([idOf(1), idOf(3)])
  expect(fleet.members('other')).toEqual([])
  expect(fleet.members('web')[0]).toEqual({
    ...EAST,
    imageId: idOf(2),
    family: 'web',
    name: 'web-2',
    state: 'available',
    createdAtMs: 2_000,
  })
})

test('an image that is no member is kept where it is made from another one: as a descendant, also of other names', () => {
  const fleet = collect()
  fleet.add(
    EAST,
    part([
      image(5, 'checkout-9', { source: 'i-1', builtOn: `us-east-1/${idOf(1)}` }),
      image(6, 'shop-1', { source: 'i-2', builtOn: `us-east-1/${idOf(5)}` }),
      image(7, 'alone-1', { source: 'i-3' }),
      image(8, 'alone-2', { builtOn: `us-east-1/${idOf(99)}` }),
    ]),
  )
  expect(fleet.members('checkout')).toEqual([])
  expect(relations(fleet)).toEqual([
    'bad us-east-1 1 web-1',
    'descendant us-east-1 5 checkout-9',
    'descendant us-east-1 6 shop-1',
  ])
})

test('copies in other regions are found by what they copy, and what was built upon a copy is a descendant', () => {
  const fleet = collect()
  fleet.add(WEST, part([image(2, 'web-1', { source: idOf(1), copyOf: `us-east-1/${idOf(1)}` })]))
  fleet.add(WEST, part([image(3, 'checkout-9', { source: 'i-1', builtOn: `eu-west-1/${idOf(2)}` })]))
  expect(relations(fleet)).toEqual([
    'bad us-east-1 1 web-1',
    'copy eu-west-1 2 web-1',
    'descendant eu-west-1 3 checkout-9',
  ])
  const { members, isCut } = fleet.related()
  expect([...members.keys()]).toEqual([
    `us-east-1/${idOf(1)}`,
    `eu-west-1/${idOf(2)}`,
    `eu-west-1/${idOf(3)}`,
  ])
  expect(isCut).toBe(false)
})

test('what the bad one was copied from: it, and what was made from it, are revoked, too', () => {
  const fleet = collect()
  fleet.add(EAST, part([image(3, 'shop-3', { source: 'i-1', builtOn: `eu-west-1/${idOf(9)}` })]))
  const origin = {
    image: { ...WEST, imageId: idOf(9) },
    facts: { name: 'origin-9' },
  }
  expect(relations(fleet, [origin])).toContain('descendant us-east-1 3 shop-3')
})

test('an origin that is gone: its other copies are copies, and what was built upon it is left alone', () => {
  const lost = `eu-west-1/${idOf(9)}`
  const fleet = collect()
  fleet.add(
    EAST,
    part([
      image(3, 'other-3', { source: idOf(9), copyOf: lost }),
      image(4, 'shop-4', { source: 'i-1', builtOn: lost }),
    ]),
  )
  expect(relations(fleet, [], lost)).toEqual(['bad us-east-1 1 web-1', 'copy us-east-1 3 other-3'])
})

test('owners of the instances: by the first owner tag that has a value, the most first; an image that is not asked for counts not', () => {
  const fleet = collect()
  fleet.add(
    EAST,
    part(
      [],
      [
        instance(1, { Owner: '', Team: 'web' }),
        instance(1, { Team: 'web', Owner: 'payments' }),
        instance(2, { Team: 'payments' }),
        instance(2, {}),
        instance(3, { Team: 'never' }),
      ],
    ),
  )
  fleet.add(WEST, part([], [instance(1, { Team: 'never' }), instance(1, { Team: 'x'.repeat(120) })]))
  expect(fleet.owners(new Set([`us-east-1/${idOf(1)}`, `us-east-1/${idOf(2)}`]))).toEqual([
    { owner: 'payments', instances: 2 },
    { owner: 'web', instances: 1 },
    { instances: 1 },
  ])
  expect(fleet.owners(new Set([`eu-west-1/${idOf(1)}`]))).toEqual([
    { owner: 'never', instances: 1 },
    { owner: 'x'.repeat(100), instances: 1 },
  ])
})

test('more than 2,000 are cut, and it says so', () => {
  const fleet = collect()
  const builds = Array.from({ length: 2_100 }, (_, at) =>
    image(at + 10, 'shop-1', { source: `i-${at}`, builtOn: `us-east-1/${idOf(1)}` }),
  )
  fleet.add(EAST, part(builds.slice(0, 1_998)))
  expect(fleet.related()).toMatchObject({ isCut: false })
  expect(fleet.related().images).toHaveLength(1_999)
  fleet.add(EAST, part(builds.slice(1_998)))
  const { images, isCut } = fleet.related()
  expect(images).toHaveLength(2_000)
  expect(isCut).toBe(true)
})

test.each([
  [
    'a copy names the image and region that it copies',
    { source: idOf(1), copyOf: `us-east-1/${idOf(1)}` },
    { sourceImageId: idOf(1), sourceImageRegion: 'us-east-1' },
  ],
  [
    'an image of an instance names both',
    { source: 'i-1', builtOn: `us-east-1/${idOf(1)}` },
    { sourceInstanceId: 'i-1', sourceImageId: idOf(1), sourceImageRegion: 'us-east-1' },
  ],
  [
    'an image of an instance of unknown origin names the instance',
    { source: 'i-1' },
    { sourceInstanceId: 'i-1' },
  ],
  ['an image that was registered names nothing', {}, {}],
])('%s', (_what, more, expected) => {
  expect(lineageOf({ ...EAST, ...image(2, 'web-2', more) })).toEqual({
    image: { ...EAST, imageId: idOf(2) },
    facts: { name: 'web-2', ...expected },
  })
})
