import type { ImageEvent } from '../../../src/domain/event.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { refreshOutdated } from '../../../src/flows/reconcile/refresh-outdated.ts'
import { everyFailurePoint } from '../../support/inject-failure.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

/** What the schedule does for a digest once its burst is over. */

type World = ReturnType<typeof createMemoryWorld>

const DAY_MS = 24 * 60 * MINUTE
const AUDITED = { ...CONFIG, channels: { ...CONFIG.channels, audit: 'ami-audit' } }

const imageAt = (i: number) => ({ ...IMAGE, imageId: `ami-${String(i).padStart(17, '0')}` })

/** Eight images that the ledger has never heard of, the Recycle Bin keeps six of them; all are deregistered. */
const deregisterMany = async (world: World): Promise<ImageEvent[]> => {
  const events: ImageEvent[] = []
  for (let i = 0; i < 8; i++) {
    const image = imageAt(i)
    world.images.put(image, { state: 'available', name: `web-${i}`, tags: {}, snapshots: [] })
    world.images.keepUntil(i < 6 ? world.clock.nowMs() + (i + 1) * DAY_MS : undefined)
    await world.images.change({ call: 'DeregisterImage', image, deleteSnapshots: false })
    events.push(world.event('deregistered', image))
  }
  return events
}

const announceAll = async (world: World): Promise<void> => {
  let left = await deregisterMany(world)
  for (let tried = 0; left.length > 0; tried++) {
    if (tried === 9) throw new Error('Expected all events to be announced.')
    const outcomes = await announce(world.needs, left)
    left = left.filter(({ id }) => outcomes.get(id)?.kind !== 'done')
    world.clock.advance(10_000)
  }
}

const textsIn = (world: World, channel: string): string[] =>
  world.messenger.posts(channel).map(({ message }) => message.text)

const listOf = (world: World): string => {
  const [digest] = world.messenger.posts('ami-alerts')
  const files = world.messenger.files(digest?.ts ?? '')
  expect(files).toHaveLength(1)
  return files[0]?.content ?? ''
}

test('names of images that are gone, until when the Recycle Bin keeps them, and one line in the audit channel', async () => {
  const world = createMemoryWorld(AUDITED)
  await announceAll(world)
  expect(textsIn(world, 'ami-alerts')).toEqual([expect.stringMatching(/8 unnamed/)])
  expect(textsIn(world, 'ami-audit')).toEqual([])
  world.clock.advance(5 * MINUTE)
  await refreshOutdated(world.needs)
  expect(textsIn(world, 'ami-alerts')).toEqual([
    expect.stringMatching(/6 of 8 are restorable from the Recycle Bin, the first until .*6 `web`; 2 unnamed/),
  ])
  expect(listOf(world)).toContain('web-5')
  expect(textsIn(world, 'ami-audit')).toEqual([
    expect.stringMatching(
      /^🌍 Outside Slack · ⚫ 8 images deregistered within 1 s · .*digest in #ami-alerts$/,
    ),
  ])
  // Nothing is left to do.
  expect(await world.ledger.readDueDigests(world.clock.nowMs() + 60 * MINUTE)).toEqual([])
})

test('while EC2 does not answer it stays due; after an hour it goes without', async () => {
  const world = createMemoryWorld(AUDITED)
  await announceAll(world)
  world.needs.images.recycleBin = async () => {
    throw new Error('RequestLimitExceeded')
  }
  for (let run = 0; run < 5; run++) {
    world.clock.advance(5 * MINUTE)
    await refreshOutdated(world.needs)
  }
  expect(textsIn(world, 'ami-audit')).toEqual([])
  world.clock.advance(60 * MINUTE)
  await refreshOutdated(world.needs)
  expect(textsIn(world, 'ami-audit')).toHaveLength(1)
  expect(textsIn(world, 'ami-alerts')).toEqual([expect.stringMatching(/8 unnamed/)])
})

test('Slack has no room for the audit line: the next run posts it, once', async () => {
  const world = createMemoryWorld(AUDITED)
  await announceAll(world)
  const { post } = world.messenger
  world.needs.messenger.post = async (channel, message, thread) =>
    channel === 'ami-audit' ? { kind: 'busy', retryAfterSec: 30 } : post(channel, message, thread)
  world.clock.advance(5 * MINUTE)
  await refreshOutdated(world.needs)
  world.needs.messenger.post = post
  for (let run = 0; run < 2; run++) {
    world.clock.advance(5 * MINUTE)
    await refreshOutdated(world.needs)
  }
  expect(textsIn(world, 'ami-audit')).toHaveLength(1)
})

test('a schedule that ends too early, at any call, before or after it took effect: the next run finishes it', async () => {
  const prepared = async (): Promise<World> => {
    const world = createMemoryWorld(AUDITED)
    await announceAll(world)
    world.clock.advance(5 * MINUTE)
    return world
  }
  const counted = await prepared()
  const calls = counted.inject()
  await refreshOutdated(calls.needs)
  expect(calls.injection.called.length).toBeGreaterThan(15)
  for (const failurePoint of everyFailurePoint(calls.injection.called.length)) {
    const world = await prepared()
    const { injection, needs } = world.inject(failurePoint)
    await refreshOutdated(needs).catch(() => {})
    expect(injection.hasFailed()).toBe(true)
    for (let run = 0; run < 3; run++) {
      world.clock.advance(5 * MINUTE)
      await refreshOutdated(world.needs)
    }
    const where = JSON.stringify({ failurePoint, call: calls.injection.called[failurePoint.at - 1] })
    expect([where, textsIn(world, 'ami-audit').length]).toEqual([where, 1])
    expect([where, ...textsIn(world, 'ami-alerts')]).toEqual([
      where,
      expect.stringMatching(/6 of 8 are restorable from the Recycle Bin.*2 unnamed/),
    ])
    expect([where, listOf(world).includes('web-5')]).toEqual([where, true])
    expect(await world.ledger.readDueDigests(world.clock.nowMs() + 60 * MINUTE)).toEqual([])
  }
})
