import type { Config } from '../../../src/domain/config.ts'
import type { EventState } from '../../../src/domain/event.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { CONFIG, createMemoryWorld, IMAGE } from '../../support/memory/world.ts'

/** What had to wait is announced in the order in which people need it, not in the order in which it is delivered. */

const CALLS_FOR_PAYMENTS: Config = {
  ...CONFIG,
  rules: [{ when: { name: ['payments-*'] }, to: ['ami-ready'], mention: ['S0ONCALL'] }],
  channels: { ...CONFIG.channels, failed: 'ami-ready' },
}

const worldWith = () => {
  const world = createMemoryWorld(CALLS_FOR_PAYMENTS)
  let count = 0
  const of = (size: number, name: string, state: EventState = 'available') =>
    Array.from({ length: size }, () => {
      const image = { ...IMAGE, imageId: `ami-${String(++count).padStart(17, '0')}` }
      world.images.put(image, { state, name: `${name}-${count}`, tags: {}, snapshots: [] })
      return world.event(state, image)
    })
  const posts = () => world.messenger.posts('ami-ready').map(({ message }) => JSON.stringify(message))
  return { world, of, posts }
}

test('of a few: what failed and what calls somebody is posted before the others', async () => {
  const { world, of, posts } = worldWith()
  const events = [...of(3, 'web'), ...of(1, 'payments'), ...of(1, 'web', 'failed')]
  await announce(world.needs, events)
  expect(posts()).toHaveLength(5)
  expect(posts().slice(0, 2).join()).toMatch(/payments-4/)
  expect(posts().slice(0, 2).join()).toMatch(/web-5/)
})

test('of many: both keep their cards, before the digest of the others, which calls nobody', async () => {
  const { world, of, posts } = worldWith()
  await announce(world.needs, [...of(200, 'web'), ...of(2, 'payments'), ...of(1, 'web', 'failed')])
  expect(posts()).toHaveLength(4)
  expect(posts().slice(0, 3).join()).toMatch(/web-203/)
  expect(posts()[3]).toMatch(/200 images became available/)
  expect(posts().filter(post => post.includes('S0ONCALL'))).toHaveLength(2)
})

test('a burst of what calls somebody calls once', async () => {
  const { world, of, posts } = worldWith()
  await announce(world.needs, of(200, 'payments'))
  expect(posts()).toEqual([expect.stringMatching(/S0ONCALL.*200 images became available/)])
})

test('a ledger that is down is not asked for each event of a batch', async () => {
  const { world, of } = worldWith()
  const events = of(1_000, 'web')
  let asked = 0
  const ledger = {
    ...world.ledger,
    claimEvent: async () => {
      asked += 1
      throw new Error('TimeoutError')
    },
  }
  const outcomes = await announce({ ...world.needs, ledger }, events)
  expect(new Set([...outcomes.values()].map(({ kind }) => kind))).toEqual(new Set(['again']))
  expect([outcomes.size, asked < 50]).toEqual([1_000, true])
})
