import type { CloudTrailCall } from '../../../src/domain/cloud-trail-call.ts'
import { isShown } from '../../../src/domain/digest.ts'
import { imageKey } from '../../../src/domain/image.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { attribute } from '../../../src/flows/attribute/attribute.ts'
import { refreshOutdated } from '../../../src/flows/reconcile/refresh-outdated.ts'
import { everyFailurePoint } from '../../support/inject-failure.ts'
import { createInterleave } from '../../support/interleave.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

type World = ReturnType<typeof createMemoryWorld>

const callOf = (world: World, more: Partial<CloudTrailCall> = {}): CloudTrailCall => ({
  ...IMAGE,
  id: 'call/1',
  call: 'DisableImage',
  atMs: world.clock.nowMs(),
  principal: {
    kind: 'role',
    name: 'deployer',
    session: 'tf-42',
    userAgent: 'Terraform/1.9',
    sourceIp: '203.0.113.7',
  },
  requestId: 'ec2-1',
  ...more,
})
const HAND = 'role `deployer` (session `tf-42`) with Terraform from `203.0.113.7`'

const name = async (world: World, call: CloudTrailCall): Promise<void> => {
  for (let tried = 0; tried < 5; tried++) {
    if ((await attribute(world.needs, [call])).get(call.id)?.kind === 'done') return
    world.clock.advance(2 * MINUTE)
  }
  throw new Error('Expected the call to be named within five deliveries.')
}
const cardOf = (world: World): string => {
  const texts = world.messenger.posts('ami-ready').map(({ message }) => message.text)
  expect(texts).toHaveLength(1)
  return texts[0] ?? ''
}
const historyOf = (world: World) => world.ledger.readHistory(IMAGE, 20)

test('after its event: the card is edited to name who did it, and nothing is posted', async () => {
  const world = createMemoryWorld()
  await world.deliver(world.event('disabled'))
  expect(cardOf(world)).not.toContain('deployer')
  await name(world, callOf(world))
  expect(cardOf(world)).toContain(HAND)
  expect(world.messenger.posts('ami-ready')[0]?.replies).toEqual([])
  expect((await historyOf(world)).map(({ kind }) => kind).sort()).toEqual(['call', 'event'])
})

test('before its event: the card is posted with the name', async () => {
  const world = createMemoryWorld()
  await name(world, callOf(world))
  expect(world.messenger.posts('ami-ready')).toEqual([])
  world.clock.advance(2_000)
  await world.deliver(world.event('disabled'))
  expect(cardOf(world)).toContain(HAND)
})

test('without its event: history alone', async () => {
  const world = createMemoryWorld()
  await name(world, callOf(world))
  expect(world.messenger.posts('ami-ready')).toEqual([])
  expect(await historyOf(world)).toMatchObject([{ kind: 'call', call: 'DisableImage', requestId: 'ec2-1' }])
})

test('delivered twice: named once', async () => {
  const world = createMemoryWorld()
  await world.deliver(world.event('disabled'))
  await name(world, callOf(world))
  const { rev } = (await world.ledger.readImages([IMAGE])).get(imageKey(IMAGE)) ?? { rev: -1 }
  await name(world, callOf(world))
  expect((await world.ledger.readImages([IMAGE])).get(imageKey(IMAGE))?.rev).toBe(rev)
  expect(await historyOf(world)).toHaveLength(2)
})

test('refused by EC2: history alone, however near to a change', async () => {
  const world = createMemoryWorld()
  await world.deliver(world.event('disabled'))
  await name(world, callOf(world, { errorCode: 'Client.UnauthorizedOperation' }))
  expect(cardOf(world)).not.toContain('deployer')
  expect(await historyOf(world)).toContainEqual(
    expect.objectContaining({ kind: 'call', errorCode: 'Client.UnauthorizedOperation' }),
  )
})

test('amiops’s own call proves the request and names nobody new', async () => {
  const world = createMemoryWorld()
  const maria = { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' }
  await world.ledger.addHistory(IMAGE, {
    kind: 'request',
    id: 'click-1',
    atMs: world.clock.nowMs(),
    action: 'disable',
    outcome: 'accepted',
    by: maria,
    requestId: 'ec2-1',
  })
  await world.deliver(world.event('disabled'))
  await name(world, callOf(world))
  expect(cardOf(world)).not.toContain('deployer')
  expect(await historyOf(world)).toContainEqual(expect.objectContaining({ kind: 'call', askedBy: maria }))
})

test('a function that ends at any call: named in the end, once', async () => {
  const count = createMemoryWorld()
  await count.deliver(count.event('disabled'))
  const { injection: counter, needs: counted } = count.inject()
  await attribute(counted, [callOf(count)])
  expect(counter.called.length).toBeGreaterThan(5)
  for (const failurePoint of everyFailurePoint(counter.called.length)) {
    const world = createMemoryWorld()
    await world.deliver(world.event('disabled'))
    const call = callOf(world)
    const { needs } = world.inject(failurePoint)
    await attribute(needs, [call]).catch(() => {})
    world.clock.advance(2 * MINUTE)
    await name(world, call)
    await refreshOutdated(world.needs)
    expect([failurePoint, cardOf(world)]).toEqual([failurePoint, expect.stringContaining(HAND)])
    expect([failurePoint, (await historyOf(world)).length]).toEqual([failurePoint, 2])
  }
})

test('while its event is announced, after any of its calls: the card names who did it', async () => {
  let at = 0
  for (let isWithin = true; isWithin; ) {
    at++
    const world = createMemoryWorld()
    const event = world.event('disabled')
    const interleave = createInterleave(at, () => name(world, callOf(world)))
    const { needs } = world
    await announce(
      {
        ...needs,
        images: interleave.wrap(needs.images),
        ledger: interleave.wrap(needs.ledger),
        messenger: interleave.wrap(needs.messenger),
      },
      [event],
    )
    isWithin = interleave.hasHappened()
    await world.deliver(event)
    if (isWithin) expect([at, cardOf(world)]).toEqual([at, expect.stringContaining(HAND)])
  }
  expect(at).toBeGreaterThan(8)
})

test('Slack has no room: it is asked once for the whole batch, and the schedule brings the cards up to date', async () => {
  const world = createMemoryWorld()
  const others = ['1', '2', '3'].map(n => ({ ...IMAGE, imageId: `ami-${n.repeat(17)}` }))
  for (const image of others) {
    world.images.put(image, { state: 'available', name: 'web', tags: {}, snapshots: [] })
    await world.deliver({ ...world.event('disabled'), ...image })
  }
  const { update } = world.messenger
  let asked = 0
  world.needs.messenger.update = async () => {
    asked += 1
    return { kind: 'busy', retryAfterSec: 30 }
  }
  const calls = others.map((image, i) => callOf(world, { ...image, id: `call/${i}` }))
  const outcomes = await attribute(world.needs, calls)
  expect([...outcomes.values()]).toEqual(others.map(() => ({ kind: 'done' })))
  expect(asked).toBe(1)

  world.needs.messenger.update = update
  world.clock.advance(5 * MINUTE)
  await refreshOutdated(world.needs)
  expect(world.messenger.posts('ami-ready').map(({ message }) => message.text)).toEqual(
    others.map(() => expect.stringContaining(HAND)),
  )
})

describe('what many did at once', () => {
  const burstOf = (world: World) => {
    const images = Array.from({ length: 10 }, (_, i) => ({
      ...IMAGE,
      imageId: `ami-${String(i).repeat(17)}`,
    }))
    for (const image of images)
      world.images.put(image, { state: 'available', name: 'web', tags: {}, snapshots: [] })
    const events = images.map(image => world.event('disabled', image))
    const calls = images.map((image, i) =>
      callOf(world, { ...image, id: `call/${i}`, requestId: `ec2/${i}` }),
    )
    return { events, calls }
  }
  const digestOf = (world: World): string => {
    const texts = world.messenger.posts('ami-ready').map(({ message }) => message.text)
    expect(texts).toHaveLength(1)
    return texts[0] ?? ''
  }
  const countEdits = (world: World) => {
    const { update } = world.messenger
    let edits = 0
    world.needs.messenger.update = async (...asked) => {
      edits += 1
      return update(...asked)
    }
    return () => edits
  }

  test('the digest is edited once to name the actor, and not again for the same one', async () => {
    const world = createMemoryWorld()
    const { events, calls } = burstOf(world)
    await announce(world.needs, events)
    expect(digestOf(world)).toContain('Done outside Slack; CloudTrail usually names who')
    world.clock.advance(3 * MINUTE)
    const edits = countEdits(world)
    await attribute(world.needs, calls.slice(0, 5))
    expect(digestOf(world)).toContain('10 images disabled by role `deployer`')
    await attribute(world.needs, calls.slice(5))
    expect(edits()).toBe(1)
    const digests = await world.ledger.readDigests(['ami-ready/disabled/0'])
    expect([...digests.values()].map(isShown)).toEqual([true])
  })

  test('the digest is posted with the actor where CloudTrail was first', async () => {
    const world = createMemoryWorld()
    const { events, calls } = burstOf(world)
    await attribute(world.needs, calls)
    await announce(world.needs, events)
    expect(digestOf(world)).toContain('10 images disabled by role `deployer`')
  })

  test('somebody who changed another image of the channel is no actor of the digest', async () => {
    const world = createMemoryWorld()
    const { events } = burstOf(world)
    const [alone, ...many] = events
    if (!alone) throw new Error('Expected an event.')
    await announce(world.needs, many)
    world.clock.advance(3 * MINUTE)
    await world.deliver({ ...alone, atMs: world.clock.nowMs() })
    const { account, region, imageId } = alone
    await name(world, callOf(world, { account, region, imageId }))
    const [digest] = world.messenger.posts('ami-ready')
    expect(digest?.message.text).not.toContain('deployer')
  })

  test('Slack has no room for the edit: the schedule makes it', async () => {
    const world = createMemoryWorld()
    const { events, calls } = burstOf(world)
    await announce(world.needs, events)
    world.clock.advance(3 * MINUTE)
    const { update } = world.messenger
    world.needs.messenger.update = async () => ({ kind: 'busy', retryAfterSec: 30 })
    await attribute(world.needs, calls)
    world.needs.messenger.update = update
    expect(digestOf(world)).not.toContain('deployer')
    world.clock.advance(5 * MINUTE)
    await refreshOutdated(world.needs)
    expect(digestOf(world)).toContain('10 images disabled by role `deployer`')
  })
})
