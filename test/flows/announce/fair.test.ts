import type { Config } from '../../../src/domain/config.ts'
import type { EventState, ImageEvent } from '../../../src/domain/event.ts'
import { announceFairly } from '../../../src/flows/announce/announce-fairly.ts'
import { CONFIG, createMemoryWorld, IMAGE } from '../../support/memory/world.ts'

/** A burst of one account is worked off after what the others sent; SQS cannot tell them apart where all come over one bus. */

const LOUD = '111111111111'
const QUIET = '222222222222'

const config: Config = {
  ...CONFIG,
  rules: [{ when: { account: [QUIET] }, to: ['ami-alerts'], mention: [] }],
  accounts: [LOUD, QUIET].map(id => ({ id, regions: [IMAGE.region] })),
}

const BATCH = 1_000

const worldWith = (shared?: Config) => {
  const world = createMemoryWorld(shared ?? config)
  let count = 0
  const of = (account: string, size: number, state: EventState = 'available') =>
    Array.from({ length: size }, () => {
      count += 1
      const image = { account, region: IMAGE.region, imageId: `ami-${String(count).padStart(17, '0')}` }
      world.images.put(image, { state, name: `web-${count}`, tags: {}, snapshots: [] })
      return world.event(state, image)
    })
  /** The channels and images of all messages, in the order of their posts. */
  const posted: string[] = []
  const messenger = {
    ...world.messenger,
    post: (...of: Parameters<typeof world.messenger.post>) => {
      posted.push(of[0])
      return world.messenger.post(...of)
    },
  }
  const deliver = async (events: readonly ImageEvent[]) => {
    for (let at = 0; at < events.length; at += BATCH)
      await announceFairly({ ...world.needs, messenger }, events.slice(at, at + BATCH))
  }
  return { world, of, posted, deliver }
}

test('behind 2,000 events of another account, the single event has its card before the digest of its batch', async () => {
  const { world, of, posted, deliver } = worldWith()
  await deliver([...of(LOUD, 2_000 - 1), ...of(QUIET, 1)])
  expect(world.messenger.posts('ami-alerts')).toHaveLength(1)
  // The digest of the first batch, then the card: one message of others before it.
  expect(posted.indexOf('ami-alerts')).toBeLessThanOrEqual(2)
  expect(world.messenger.posts('ami-ready')[0]?.message.text).toMatch(/images became available/)
})

test('in the same channel and batch, it has a card of its own before the digest', async () => {
  const { world, of, deliver } = worldWith({ ...config, rules: [] })
  const [single] = of(QUIET, 1)
  await deliver([...of(LOUD, 900), ...(single ? [single] : [])])
  const texts = world.messenger.posts('ami-ready').map(({ message }) => message.text)
  expect(texts).toHaveLength(2)
  expect(texts[0]).toMatch(/web-1 /)
  expect(texts[1]).toMatch(/900 images became available/)
})

test('where the events of others took all of the time, the burst is delivered again', async () => {
  const { world, of } = worldWith()
  const [slow, burst] = [of(QUIET, 1), of(LOUD, 31)]
  const ledger = {
    ...world.ledger,
    claimEvent: (...of: Parameters<typeof world.ledger.claimEvent>) => {
      world.clock.advance(15_000)
      return world.ledger.claimEvent(...of)
    },
  }
  const outcomes = await announceFairly({ ...world.needs, ledger }, [...burst, ...slow])
  expect(outcomes.get(slow[0]?.id ?? '')).toEqual({ kind: 'done' })
  expect(burst.map(({ id }) => outcomes.get(id)?.kind)).toEqual(burst.map(() => 'again'))
})
