import type { Config } from '../../../src/domain/config.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

/** Events that come late, replayed or out of order: what they say is not so any more. */

const ALERTING: Config = {
  ...CONFIG,
  channels: { available: 'ami-ready', fallback: 'ami-alerts', audit: 'ami-audit' },
  rules: [
    { when: { state: ['disabled', 'deregistered', 'failed'] }, to: ['ami-alerts'], mention: ['S0ONCALL'] },
  ],
}

/** An image made from an instance a few minutes ago. */
const createWorld = (config = ALERTING) => {
  const world = createMemoryWorld(config)
  const createdAtMs = world.clock.nowMs() - 5 * MINUTE
  const facts = { state: 'available', name: 'payments-1', tags: {}, snapshots: [], createdAtMs } as const
  world.images.put(IMAGE, { ...facts, sourceInstanceId: 'i-0123456789abcdef0' })
  const texts = (channel: string) => world.messenger.posts(channel).map(({ message }) => message.text)
  const threads = (channel: string) =>
    world.messenger.posts(channel).flatMap(({ replies }) => replies.map(({ message }) => message.text))
  const everything = () =>
    ['ami-ready', 'ami-alerts'].flatMap(channel => [...texts(channel), ...threads(channel)]).join('\n')
  const ago = (seconds: number) => ({ atMs: world.clock.nowMs() - seconds * 1000 })
  return { ...world, texts, threads, everything, ago }
}

describe('“disabled”, four seconds before the “available” that came first', () => {
  const arrive = async () => {
    const world = createWorld()
    await world.deliver(world.event('available', world.ago(10)))
    await world.deliver(world.event('disabled', world.ago(14)))
    return world
  }

  test('no card in its own channel, nobody is called; a line in the thread of the image’s card', async () => {
    const world = await arrive()
    expect(world.texts('ami-alerts')).toEqual([])
    expect(world.texts('ami-ready')).toHaveLength(1)
    expect(world.threads('ami-ready')).toEqual([
      expect.stringMatching(/🟡 Disabled .*superseded: 🟢 Available since/),
    ])
    expect(world.everything()).not.toContain('S0ONCALL')
    const [reply] = world.messenger.posts('ami-ready')[0]?.replies ?? []
    expect(reply?.isBroadcast).not.toBe(true)
  })

  test('the cause that was guessed is put right, on the card and in the history', async () => {
    const world = await arrive()
    expect(world.texts('ami-ready')[0]).toContain('Enabled · ')
    const history = await world.ledger.readHistory(IMAGE, 10)
    expect(history).toMatchObject([
      { state: 'available', cause: 'enabled' },
      { state: 'disabled', outOfOrder: true },
    ])
  })
})

test.each(['available', 'disabled'] as const)(
  'a late %s of an image that is deregistered opens no card and calls nobody',
  async state => {
    const world = createWorld()
    world.images.remove(IMAGE)
    await world.deliver(world.event('deregistered', world.ago(10)))
    const before = world.texts('ami-alerts').length
    await world.deliver(world.event(state, { ...world.ago(60), replayName: 'after-the-outage' }))
    expect(world.texts('ami-alerts')).toHaveLength(before)
    expect(world.texts('ami-ready')).toEqual([])
    expect(world.threads('ami-alerts').join()).toContain('replayed from')
    expect(world.threads('ami-alerts').join()).not.toContain('S0ONCALL')
  },
)

test('a late failure calls nobody either, and its reason is kept', async () => {
  const world = createWorld()
  world.images.remove(IMAGE)
  await world.deliver(world.event('deregistered', world.ago(10)))
  const calls = world.everything().split('S0ONCALL').length
  await world.deliver(world.event('failed', { ...world.ago(60), reason: 'the disk was full' }))
  expect(world.everything().split('S0ONCALL')).toHaveLength(calls)
  expect(world.threads('ami-alerts').join()).toContain('the disk was full')
})

test('both in one batch, the wrong way round: one card, a line in its thread, nobody is called', async () => {
  const world = createWorld()
  await announce(world.needs, [
    world.event('available', world.ago(10)),
    world.event('disabled', world.ago(14)),
  ])
  expect(world.texts('ami-alerts')).toEqual([])
  expect(world.texts('ami-ready')).toEqual([expect.stringContaining('Enabled · ')])
  expect(world.threads('ami-ready')).toEqual([expect.stringContaining('🟡 Disabled')])
  expect(world.everything()).not.toContain('S0ONCALL')
  // It happened all the same: the audit channel has it.
  expect(world.texts('ami-audit')).toHaveLength(2)
})

test('where no channel has a card: a line of its own, once, that calls nobody', async () => {
  const world = createWorld({
    ...ALERTING,
    rules: [{ when: { state: ['available'] }, to: [], mention: [], mute: true }, ...ALERTING.rules],
  })
  await world.deliver(world.event('available', world.ago(10)))
  const late = world.event('disabled', world.ago(14))
  await world.deliver(late)
  await world.deliver(late)
  expect(world.texts('ami-alerts')).toEqual([expect.stringMatching(/🟡 Disabled .*superseded: 🟢 Available/)])
  expect(world.everything()).not.toContain('S0ONCALL')
  // The next real news opens the card.
  await world.deliver(world.event('deregistered'))
  expect(world.texts('ami-alerts')[1]).toContain('⚫ Deregistered')
})

test('an image that failed, and was deregistered before Slack had room: on-call hears of the failure, once', async () => {
  const world = createWorld()
  const failed = world.event('failed', { ...world.ago(10), reason: 'the disk was full' })
  world.messenger.answerWith({ kind: 'busy', retryAfterSec: 5 })
  await announce(world.needs, [failed])
  world.messenger.answerWith()
  world.images.remove(IMAGE)
  await world.deliver(world.event('deregistered', world.ago(1)))
  await world.deliver(failed)
  await world.deliver(failed)
  expect(world.everything()).toContain('the disk was full')
  const about = [...world.texts('ami-alerts'), ...world.threads('ami-alerts')].filter(text =>
    text.includes('the disk was full'),
  )
  expect(about).toEqual([expect.stringContaining('S0ONCALL')])
  const history = await world.ledger.readHistory(IMAGE, 10)
  expect(history.find(({ id }) => id === failed.id)).not.toHaveProperty('outOfOrder')
})

test('many late events at once: the digest says so, and calls nobody', async () => {
  const world = createWorld()
  const images = Array.from({ length: 8 }, (_, i) => ({ ...IMAGE, imageId: `ami-0000000000000000${i}` }))
  const quiet = {
    ...world.needs,
    config: { ...ALERTING, rules: [{ when: {}, to: [], mention: [], mute: true as const }] },
  }
  await announce(
    quiet,
    images.map(image => world.event('available', { ...image, ...world.ago(10) })),
  )
  await announce(
    world.needs,
    images.map(image => world.event('disabled', { ...image, ...world.ago(14) })),
  )
  expect(world.texts('ami-alerts')).toEqual([
    expect.stringContaining('8 superseded by a newer state of the image'),
  ])
  expect(world.everything()).not.toContain('S0ONCALL')
})

test('a failure whose function ended before the history was written is announced as a failure, with its mention', async () => {
  const world = createWorld()
  const failed = world.event('failed', world.ago(10))
  const { addHistories } = world.ledger
  world.needs.ledger.addHistories = async () => {
    throw new Error('DynamoDB is down.')
  }
  await announce(world.needs, [failed])
  world.needs.ledger.addHistories = addHistories
  world.images.remove(IMAGE)
  await world.deliver(world.event('deregistered', world.ago(5)))
  const calls = world.everything().split('S0ONCALL').length
  world.clock.advance(2 * MINUTE)
  await world.deliver(failed)
  expect(world.everything().split('S0ONCALL').length).toBe(calls + 1)
  const entry = (await world.ledger.readHistory(IMAGE, 10)).find(({ id }) => id === failed.id)
  expect(entry).not.toHaveProperty('outOfOrder')
})
