import type { Config } from '../../../src/domain/config.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { lookAtImages } from '../../../src/flows/announce/look.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

/** EC2 does not answer in some places: a function lives for a minute, and the others are not to wait. */

const REGIONS = Array.from({ length: 40 }, (_, n) => `region-${n}`)
const imageIn = (region: string, n = 0) => ({
  account: IMAGE.account,
  region,
  imageId: `ami-${String(n).padStart(17, '0')}`,
})

/** EC2, of which some places answer with an error after a while. */
const worldWhere = (isSlow: (region: string) => boolean, config: Config = CONFIG) => {
  const world = createMemoryWorld(config)
  const asked: string[] = []
  const slowly = async (region: string): Promise<void> => {
    asked.push(region)
    if (!isSlow(region)) return
    await new Promise(resolve => setImmediate(resolve))
    world.clock.advance(10_000)
    throw Object.assign(new Error('no answer'), { name: 'TimeoutError' })
  }
  const { describe, recycled } = world.images
  world.needs.images.describe = async (account, region, ids) => {
    await slowly(region)
    return describe(account, region, ids)
  }
  world.needs.images.recycled = async (image, ids) => {
    await slowly(image.region)
    return recycled(image, ids)
  }
  return { world, asked }
}

test('the places are asked at the same time, and what answers is found', async () => {
  const { world } = worldWhere(region => region === 'region-0')
  const images = REGIONS.slice(0, 3).map(region => imageIn(region))
  for (const image of images) world.images.put(image, { state: 'available', tags: {}, snapshots: [] })
  const { found, unreachable } = await lookAtImages(world.needs, images)
  expect([...found.keys()].map(key => key.split('/')[1])).toEqual(['region-1', 'region-2'])
  expect([...unreachable].map(key => key.split('/')[1])).toEqual(['region-0'])
})

test('where no place answers, the look ends in time, and all are unreachable', async () => {
  const { world, asked } = worldWhere(() => true)
  const { unreachable } = await lookAtImages(
    world.needs,
    REGIONS.map(region => imageIn(region)),
  )
  expect(unreachable.size).toBe(REGIONS.length)
  expect(asked.length).toBeLessThan(REGIONS.length)
})

test('a place whose first thousand got no answer is not asked for the next', async () => {
  const { world, asked } = worldWhere(() => true)
  const images = Array.from({ length: 2_500 }, (_, n) => imageIn('region-0', n))
  expect((await lookAtImages(world.needs, images)).unreachable.size).toBe(2_500)
  expect(asked).toHaveLength(1)
})

const MUTED: Config = {
  ...CONFIG,
  channels: { ...CONFIG.channels, audit: 'ami-audit' },
  rules: [{ when: { state: ['deregistered'] }, mute: true, to: [], mention: [] }],
}

test('the Recycle Bin of a place that does not answer is not asked about every image', async () => {
  const quiet: Config = { ...CONFIG, digest: { above: 100 } }
  const { world, asked } = worldWhere(() => true, quiet)
  const gone = Array.from({ length: 20 }, (_, n) => world.event('deregistered', imageIn('region-0', n)))
  await announce(world.needs, gone)
  expect(asked.length).toBeLessThanOrEqual(8)
})

describe('many events that a rule mutes', () => {
  const many = (world: ReturnType<typeof createMemoryWorld>) =>
    Array.from({ length: 300 }, (_, n) => world.event('deregistered', imageIn('region-0', n)))

  test('the Recycle Bin is not asked about what nobody sees', async () => {
    const { world, asked } = worldWhere(() => false, MUTED)
    await announce(world.needs, many(world))
    expect(asked).toEqual([])
  })

  test('once the audit channel has no room it is not asked again, and they come back one after another', async () => {
    const { world } = worldWhere(() => false, MUTED)
    let posts = 0
    world.needs.messenger.post = async () => {
      posts++
      return { kind: 'busy', retryAfterSec: 30 }
    }
    const outcomes = [...(await announce(world.needs, many(world))).values()]
    expect(posts).toBeLessThanOrEqual(4)
    const waits = outcomes.flatMap(one => (one.kind === 'again' ? [one.afterSec] : []))
    expect(waits).toHaveLength(300)
    expect(Math.max(...waits)).toBeGreaterThan(300)
  })

  test('what was not announced within the time of a function is delivered again, and the rest is settled', async () => {
    const { world } = worldWhere(() => false, MUTED)
    const { post } = world.messenger
    world.needs.messenger.post = async (...of) => {
      world.clock.advance(1_000)
      return post(...of)
    }
    const events = many(world)
    const done = () => world.messenger.posts('ami-audit').length
    await announce(world.needs, events)
    expect(done()).toBeGreaterThan(10)
    expect(done()).toBeLessThan(40)
    for (let tried = 0; tried < 20; tried++) {
      world.clock.advance(MINUTE)
      await announce(world.needs, events)
    }
    expect(done()).toBe(300)
  })
})
