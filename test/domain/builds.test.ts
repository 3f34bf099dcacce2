import fc from 'fast-check'
import {
  type Behind,
  behindOf,
  buildsOf,
  type FamilyMember,
  memberOf,
  newestBuild,
} from '../../src/domain/builds.ts'
import { givenFacts, IMAGE, NOON_MS } from './given.ts'

const DAY = 24 * 60 * 60_000
const NONE = { families: {} }

const member = (imageId: string, special: Partial<FamilyMember> = {}): FamilyMember => ({
  account: '123456789012',
  region: 'us-east-1',
  imageId,
  family: 'web',
  name: `web-${imageId}`,
  state: 'available',
  createdAtMs: NOON_MS,
  ...special,
})

/** The ids of each build's images. */
const idsOf = (images: readonly FamilyMember[]): string[][] =>
  buildsOf(images).map(build => build.images.map(({ imageId }) => imageId).sort())

describe('an image as a member of its family', () => {
  test('keeps what tells builds apart', () => {
    const facts = givenFacts({ name: 'web-7', createdAtMs: NOON_MS, sourceInstanceId: 'i-1' })
    expect(memberOf(IMAGE, facts, NONE)).toEqual({
      ...IMAGE,
      family: 'web',
      name: 'web-7',
      state: 'available',
      createdAtMs: NOON_MS,
      source: 'i-1',
    })
  })

  test('is a copy where it was made from an image, and no copy where it was made from an instance of one', () => {
    const facts = givenFacts({ createdAtMs: NOON_MS, sourceImageId: 'ami-1' })
    expect(memberOf(IMAGE, facts, NONE)).toMatchObject({
      copyOf: 'eu-west-1/ami-1',
      source: 'eu-west-1/ami-1',
    })
    const elsewhere = { ...facts, sourceImageRegion: 'us-east-1' }
    expect(memberOf(IMAGE, elsewhere, NONE)?.copyOf).toBe('us-east-1/ami-1')
    expect(memberOf(IMAGE, { ...facts, sourceInstanceId: 'i-1' }, NONE)?.copyOf).toBeUndefined()
  })

  test.each(['name', 'createdAtMs'] as const)('without %s it is none', key => {
    const { [key]: _unknown, ...facts } = givenFacts({ createdAtMs: NOON_MS })
    expect(memberOf(IMAGE, facts, NONE)).toBeUndefined()
  })
})

describe('builds of a family', () => {
  test('an image and its copies are one build, by the name and age of the first', () => {
    const first = member('a', { createdAtMs: NOON_MS })
    const copy = member('b', {
      name: 'copied',
      region: 'eu-west-1',
      copyOf: 'us-east-1/a',
      createdAtMs: NOON_MS + DAY,
    })
    const copyOfCopy = member('c', { name: 'again', copyOf: 'eu-west-1/b', createdAtMs: NOON_MS + 2 * DAY })
    expect(buildsOf([copyOfCopy, copy, first])).toEqual([
      { family: 'web', name: 'web-a', createdAtMs: NOON_MS, images: [copyOfCopy, copy, first] },
    ])
  })

  test('copies of an image that is gone are one build', () => {
    expect(idsOf([member('b', { copyOf: 'us-east-1/a' }), member('c', { copyOf: 'us-east-1/a' })])).toEqual([
      ['b', 'c'],
    ])
  })

  test('the same name from the same source is one build, from another source another one', () => {
    const one = member('a', { name: 'web-1', source: 'i-1' })
    expect(idsOf([one, member('b', { name: 'web-1', source: 'i-1', region: 'eu-west-1' })])).toEqual([
      ['a', 'b'],
    ])
    expect(idsOf([one, member('b', { name: 'web-1', source: 'i-2', region: 'eu-west-1' })])).toHaveLength(2)
    expect(idsOf([one, member('b', { name: 'web-2', source: 'i-1' })])).toHaveLength(2)
    expect(idsOf([member('a', { name: 'x' }), member('b', { name: 'x', region: 'eu-west-1' })])).toHaveLength(
      2,
    )
  })

  test('the same id in another region is another image', () => {
    expect(idsOf([member('a'), member('a', { region: 'eu-west-1' })])).toHaveLength(2)
  })

  test('each image is in one build, and the order of the images does not matter', () => {
    const image = fc
      .record({
        imageId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
        name: fc.constantFrom('web-1', 'web-2'),
        source: fc.constantFrom('i-1', 'i-2'),
        copyOf: fc.constantFrom(undefined, 'us-east-1/a', 'us-east-1/b', 'us-east-1/gone'),
        createdAtMs: fc.integer({ min: 0, max: 9 }),
      })
      .map(({ imageId, copyOf, ...rest }) => member(imageId, { ...rest, ...(copyOf && { copyOf }) }))
    const images = fc.uniqueArray(image, { selector: ({ imageId }) => imageId, maxLength: 6 })
    fc.assert(
      fc.property(images, fc.infiniteStream(fc.nat()), (some, order) => {
        const shuffled = some
          .map(one => ({ one, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one)
        const sets = (list: readonly FamilyMember[]) =>
          idsOf(list)
            .map(ids => ids.join())
            .sort()
        expect(sets(shuffled)).toEqual(sets(some))
        expect(idsOf(some).flat().sort()).toEqual(some.map(({ imageId }) => imageId).sort())
      }),
      { seed: 20261130 },
    )
  })
})

describe('how far behind the newest build', () => {
  const build = (name: string, days: number, special: Partial<FamilyMember> = {}) =>
    member(name, { name, createdAtMs: NOON_MS + days * DAY, ...special })
  const builds = buildsOf([
    build('web-1', 0),
    build('web-2', 10),
    build('web-3', 20, { state: 'disabled' }),
    build('web-4', 30.5),
    build('web-5', 40, { state: 'failed' }),
  ])
  const behind = (name: string, days: number): Behind | undefined =>
    behindOf({ name, createdAtMs: NOON_MS + days * DAY }, builds)

  test('the newest build is the newest that can be launched', () => {
    expect(newestBuild(builds)?.name).toBe('web-4')
    expect(newestBuild([])).toBeUndefined()
  })

  test('those that can be launched count, and the days to the newest', () => {
    expect(behind('web-1', 0)).toEqual({ builds: 2, days: 30 })
    expect(behind('web-2', 10)).toEqual({ builds: 1, days: 20 })
    expect(behind('web-3', 20)).toEqual({ builds: 1, days: 10 })
    expect(behind('web-0', -5)).toEqual({ builds: 3, days: 35 })
  })

  test('the newest is not behind, and neither is what is newer', () => {
    expect(behind('web-4', 30.5)).toEqual({ builds: 0, days: 0 })
    expect(behind('web-9', 50)).toEqual({ builds: 0, days: 0 })
  })

  test('a revoked build is no newer one, also where a copy of it can be launched', () => {
    const bad = { source: 'i-9', name: 'web-6' }
    const more = [
      build('web-6', 50, { ...bad, imageId: 'bad', state: 'disabled', isRevoked: true }),
      build('web-6', 50, { ...bad, imageId: 'copy' }),
    ]
    const all = buildsOf([...builds.flatMap(({ images }) => images), ...more])
    expect(newestBuild(all)?.name).toBe('web-4')
    expect(behindOf({ name: 'web-1', createdAtMs: NOON_MS }, all)).toEqual({ builds: 2, days: 30 })
  })

  test('the same name, made for another region later, is the same version', () => {
    const twice = buildsOf([
      build('web-1', 0, { source: 'i-1' }),
      build('web-1', 0.1, { imageId: 'b', source: 'i-2', region: 'eu-west-1' }),
    ])
    expect(twice).toHaveLength(2)
    expect(behindOf({ name: 'web-1', createdAtMs: NOON_MS }, twice)).toEqual({ builds: 0, days: 0 })
    expect(behindOf({ name: 'web-0', createdAtMs: NOON_MS - DAY }, twice)).toEqual({ builds: 1, days: 1 })
  })

  test('without a build that can be launched nobody knows', () => {
    expect(
      behindOf({ name: 'web-1', createdAtMs: 0 }, buildsOf([build('web-5', 1, { state: 'failed' })])),
    ).toBeUndefined()
  })
})
