import type { ImageRef } from '../../../src/domain/image.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { attribute } from '../../../src/flows/attribute/attribute.ts'
import { refreshOutdated } from '../../../src/flows/reconcile/refresh-outdated.ts'
import { serve } from '../../../src/flows/serve.ts'
import { asked, open, send, worldWith } from '../../support/memory/asking.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

type World = ReturnType<typeof createMemoryWorld>

const FACTS = { state: 'available', name: 'web', tags: {}, snapshots: [] } as const
const DAY = 24 * 60 * MINUTE
const lastWord = (world: World): string =>
  JSON.stringify(world.messenger.privateMessages('U0MARIA').at(-1) ?? '')

const deregister = (world: World, image: ImageRef) =>
  world.images.change({ call: 'DeregisterImage', image, deleteSnapshots: false })

/** Ten images that somebody outside Slack deregisters at once; the Recycle Bin keeps them. */
const burst = async (before: (world: World) => Promise<void> = async () => {}) => {
  const config = { ...CONFIG, actions: { ...CONFIG.actions, restore: { roles: ['operator'] } } }
  const world = createMemoryWorld(config)
  const images = Array.from({ length: 10 }, (_, i) => ({ ...IMAGE, imageId: `ami-${String(i).repeat(17)}` }))
  for (const image of images) world.images.put(image, FACTS)
  await before(world)
  world.images.keepUntil(world.clock.nowMs() + 14 * DAY)
  for (const image of images) await deregister(world, image)
  const events = images.map(image => world.event('deregistered', image))
  await announce(world.needs, events)
  const [first = IMAGE] = images
  return { world, first }
}

test('what a burst took away can be asked for and brought back', async () => {
  const { world, first } = await burst()
  await serve(world.needs, { ...asked(world, 'ask'), kind: 'command', text: `status ${first.imageId}` })
  expect(lastWord(world)).toMatch(/Recycle Bin until.*Restore/)
  await serve(world.needs, { ...asked(world, 'click'), kind: 'change', action: 'restore', image: first })
  expect(world.images.changed).toContain(`RestoreImageFromRecycleBin ${first.imageId}`)
})

test('a card that a burst left behind offers the way back when the schedule redraws it', async () => {
  const { world } = await burst(async fresh => {
    await fresh.deliver(fresh.event('available', { ...IMAGE, imageId: `ami-${'0'.repeat(17)}` }))
  })
  world.clock.advance(5 * MINUTE)
  await refreshOutdated(world.needs)
  expect(world.messenger.posts('ami-ready')[0]?.message.text).toMatch(/Restore/)
})

test('what was restored outside Slack, then deregistered for good, is no longer offered', async () => {
  const { world, first } = await burst()
  const ask = async (key: string): Promise<string> => {
    await serve(world.needs, { ...asked(world, key), kind: 'command', text: `status ${first.imageId}` })
    return lastWord(world)
  }
  expect(await ask('1')).toMatch(/Restore/)
  await world.images.change({ call: 'RestoreImageFromRecycleBin', image: first })
  world.images.keepUntil(undefined)
  await deregister(world, first)
  expect(await ask('2')).not.toMatch(/Restore/)
})

test('a card that CloudTrail completes offers it, too', async () => {
  const image = { ...IMAGE, imageId: `ami-${'0'.repeat(17)}` }
  const { world } = await burst(async fresh => {
    await fresh.deliver(fresh.event('available', image))
  })
  const principal = { kind: 'user', name: 'ops' } as const
  const call = {
    ...image,
    id: 'call',
    call: 'DeregisterImage',
    atMs: world.clock.nowMs(),
    principal,
  } as const
  await attribute(world.needs, [call])
  expect(world.messenger.posts('ami-ready')[0]?.message.text).toMatch(/[Bb]y IAM user `ops`.*Restore/)
})

test('an image whose snapshots were deleted for good says that it is gone for good', async () => {
  const { world, first } = await burst()
  const [record] = (await world.ledger.readImages([first])).values()
  if (!record) throw new Error('Expected a record.')
  const snapshots = [{ snapshotId: 'snap-1', result: 'success' }]
  const request = {
    ...asked(world, 'deregister-it'),
    action: 'deregister' as const,
    image: first,
    state: 'confirmed' as const,
    snapshots,
  }
  await world.ledger.saveImage({ ...record, request, rev: record.rev + 1 })
  await serve(world.needs, { ...asked(world, 'ask'), kind: 'command', text: `status ${first.imageId}` })
  expect(lastWord(world)).toMatch(/Gone for good: its snapshots were deleted with it/)
  expect(lastWord(world)).not.toMatch(/Restore/)
})

test('people ask by name, also for what is gone', async () => {
  const { world } = await burst(async fresh => {
    fresh.images.put({ ...IMAGE, imageId: `ami-${'0'.repeat(17)}` }, { ...FACTS, name: 'payments-7' })
    await fresh.deliver(fresh.event('available', { imageId: `ami-${'0'.repeat(17)}` }))
  })
  await serve(world.needs, { ...asked(world, 'ask'), kind: 'command', text: 'status payments-7' })
  expect(lastWord(world)).toMatch(/Deregistered: payments-7 .*Recycle Bin until/)
})

test('who used what is gone is not known any more, and said so', async () => {
  const { world, first } = await burst()
  await serve(world.needs, { ...asked(world, 'ask'), kind: 'command', text: `uses ${first.imageId}` })
  expect(lastWord(world)).toMatch(/is deregistered, so its usage can no longer be looked up/)
})

test('an event that is faster than EC2’s answer offers no way back that is not there', async () => {
  const world = worldWith({ deregister: { roles: ['operator'] }, restore: { roles: ['operator'] } })
  const snapshots = [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: false }]
  world.images.put(IMAGE, { ...FACTS, name: 'web-1', snapshots })
  world.images.keepUntil(world.clock.nowMs() + 14 * DAY)
  world.images.recycled = async () => ({
    untilMs: world.clock.nowMs() + 14 * DAY,
    snapshotIds: [],
    lostIds: ['snap-1'],
  })
  await open(world, 'deregister')
  const { change } = world.images
  world.images.change = async wanted => {
    const answer = await change(wanted)
    await world.deliver(world.event('deregistered'))
    return answer.kind === 'accepted'
      ? { ...answer, snapshots: [{ snapshotId: 'snap-1', result: 'success' }] }
      : answer
  }
  await serve(world.needs, send(world, 'sent', { options: { deleteSnapshots: true } }))
  expect(world.messenger.posts('ami-ready')[0]?.message.text ?? '').not.toMatch(/Restore/)
  const [record] = (await world.ledger.readImages([IMAGE])).values()
  expect(record).toMatchObject({ notRestorable: 'snapshots', request: { state: 'confirmed' } })
})

describe('it is unknown what became of the snapshots, since the function ended or EC2’s answer was lost', () => {
  const RIGHTS = { deregister: { roles: ['operator'] }, restore: { roles: ['operator'] } }
  const SNAPSHOTS = [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: false }]
  const cardOf = (world: World): string => world.messenger.posts('ami-ready')[0]?.message.text ?? ''

  /** Deregistered with its snapshots; what EC2 answered was never written down. */
  const deregistered = async (
    how: 'died' | 'lost',
    kept: 'images alone' | undefined,
    deleteSnapshots = true,
  ) => {
    const world = worldWith(RIGHTS)
    world.images.put(IMAGE, { ...FACTS, name: 'web-1', snapshots: SNAPSHOTS })
    world.images.keepUntil(world.clock.nowMs() + 14 * DAY, kept)
    await world.deliver(world.event('available'))
    await open(world, 'deregister')
    const { change } = world.images
    world.images.change = async wanted => {
      const answer = await change(
        deleteSnapshots ? wanted : ({ ...wanted, deleteSnapshots: false } as typeof wanted),
      )
      if (wanted.call !== 'DeregisterImage') return answer
      world.images.change = change
      if (how === 'died') throw new Error('the function died')
      return { kind: 'unknown', reason: 'TimeoutError' }
    }
    const sent = send(world, 'sent', { options: { deleteSnapshots: true } })
    await serve(world.needs, sent).catch(() => undefined)
    await serve(world.needs, sent)
    return world
  }
  const HOW = ['died', 'lost'] as const

  test.each(HOW)('%s: kept nowhere, so Restore is never offered', async how => {
    const world = await deregistered(how, 'images alone')
    await world.deliver(world.event('deregistered'))
    expect(cardOf(world)).not.toMatch(/Restore/)
    world.clock.advance(5 * MINUTE)
    await refreshOutdated(world.needs)
    expect(cardOf(world)).toMatch(/Gone for good: its snapshots were deleted with it/)
    expect(cardOf(world)).not.toMatch(/Restore/)
  })

  test.each(HOW)('%s: EC2’s lists lag, so nothing is said until they are sure', async how => {
    const world = await deregistered(how, 'images alone')
    const { recycled } = world.images
    // It still shows the snapshot.
    world.images.recycled = async image => recycled(image, [])
    await world.deliver(world.event('deregistered'))
    expect(cardOf(world)).not.toMatch(/Restore|Gone for good/)
    world.images.recycled = recycled
    world.clock.advance(5 * MINUTE)
    await refreshOutdated(world.needs)
    expect(cardOf(world)).toMatch(/Gone for good: its snapshots were deleted with it/)
  })

  test.each(HOW)('%s: in the Recycle Bin, too, so Restore is offered at once', async how => {
    const world = await deregistered(how, undefined)
    await world.deliver(world.event('deregistered'))
    expect(cardOf(world)).toMatch(/Restore/)
  })

  test.each(HOW)('%s: they were not deleted, so Restore is offered when that is sure', async how => {
    const world = await deregistered(how, undefined, false)
    await world.deliver(world.event('deregistered'))
    expect(cardOf(world)).not.toMatch(/Restore/)
    world.clock.advance(5 * MINUTE)
    await refreshOutdated(world.needs)
    expect(cardOf(world)).toMatch(/Restore/)
  })

  test('somebody deregistered it outside Slack with its snapshots: the card learns it from CloudTrail', async () => {
    const world = worldWith(RIGHTS)
    world.images.put(IMAGE, { ...FACTS, name: 'web-1', snapshots: SNAPSHOTS })
    world.images.keepUntil(world.clock.nowMs() + 14 * DAY, 'images alone')
    await world.deliver(world.event('available'))
    await world.images.change({ call: 'DeregisterImage', image: IMAGE, deleteSnapshots: true })
    const { recycled } = world.images
    world.images.recycled = async image => recycled(image, [])
    await world.deliver(world.event('deregistered'))
    expect(cardOf(world)).toMatch(/Restore/)
    world.images.recycled = recycled
    const atMs = world.clock.nowMs()
    world.clock.advance(5 * MINUTE)
    const principal = { kind: 'user', name: 'ops' } as const
    await attribute(world.needs, [
      { ...IMAGE, id: 'call', call: 'DeregisterImage', atMs, principal, withSnapshots: true },
    ])
    expect(cardOf(world)).toMatch(/[Bb]y IAM user `ops`/)
    expect(cardOf(world)).toMatch(/Gone for good: its snapshots were deleted with it/)
    expect(cardOf(world)).not.toMatch(/Restore/)
  })
})
