import type { ImageFacts, ImageRef } from '../../../src/domain/image.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
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

test('EC2 does not answer: the failure is announced without it', async () => {
  const world = createWorldOfBuilds()
  world.build(5, 'failed')
  world.images.search = async () => {
    throw new Error('RequestLimitExceeded')
  }
  await world.deliver(world.event('failed', refOf(5)))
  expect(world.cardOf(5)).toMatch(/🔴 Failed: base-5/)
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
