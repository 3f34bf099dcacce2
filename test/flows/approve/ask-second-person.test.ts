import { serve } from '../../../src/flows/serve.ts'
import {
  type AskedWorld,
  approval,
  asked,
  decision,
  ID,
  imageCard,
  MARIA,
  OTHER,
  open,
  recordNow,
  send,
  waitForYes,
  worldWith,
} from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

const propose = (world: AskedWorld, action: 'disable' | 'deregister') =>
  serve(world.needs, { ...asked(world, OTHER), kind: 'propose', action, viewId: 'V2', image: IMAGE })

test('decided while the card is being noted: nothing waits any more', async () => {
  const world = worldWith({ enable: { roles: ['operator'], approval } })
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await world.deliver(world.event('disabled'))
  const { saveProposal } = world.ledger
  let isDecided = false
  world.needs.ledger.saveProposal = async proposal => {
    const saved = await saveProposal(proposal)
    if (proposal.approval?.card && !isDecided) {
      isDecided = true
      await serve(world.needs, decision(world, 'the-no', 'decline'))
    }
    return saved
  }
  await serve(world.needs, { ...asked(world, ID), kind: 'change', action: 'enable', image: IMAGE })
  expect(isDecided).toBe(true)
  world.clock.advance(120 * MINUTE)
  await reconcile(world.needs)
  expect(imageCard(world)).not.toMatch(/waits for a second person/)
})

test('the card posted, not yet noted, when it is decided: its buttons go', async () => {
  const world = worldWith({ enable: { roles: ['operator'], approval } })
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await world.deliver(world.event('disabled'))
  const { settlePost } = world.ledger
  let isDecided = false
  world.needs.ledger.settlePost = async (key, posted) => {
    await settlePost(key, posted)
    if (key.startsWith('approval/') && !isDecided) {
      isDecided = true
      await serve(world.needs, decision(world, 'the-no', 'decline'))
    }
  }
  await serve(world.needs, { ...asked(world, ID), kind: 'change', action: 'enable', image: IMAGE })
  expect(isDecided).toBe(true)
  world.clock.advance(120 * MINUTE)
  await reconcile(world.needs)
  expect(world.messenger.posts('ami-alerts')[0]?.message.text).toMatch(/Declined/)
})

test('two actions wait: each is asked once', async () => {
  const world = worldWith({
    disable: { roles: ['operator'], approval },
    deregister: { roles: ['operator'], approval },
  })
  await world.deliver(world.event('available'))
  await open(world, 'deregister')
  await serve(world.needs, send(world, 'the-submission'))
  await propose(world, 'disable')
  await serve(world.needs, { ...send(world, 'sent-2'), proposalId: OTHER, viewId: 'V2' })
  world.clock.advance(MINUTE)
  await serve(world.needs, decision(world, 'no-to-disable', 'decline', OTHER))
  expect(imageCard(world)).toMatch(/Deregister requested by .* awaiting approval/)
})

test('and the same is not asked twice', async () => {
  const world = worldWith({
    disable: { roles: ['operator'], approval },
    deregister: { roles: ['operator'], approval },
  })
  await open(world, 'deregister')
  await serve(world.needs, send(world, 'the-submission'))
  await propose(world, 'disable')
  await serve(world.needs, { ...send(world, 'sent-2'), proposalId: OTHER, viewId: 'V2' })
  const before = world.messenger.posts('ami-alerts').length
  const THIRD = 'c'.repeat(40)
  await serve(world.needs, {
    ...asked(world, THIRD),
    kind: 'propose',
    action: 'deregister',
    viewId: 'V3',
    image: IMAGE,
  })
  await serve(world.needs, { ...send(world, 'sent-3'), proposalId: THIRD, viewId: 'V3' })
  expect(world.messenger.posts('ami-alerts')).toHaveLength(before)
})

test('two ask at the same time: approvers are asked once', async () => {
  const world = worldWith({ disable: { roles: ['operator'], approval } })
  await open(world)
  await propose(world, 'disable')
  await Promise.all([
    serve(world.needs, send(world, 'sent-1')),
    serve(world.needs, { ...send(world, 'sent-2'), proposalId: OTHER, viewId: 'V2' }),
  ])
  expect(world.messenger.posts('ami-alerts')).toHaveLength(1)
})

test.each(['approve', 'decline'] as const)(
  'the function that heard %s dies for good: the card says no longer that it waits',
  async what => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await world.deliver(world.event('available'))
    await waitForYes(world)
    const { saveImage } = world.ledger
    world.needs.ledger.saveImage = async () => {
      throw new Error('DynamoDB is down.')
    }
    const yes = decision(world, 'the-yes', what)
    for (let i = 0; i < 5; i++) await serve(world.needs, yes).catch(() => {})
    world.needs.ledger.saveImage = saveImage
    for (let i = 0; i < 30; i++) {
      world.clock.advance(5 * MINUTE)
      await reconcile(world.needs)
    }
    expect((await recordNow(world))?.waiting).toBeUndefined()
  },
)

test('an approval delivered again while Slack does not name a group is still carried out', async () => {
  const world = worldWith({ disable: { roles: ['operator'], approval } })
  const roles = { ...world.config.roles, approver: { users: [], userGroups: ['S0APPROVERS'] } }
  const config = { ...world.config, roles }
  world.needs.config = config
  world.messenger.setMembers('S0APPROVERS', ['U0ALEX'])
  await waitForYes(world)
  const yes = decision(world, 'the-yes')
  const { saveImage } = world.ledger
  world.needs.ledger.saveImage = async () => {
    throw new Error('The function ends.')
  }
  await serve(world.needs, yes).catch(() => {})
  world.needs.ledger.saveImage = saveImage
  world.clock.advance(6 * MINUTE)
  world.messenger.setMembers('S0APPROVERS', undefined)
  await serve(world.needs, yes)
  expect((await world.ledger.readProposal(ID))?.state).toBe('approved')
  expect(world.images.changed).toEqual([`DisableImage ${IMAGE.imageId}`])
})

describe('a function that ends while it asks a second person', () => {
  const CLICK = { kind: 'change', action: 'enable', image: IMAGE } as const
  const disabledWorld = async () => {
    const world = worldWith({ enable: { roles: ['operator'], approval } })
    world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
    await world.deliver(world.event('disabled'))
    return world
  }
  const clickThatDies = async (world: AskedWorld, at: number): Promise<boolean> => {
    const { injection, needs } = world.inject({ at, moment: 'before', failure: 'crash' })
    await serve({ ...needs, config: world.config }, { ...asked(world, ID), ...CLICK }).catch(() => {})
    return injection.hasFailed()
  }

  test('delivered again: the requester is told that it waits, wherever the function ended', async () => {
    for (let at = 1; ; at++) {
      const world = await disabledWorld()
      const click = { ...asked(world, ID), ...CLICK }
      const hasDied = await clickThatDies(world, at)
      world.clock.advance(6 * MINUTE)
      await serve(world.needs, click)
      expect([at, world.messenger.privateMessages(MARIA.userId).join()]).toEqual([
        at,
        expect.stringMatching(/Awaiting approval by/),
      ])
      expect([at, world.messenger.posts('ami-alerts').length]).toEqual([at, 1])
      if (!hasDied) break
    }
  })

  test('never delivered again: the requester is told that it expired', async () => {
    const world = await disabledWorld()
    const { saveProposal } = world.ledger
    world.needs.ledger.saveProposal = async proposal => {
      if (proposal.state === 'waiting') throw new Error('DynamoDB is down.')
      return saveProposal(proposal)
    }
    await serve(world.needs, { ...asked(world, ID), ...CLICK }).catch(() => {})
    world.needs.ledger.saveProposal = saveProposal
    world.clock.advance(60 * MINUTE)
    await reconcile(world.needs)
    expect(world.messenger.privateMessages(MARIA.userId).join()).toMatch(/expired: nobody decided in time/)
    expect(world.messenger.posts('ami-alerts')).toEqual([])
  })
})
