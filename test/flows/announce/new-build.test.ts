import type { Config } from '../../../src/domain/config.ts'
import type { ImageFacts, ImageRef } from '../../../src/domain/image.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { refreshOutdated } from '../../../src/flows/reconcile/refresh-outdated.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

const DAY = 24 * 60 * MINUTE
const FAMILIES = { base: { name: ['base-*'] } }
const refOf = (at: number): ImageRef => ({ ...IMAGE, imageId: `ami-0${String(at).padStart(16, '0')}` })

/** Builds that were made on the days before today, which is day 10. */
const createWorldOfBuilds = (config: Config = { ...CONFIG, families: FAMILIES }) => {
  const world = createMemoryWorld(config)
  const today = world.clock.nowMs()
  const build = (at: number, special: Partial<ImageFacts> = {}) =>
    world.images.put(refOf(at), {
      state: 'available',
      name: `base-${at}`,
      createdAtMs: today - (10 - at) * DAY,
      sourceInstanceId: 'i-1',
      tags: {},
      snapshots: [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: true }],
      ...special,
    })
  const textOf = (at: number): string | undefined =>
    world.messenger.posts('ami-ready').find(({ message }) => message.text.includes(refOf(at).imageId))
      ?.message.text
  return { ...world, build, textOf }
}

const withOlder = () => {
  const world = createWorldOfBuilds()
  world.build(1)
  world.build(2, { tags: { Version: '2' } })
  world.build(10, { tags: { Version: '10', Owner: 'platform' } })
  return world
}

test('the card of a new build names its family, what it replaces and what differs, and mentions nobody again', async () => {
  const world = withOlder()
  await world.deliver(world.event('available', refOf(10)))
  expect(world.textOf(10)).toMatch(
    /New build of base · replaces base-2 · ami-00000000000000002 · .*Differs: tag Version 2 → 10 · new tag Owner: platform/,
  )
  expect(world.messenger.posts('ami-ready')).toHaveLength(1)
})

test('an image that is enabled is no new build, and one that is disabled says no longer what it replaced', async () => {
  const world = withOlder()
  await world.deliver(world.event('available', refOf(10)))
  world.clock.advance(MINUTE)
  world.build(10, { state: 'disabled' })
  await world.deliver(world.event('disabled', refOf(10)))
  expect(world.textOf(10)).toMatch(/🟡 Disabled: base-10/)
  expect(world.textOf(10)).not.toContain('New build')
  world.clock.advance(MINUTE)
  world.build(10)
  await world.deliver(world.event('available', refOf(10)))
  expect(world.textOf(10)).toMatch(/🟢 Available: base-10/)
  expect(world.textOf(10)).not.toContain('New build')
})

test('EC2 does not answer: the image is announced without it, and the schedule adds it', async () => {
  const world = withOlder()
  const { search } = world.images
  world.images.search = async () => {
    throw new Error('RequestLimitExceeded')
  }
  await world.deliver(world.event('available', refOf(10)))
  expect(world.textOf(10)).toMatch(/🟢 Available: base-10/)
  expect(world.textOf(10)).not.toContain('New build')
  world.images.search = search
  world.clock.advance(5 * MINUTE)
  await refreshOutdated(world.needs)
  expect(world.textOf(10)).toContain('replaces base-2')
})

test('a copy of an image that nobody can see: nothing is said, since nobody knows how old it is', async () => {
  const world = withOlder()
  world.build(10, {
    sourceInstanceId: undefined as never,
    sourceImageId: 'ami-77',
    sourceImageRegion: 'eu-west-1',
  })
  await world.deliver(world.event('available', refOf(10)))
  expect(world.textOf(10)).not.toContain('New build')
})

test('of a batch of many new builds, five families are asked for; the schedule continues with the next ones', async () => {
  const world = createWorldOfBuilds({ ...CONFIG, digest: { above: 100 } })
  const { search } = world.images
  let asked = 0
  world.images.search = (...of) => {
    asked += 1
    return search(...of)
  }
  const events = Array.from({ length: 12 }, (_, at) => {
    world.build(at, { name: `family${'x'.repeat(at)}-1`, createdAtMs: world.clock.nowMs() })
    return world.event('available', refOf(at))
  })
  await announce(world.needs, events)
  expect(asked).toBe(5)
  world.clock.advance(5 * MINUTE)
  await refreshOutdated(world.needs)
  expect(asked).toBe(10)
})
