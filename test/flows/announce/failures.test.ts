import type { ImageFacts, ImageRef } from '../../../src/domain/image.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { refreshOutdated } from '../../../src/flows/reconcile/refresh-outdated.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

const DAY = 24 * 60 * MINUTE
const refOf = (at: number): ImageRef => ({ ...IMAGE, imageId: `ami-0${String(at).padStart(16, '0')}` })

const createWorldOfBuilds = () => {
  const world = createMemoryWorld()
  const build = (at: number, state: ImageFacts['state'], name = `base-${at}`, createdAtMs = at * DAY) =>
    world.images.put(refOf(at), { state, name, createdAtMs, tags: {}, snapshots: [] })
  const cardOf = (at: number): string | undefined =>
    world.messenger.posts('ami-ready').find(({ message }) => message.text.includes(refOf(at).imageId))
      ?.message.text
  return { ...world, build, cardOf }
}

test('a failed image names the newest available image of its family, and no other', async () => {
  const world = createWorldOfBuilds()
  world.build(1, 'available')
  world.build(2, 'available')
  world.build(3, 'disabled')
  world.build(4, 'available', 'base-arm-4')
  world.build(5, 'failed')
  await world.deliver(world.event('failed', { ...refOf(5), reason: 'no space' }))
  expect(world.cardOf(5)).toMatch(/Reason: no space\. ✅ Last good image: base-2 · ami-00000000000000002 /)
})

test('families of the config count before names: by pattern for one, by tags for another', async () => {
  const families = { base: { name: ['golden-*', 'base-arm-*'] }, nodes: { tags: { Service: 'eks' } } }
  const world = createMemoryWorld({ ...CONFIG, families })
  const put = (at: number, state: ImageFacts['state'], name: string, tags = {}) =>
    world.images.put(refOf(at), { state, name, tags, createdAtMs: at * DAY, snapshots: [] })
  const cardOf = (at: number) =>
    world.messenger.posts('ami-ready').find(({ message }) => message.text.includes(refOf(at).imageId))
      ?.message.text
  put(1, 'available', 'golden-1')
  put(2, 'available', 'base-arm-2')
  put(3, 'available', 'base-3')
  put(4, 'failed', 'golden-4')
  await world.deliver(world.event('failed', refOf(4)))
  expect(cardOf(4)).toContain('Last good image: base-arm-2')
  put(5, 'available', 'kube-old', { Service: 'eks' })
  put(6, 'failed', 'node-6', { Service: 'eks' })
  await world.deliver(world.event('failed', refOf(6)))
  expect(cardOf(6)).toContain('Last good image: kube-old')
  put(7, 'available', 'kube-new', { Service: 'eks' })
  await world.deliver(world.event('available', refOf(7)))
  expect(cardOf(6)).toMatch(/Failed, superseded: .*Superseded by kube-new/)
})

test('EC2 does not answer: the failure is announced without it, and the schedule adds it', async () => {
  const world = createWorldOfBuilds()
  world.build(5, 'failed')
  world.build(2, 'available')
  const { search } = world.images
  world.images.search = async () => {
    throw new Error('RequestLimitExceeded')
  }
  await world.deliver(world.event('failed', refOf(5)))
  expect(world.cardOf(5)).toMatch(/🔴 Failed: base-5/)
  expect(world.cardOf(5)).not.toContain('Last good image')
  world.clock.advance(5 * MINUTE)
  await refreshOutdated(world.needs)
  expect(world.cardOf(5)).not.toContain('Last good image')
  world.images.search = search
  world.clock.advance(5 * MINUTE)
  await refreshOutdated(world.needs)
  expect(world.cardOf(5)).toContain('Last good image: base-2')
})

test('of a batch of many failures, few families are asked for', async () => {
  const world = createWorldOfBuilds()
  const { search } = world.images
  let asked = 0
  world.images.search = (...of) => {
    asked += 1
    return search(...of)
  }
  const config = { ...CONFIG, digest: { above: 100 } }
  const events = Array.from({ length: 40 }, (_, at) => {
    world.build(at, 'failed', `family${'x'.repeat(at)}`)
    return world.event('failed', refOf(at))
  })
  await announce({ ...world.needs, config }, events)
  expect(asked).toBe(5)
  // The schedule continues with the next ones.
  world.clock.advance(5 * MINUTE)
  await refreshOutdated(world.needs)
  expect(asked).toBe(10)
})

test('a newer good image supersedes every failure of its family that came before it, also on their cards', async () => {
  const world = createWorldOfBuilds()
  for (const at of [5, 6, 8]) {
    world.build(at, 'failed')
    await world.deliver(world.event('failed', refOf(at)))
  }
  world.build(7, 'available')
  await world.deliver(world.event('available', refOf(7)))
  for (const at of [5, 6]) expect(world.cardOf(at)).toMatch(/🔴 Failed, superseded: .*Superseded by base-7/)
  expect(world.cardOf(8)).not.toMatch(/superseded/i)
})

describe('the good image that a failure names cannot be launched any more', () => {
  const failed = async () => {
    const world = createWorldOfBuilds()
    world.build(1, 'available')
    world.build(2, 'available')
    world.build(5, 'failed')
    await world.deliver(world.event('failed', refOf(5)))
    expect(world.cardOf(5)).toContain('Last good image: base-2')
    return world
  }

  // amiops never saw it before: only the search of its family did.
  test.each(['deregistered', 'disabled'] as const)('%s: the one before it is named', async state => {
    const world = await failed()
    if (state === 'deregistered') world.images.remove(refOf(2))
    else world.build(2, 'disabled')
    await world.deliver(world.event(state, refOf(2)))
    expect(world.cardOf(5)).toContain('Last good image: base-1')
    expect(world.cardOf(5)).not.toContain('base-2')
  })

  test('EC2 still shows it, or does not answer: it is named no longer, and the schedule names another', async () => {
    const world = await failed()
    await world.deliver(world.event('disabled', refOf(2)))
    expect(world.cardOf(5)).toContain('Last good image: base-1')
    const { search } = world.images
    world.images.search = async () => {
      throw new Error('RequestLimitExceeded')
    }
    await world.deliver(world.event('disabled', refOf(1)))
    expect(world.cardOf(5)).not.toContain('Last good image')
    world.images.search = search
    world.build(1, 'disabled')
    world.clock.advance(5 * MINUTE)
    await refreshOutdated(world.needs)
    expect(world.cardOf(5)).toContain('Last good image: base-2')
  })

  test('a newer one that had superseded it is gone: it is a failure again', async () => {
    const world = await failed()
    world.build(7, 'available')
    await world.deliver(world.event('available', refOf(7)))
    expect(world.cardOf(5)).toContain('Superseded by base-7')
    world.images.remove(refOf(7))
    await world.deliver(world.event('deregistered', refOf(7)))
    expect(world.cardOf(5)).toContain('Last good image: base-2')
    expect(world.cardOf(5)).not.toMatch(/superseded/i)
  })

  test('no image of the family is left: none is named', async () => {
    const world = await failed()
    for (const at of [2, 1]) {
      world.images.remove(refOf(at))
      await world.deliver(world.event('deregistered', refOf(at)))
    }
    expect(world.cardOf(5)).not.toContain('Last good image')
  })
})
