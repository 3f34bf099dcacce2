import type { Order } from '../../../src/domain/order.ts'
import { change } from '../../../src/flows/change.ts'
import { serve } from '../../../src/flows/serve.ts'
import {
  type AskedWorld,
  asked,
  imageCard,
  MARIA,
  recordNow,
  worldWith,
} from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

/** What is decided directly before EC2 is called: the right, and the person's limit. */

const GROUP = 'S0OPERATORS'
const DEREGISTER = { deregister: { roles: ['operator'] } }

const orderOf = (world: AskedWorld, key: string): Order => ({
  ...asked(world, key),
  action: 'deregister',
  image: IMAGE,
})

const worldWithCard = async (...of: Parameters<typeof worldWith>) => {
  const world = worldWith(...of)
  await world.deliver(world.event('available'))
  return world
}

const historyOf = async (world: AskedWorld) =>
  (await world.ledger.readHistory(IMAGE, 20)).filter(({ kind }) => kind === 'request')

describe('a right that ends while the writes before the call are slow', () => {
  const slowWrites = (world: AskedWorld): void => {
    const { saveActing } = world.ledger
    world.needs.ledger.saveActing = async key => {
      await saveActing(key)
      world.clock.advance(20_000)
    }
  }

  test('is read again, and EC2 is not called', async () => {
    const world = await worldWithCard(DEREGISTER)
    slowWrites(world)
    const { saveActing } = world.needs.ledger
    world.needs.ledger.saveActing = async key => {
      world.messenger.setMembers(GROUP, ['U0ALEX'])
      await saveActing(key)
    }
    await change(world.needs, orderOf(world, 'the-click'))
    expect(world.images.changed).toEqual([])
    expect(imageCard(world)).toMatch(/EC2 was not called: no permission: not in a role that has it/)
  })

  test('nor is it where Slack does not say', async () => {
    const world = await worldWithCard(DEREGISTER)
    slowWrites(world)
    const { members } = world.messenger
    let reads = 0
    world.needs.messenger.members = async group =>
      ++reads > 1 ? { known: false, reason: 'ratelimited', retryAfterSec: 30 } : members(group)
    await change(world.needs, orderOf(world, 'the-click'))
    expect(world.images.changed).toEqual([])
    expect(imageCard(world)).toMatch(/EC2 was not called: Slack did not say in time who has permission/)
  })

  test('between the two calls of a protected image: it stays, and the card says what did change', async () => {
    const world = await worldWithCard(DEREGISTER)
    world.images.put(IMAGE, {
      state: 'available',
      name: 'web-1',
      tags: {},
      snapshots: [],
      deregistrationProtection: 'enabled-without-cooldown',
    })
    const { change: callEc2 } = world.images
    world.needs.images.change = async one => {
      const answer = await callEc2(one)
      world.clock.advance(16_000)
      world.messenger.setMembers(GROUP, [])
      return answer
    }
    await change(world.needs, { ...orderOf(world, 'the-click'), options: { unprotect: true } })
    expect(world.images.changed).toEqual([`DisableImageDeregistrationProtection ${IMAGE.imageId}`])
    expect(imageCard(world)).toMatch(
      /DeregisterImage was not called: no permission.*deregistration protection is off now/,
    )
  })

  test('while it is still good, nobody asks Slack twice', async () => {
    const world = await worldWithCard(DEREGISTER)
    let reads = 0
    const { members } = world.messenger
    world.needs.messenger.members = async group => {
      reads++
      return members(group)
    }
    await change(world.needs, orderOf(world, 'the-click'))
    expect(world.images.changed).toEqual([`DeregisterImage ${IMAGE.imageId}`])
    expect(reads).toBe(1)
  })
})

describe('a request that was begun, and is refused when it is delivered again', () => {
  const begun = async () => {
    const world = await worldWithCard(DEREGISTER)
    const { saveActing } = world.ledger
    world.needs.ledger.saveActing = async () => {
      throw new Error('DynamoDB is down.')
    }
    const order = orderOf(world, 'the-click')
    await expect(change(world.needs, order)).rejects.toThrow('DynamoDB is down.')
    world.needs.ledger.saveActing = saveActing
    expect((await recordNow(world))?.request?.state).toBe('asked')
    return { world, order }
  }

  test.each([
    ['the right is gone', (world: AskedWorld) => world.messenger.setMembers(GROUP, [])],
    ['it is too late', (world: AskedWorld) => world.clock.advance(11 * MINUTE)],
  ])('since %s: it holds the image no longer, and has one end', async (_, meanwhile) => {
    const { world, order } = await begun()
    world.clock.advance(MINUTE)
    meanwhile(world)
    await change(world.needs, order)
    expect((await recordNow(world))?.request).toBeUndefined()
    for (let i = 0; i < 4; i++) {
      world.clock.advance(5 * MINUTE)
      await reconcile(world.needs)
    }
    expect(world.images.changed).toEqual([])
    expect((await historyOf(world)).map(entry => 'outcome' in entry && entry.outcome)).toEqual(['refused'])
    expect(world.messenger.privateMessages(MARIA.userId)).toHaveLength(1)
    expect(imageCard(world)).not.toMatch(/⏳|❔/)
  })
})

describe("a person's limit", () => {
  test('counts what EC2 is asked for, and no refusal before that', async () => {
    const world = await worldWithCard(DEREGISTER, { limits: { destructivePerHour: 1 } })
    const { rehearse } = world.images
    world.needs.images.rehearse = async () => ({
      kind: 'refused',
      code: 'OperationNotPermitted',
      message: 'The image is protected.',
    })
    await change(world.needs, orderOf(world, 'refused-by-ec2'))
    world.needs.images.rehearse = rehearse
    world.clock.advance(MINUTE)
    await change(world.needs, orderOf(world, 'the-click'))
    expect(world.images.changed).toEqual([`DeregisterImage ${IMAGE.imageId}`])
  })

  test('once reached, leaves the image as it is and free for others', async () => {
    const world = await worldWithCard(DEREGISTER, { limits: { destructivePerHour: 1 } })
    await world.ledger.countRequest(MARIA.userId, 'another', world.clock.nowMs(), 1)
    await serve(world.needs, {
      ...asked(world, 'the-click'),
      kind: 'change',
      action: 'deregister',
      image: IMAGE,
    })
    expect(world.images.changed).toEqual([])
    expect((await recordNow(world))?.request).toBeUndefined()
    expect(world.messenger.privateMessages(MARIA.userId).join()).toMatch(/reached the limit of 1 /)
    expect(imageCard(world)).not.toMatch(/⏳|❔/)
  })
})
