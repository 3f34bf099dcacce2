import { imageKey } from '../../../src/domain/image.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { everyFailurePoint } from '../../support/inject-failure.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

const REASON = 'the disk was full'
const CHANNELS = ['ami-ready', 'ami-alerts']

const countCalls = async (prepare: (world: ReturnType<typeof createMemoryWorld>) => Promise<void>) => {
  const world = createMemoryWorld()
  await prepare(world)
  const { injection, needs } = world.inject()
  await announce(needs, [world.event('failed', { reason: REASON })])
  return injection.called
}

describe('an event of an image without a card, announced in two channels by a function that ends too early', () => {
  test('each call of each port, before and after it took effect: announced everywhere, once', async () => {
    const calls = await countCalls(async () => {})
    expect(calls.filter(name => name === 'messenger.post')).toHaveLength(2)

    for (const failurePoint of everyFailurePoint(calls.length)) {
      const world = createMemoryWorld()
      const event = world.event('failed', { reason: REASON })
      const { injection, needs } = world.inject(failurePoint)
      await announce(needs, [event]).catch(() => {})
      expect(injection.hasFailed()).toBe(true)
      world.clock.advance(2 * MINUTE)
      await world.deliver(event)

      const where = JSON.stringify({ failurePoint, call: calls[failurePoint.at - 1] })
      for (const channel of CHANNELS) {
        const posts = world.messenger.posts(channel)
        const cards = posts.filter(({ message }) => message.text.includes(REASON))
        expect([where, channel, cards.length]).toEqual([where, channel, 1])
        // Told again, not told twice: no line stands in the thread of a card that tells it already.
        expect([where, posts.flatMap(post => post.replies)]).toEqual([where, []])
      }
      const record = (await world.ledger.readImages([IMAGE])).get(imageKey(IMAGE))
      expect([where, record?.cards.map(card => card.channel).sort()]).toEqual([where, [...CHANNELS].sort()])
      expect((await world.ledger.readHistory(IMAGE, 10)).map(entry => entry.id)).toEqual([event.id])
    }
  })
})

describe('an event of an image that has its card, announced by a function that ends too early', () => {
  const prepare = async (world: ReturnType<typeof createMemoryWorld>): Promise<void> => {
    await world.deliver(
      world.event('failed', { reason: 'an older reason', atMs: world.clock.nowMs() - 5_000 }),
    )
  }

  test('the card is edited to what is true, and its thread gets the line, once', async () => {
    const calls = await countCalls(prepare)
    for (const failurePoint of everyFailurePoint(calls.length)) {
      const world = createMemoryWorld()
      await prepare(world)
      const event = world.event('failed', { reason: REASON })
      const { needs } = world.inject(failurePoint)
      await announce(needs, [event]).catch(() => {})
      world.clock.advance(2 * MINUTE)
      await world.deliver(event)

      const where = JSON.stringify({ failurePoint, call: calls[failurePoint.at - 1] })
      for (const channel of CHANNELS) {
        const [card, ...others] = world.messenger.posts(channel)
        expect([where, others]).toEqual([where, []])
        expect([where, card?.message.text]).toEqual([where, expect.stringContaining(REASON)])
        const lines = card?.replies.map(reply => reply.message.text) ?? []
        expect([where, lines]).toEqual([where, [expect.stringContaining(REASON)]])
      }
    }
  })
})

describe('two functions at once', () => {
  test('the same event: one announces it, the other leaves it to the queue', async () => {
    const world = createMemoryWorld()
    const event = world.event('available')
    const outcomes = await Promise.all([announce(world.needs, [event]), announce(world.needs, [event])])
    expect(outcomes.map(outcome => outcome.get(event.id)?.kind).sort()).toEqual(['again', 'done'])
    expect(world.messenger.posts('ami-ready')).toHaveLength(1)
    world.clock.advance(MINUTE)
    await world.deliver(event)
    expect(world.messenger.posts('ami-ready')).toHaveLength(1)
  })

  test('two events of one image that has no card: one card, one line, nothing lost', async () => {
    const world = createMemoryWorld()
    const first = world.event('available', { atMs: world.clock.nowMs() - 2_000 })
    const second = world.event('disabled')
    await Promise.all([announce(world.needs, [first]), announce(world.needs, [second])])
    world.clock.advance(2 * MINUTE)
    await world.deliver(first)
    await world.deliver(second)
    const [card, ...others] = world.messenger.posts('ami-ready')
    expect(others).toEqual([])
    expect(card?.message.text).toContain('🟡 Disabled')
    expect(card?.replies).toHaveLength(1)
    expect((await world.ledger.readHistory(IMAGE, 10)).map(entry => entry.id).sort()).toEqual(
      [first.id, second.id].sort(),
    )
  })
})

describe('Slack has no room', () => {
  test('the event waits as long as Slack asks, and is then announced once', async () => {
    const world = createMemoryWorld()
    const event = world.event('failed', { reason: REASON })
    world.messenger.answerWith({ kind: 'busy', retryAfterSec: 17 })
    const outcome = (await announce(world.needs, [event])).get(event.id)
    expect(outcome).toMatchObject({ kind: 'again', afterSec: 17 })
    world.messenger.answerWith()
    world.clock.advance(17_000)
    expect((await announce(world.needs, [event])).get(event.id)).toEqual({ kind: 'done' })
    expect(world.messenger.posts('ami-ready')).toHaveLength(1)
    expect(world.messenger.posts('ami-alerts')).toHaveLength(1)
  })

  test('a burst comes back one after another, not as a burst', async () => {
    const world = createMemoryWorld()
    const events = Array.from({ length: 20 }, (_, i) =>
      world.event('available', { imageId: `ami-0000000000000000${i.toString(20)}` }),
    )
    world.messenger.answerWith({ kind: 'busy', retryAfterSec: 7 })
    const needs = { ...world.needs, config: { ...world.config, digest: { above: 100 } } }
    const outcomes = [...(await announce(needs, events)).values()]
    const waits = outcomes
      .map(outcome => (outcome.kind === 'again' ? outcome.afterSec : 0))
      .sort((a, b) => a - b)
    expect(waits[0]).toBe(7)
    expect(waits.at(-1)).toBe(31)
    expect(new Set(waits).size).toBe(20)
  })

  test('one event fails, its neighbours in the batch do not', async () => {
    const world = createMemoryWorld()
    const good = world.event('available')
    const bad = world.event('available', { imageId: 'ami-0bad0bad0bad0bad0' })
    const needs = {
      ...world.needs,
      ledger: {
        ...world.ledger,
        claimEvent: async (id: string, nowMs: number, run: string) => {
          if (id === bad.id) throw new Error('the table is throttled')
          return world.ledger.claimEvent(id, nowMs, run)
        },
      },
    }
    const outcomes = await announce(needs, [bad, good])
    expect(outcomes.get(bad.id)).toMatchObject({ kind: 'again', why: 'the table is throttled' })
    expect(outcomes.get(good.id)).toEqual({ kind: 'done' })
  })
})
