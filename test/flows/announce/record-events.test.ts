import type { Config } from '../../../src/domain/config.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

/** EC2 cannot be asked while a rule needs a name or tags: whom to tell is not known yet. */

const config: Config = {
  ...CONFIG,
  rules: [
    {
      when: { state: ['failed'], tags: { Environment: 'production' } },
      to: ['ami-alerts'],
      mention: ['S0ONCALL'],
    },
  ],
}
const DAY = 24 * 60 * MINUTE

const worldWhere = (errorName: string) => {
  const world = createMemoryWorld(config)
  world.images.put(IMAGE, {
    state: 'failed',
    name: 'payments-api',
    tags: { Environment: 'production' },
    snapshots: [],
  })
  const describe = async (): Promise<never> => {
    throw Object.assign(new Error('no'), { name: errorName })
  }
  const posts = () => [...world.messenger.posts('ami-alerts'), ...world.messenger.posts('ami-ready')]
  return { world, down: { ...world.needs, images: { ...world.images, describe } }, posts }
}

test('it is announced once EC2 answers, to those whom the rule names', async () => {
  const { world, down, posts } = worldWhere('InternalError')
  const failed = world.event('failed')
  const outcomes = await announce(down, [failed])
  expect(outcomes.get(failed.id)).toMatchObject({
    kind: 'again',
    why: expect.stringContaining(IMAGE.imageId),
  })
  expect(posts()).toEqual([])
  world.clock.advance(60 * MINUTE)
  await announce(world.needs, [failed])
  expect(posts()).toHaveLength(1)
  expect(JSON.stringify(posts()[0]?.message)).toMatch(/S0ONCALL.*payments-api/)
})

test('a day later at the latest it is announced without facts', async () => {
  const { world, down, posts } = worldWhere('InternalError')
  const failed = world.event('failed')
  world.clock.advance(DAY)
  await announce(down, [failed])
  expect(posts()).toHaveLength(1)
})

test.each(['UnauthorizedOperation', 'WrongAccount'])('after %s waiting is no use', async errorName => {
  const { world, down, posts } = worldWhere(errorName)
  await announce(down, [world.event('failed')])
  expect(posts()).toHaveLength(1)
})

test('what no rule needs facts for does not wait', async () => {
  const { world, down, posts } = worldWhere('InternalError')
  await announce(down, [world.event('available')])
  expect(posts()).toHaveLength(1)
})

test('nor does an image whose facts are known', async () => {
  const { world, down, posts } = worldWhere('InternalError')
  await announce(world.needs, [world.event('available')])
  world.clock.advance(MINUTE)
  await announce(down, [world.event('failed')])
  expect(posts().filter(({ message }) => JSON.stringify(message).includes('S0ONCALL'))).toHaveLength(1)
})
