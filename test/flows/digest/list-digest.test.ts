import type { ImageEvent } from '../../../src/domain/event.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

/** Bursts that last for hours: a batch every five seconds, more than the digest's own item has room for. */

type World = ReturnType<typeof createMemoryWorld>

const RULES = [{ when: { state: ['available' as const] }, to: ['ami-ready'], mention: ['S0ONCALL'] }]

/** A burst as the queue delivers it: new events, and those that come again when their time has come. */
const createBurst = (world: World) => {
  const { injection, needs: bare } = world.inject()
  const needs = { ...bare, config: { ...world.config, rules: RULES } }
  const due = new Map<ImageEvent, number>()
  const all: ImageEvent[] = []
  const uploadsMs: number[] = []
  let count = 0
  const imageIn = (): ImageEvent => {
    const image = { ...IMAGE, imageId: `ami-${String(++count).padStart(17, '0')}` }
    world.images.put(image, { state: 'available', name: `web-${count}`, tags: {}, snapshots: [] })
    return world.event('available', image)
  }
  const step = async (fresh: readonly ImageEvent[]): Promise<void> => {
    const nowMs = world.clock.nowMs()
    const again = [...due].filter(([, atMs]) => atMs <= nowMs).map(([event]) => event)
    const batch = [...fresh, ...again]
    const before = injection.called.filter(name => name === 'messenger.openFile').length
    if (batch.length > 0)
      for (const [id, outcome] of await announce(needs, batch)) {
        const event = batch.find(one => one.id === id)
        if (event && outcome.kind === 'done') due.delete(event)
        else if (event && outcome.kind === 'again') due.set(event, nowMs + outcome.afterSec * 1_000)
      }
    for (let i = injection.called.filter(name => name === 'messenger.openFile').length; i > before; i--)
      uploadsMs.push(nowMs)
  }
  return {
    needs,
    all,
    due,
    uploadsMs,
    /** Goes on for so many minutes, then is quiet for five. */
    async run(minutes: number, first = 6) {
      for (let second = 0; second < minutes * 60; second += 5) {
        const fresh = Array.from({ length: second === 0 ? first : 1 }, imageIn)
        all.push(...fresh)
        await step(fresh)
        world.clock.advance(5_000)
      }
      for (let second = 0; second < 300; second += 5) {
        await step([])
        world.clock.advance(5_000)
      }
    },
  }
}

const digestsIn = (world: World) =>
  world.messenger.posts('ami-ready').filter(({ message }) => message.metadata?.event_type === 'amiops_digest')

const listedIn = (world: World, ts: string): string[] => {
  const [file, ...others] = world.messenger.files(ts)
  expect(others).toEqual([])
  return (file?.content ?? '')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map(row => row.split('\t')[2] ?? '')
}

test('70 minutes: one message, its list complete, and renewed ten times an hour at the most', async () => {
  const world = createMemoryWorld()
  const burst = createBurst(world)
  const startMs = world.clock.nowMs()
  await burst.run(70)
  const [digest, ...others] = digestsIn(world)
  expect(others).toEqual([])
  expect(digest?.message.text).toContain(`${burst.all.length} images became available`)
  expect(listedIn(world, digest?.ts ?? '').sort()).toEqual(burst.all.map(e => e.imageId).sort())
  expect([...burst.due]).toEqual([])
  const inFirstHour = burst.uploadsMs.filter(atMs => atMs - startMs < 60 * MINUTE)
  // The first list, and ten renewals.
  expect(inFirstHour.length).toBeLessThanOrEqual(11)
  expect(burst.uploadsMs.length).toBeLessThanOrEqual(14)
})

test('once the burst has ended nothing is uploaded again, and the next day begins a new message with a mention', async () => {
  const world = createMemoryWorld()
  const burst = createBurst(world)
  await burst.run(5)
  const uploads = burst.uploadsMs.length
  world.clock.advance(24 * 60 * MINUTE)
  const firstTs = digestsIn(world)[0]?.ts ?? ''
  const before = listedIn(world, firstTs)
  await burst.run(1, 8)
  const [first, second, ...others] = digestsIn(world)
  expect(others).toEqual([])
  expect(listedIn(world, first?.ts ?? '')).toEqual(before)
  expect(second?.message.text).toMatch(/19 images became available/)
  expect(JSON.stringify(second?.message.blocks)).toContain('S0ONCALL')
  expect(burst.uploadsMs.length - uploads).toBeLessThanOrEqual(3)
})

test('an event of a batch that was counted three hours ago is not counted again', async () => {
  const world = createMemoryWorld()
  const burst = createBurst(world)
  const lost = Array.from({ length: 6 }, (_, i) =>
    world.event('available', { ...IMAGE, imageId: `ami-${String(900 + i).padStart(17, '0')}` }),
  )
  for (const event of lost)
    world.images.put(event, { state: 'available', name: 'lost', tags: {}, snapshots: [] })
  // Announced, but the table did not take that it was: the queue delivers these events again, hours later.
  const ledger = { ...burst.needs.ledger, settleEvents: async () => Promise.reject(new Error('throttled')) }
  await announce({ ...burst.needs, ledger }, lost)
  await burst.run(50, 1)
  world.clock.advance(2 * 60 * MINUTE)
  await announce(burst.needs, lost)
  const [digest, ...others] = digestsIn(world)
  expect(others).toEqual([])
  expect(digest?.message.text).toContain(`${lost.length + burst.all.length} images became available`)
})
