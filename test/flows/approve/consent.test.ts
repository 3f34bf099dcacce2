import { imageKey } from '../../../src/domain/image.ts'
import { serve } from '../../../src/flows/serve.ts'
import {
  ASG,
  type AskedWorld,
  approval,
  asked,
  BUSY,
  decision,
  ID,
  open,
  send,
  waitForYes,
  worldWith,
} from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

type World = AskedWorld

const proposalOf = (world: World, id = ID) => world.ledger.readProposal(id)

describe('facts that got worse are seen before they count as agreed to', () => {
  test('a form that Slack had no room to draw again is no consent when the same submission is delivered again', async () => {
    const world = worldWith({ disable: { roles: ['operator'] } })
    await open(world)
    world.clock.advance(MINUTE)
    const ask = send(world, 'the-first-submission')
    world.uses.set('autoScaling', { known: true, value: [ASG] })
    world.messenger.answerWith(BUSY)
    await serve(world.needs, ask).catch(() => {})
    world.messenger.answerWith()
    world.clock.advance(10_000)
    await serve(world.needs, ask)
    expect(world.images.changed).toEqual([])
    expect(JSON.stringify(world.messenger.forms('V1').at(-1))).toMatch(/impact has grown.*checkout/)
  })

  test('a card that Slack had no room to edit is no approval when the same click is delivered again', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await waitForYes(world)
    const ask = decision(world, 'the-click')
    world.uses.set('autoScaling', { known: true, value: [ASG] })
    world.messenger.answerWith(BUSY)
    await serve(world.needs, ask).catch(() => {})
    world.messenger.answerWith()
    world.clock.advance(10_000)
    await serve(world.needs, ask)
    expect(world.images.changed).toEqual([])
    expect(world.messenger.posts('ami-alerts')[0]?.message.text).toMatch(/checkout/)
  })

  test('the second click of a double click does not agree to what the first one has turned up', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await waitForYes(world)
    const [first, second] = [decision(world, 'click-1-of-2'), decision(world, 'click-2-of-2')]
    world.uses.set('autoScaling', { known: true, value: [ASG] })
    world.clock.advance(1_000)
    await serve(world.needs, first)
    await serve(world.needs, second)
    expect(world.images.changed).toEqual([])
    world.clock.advance(MINUTE)
    await serve(world.needs, decision(world, 'a-later-click'))
    expect(world.images.changed).toEqual([`DisableImage ${IMAGE.imageId}`])
  })

  test('a person who closed the form is told that the risk increased and nothing was changed', async () => {
    const world = worldWith({ disable: { roles: ['operator'] } })
    await open(world)
    world.uses.set('autoScaling', { known: true, value: [ASG] })
    world.messenger.closeForm('V1')
    await serve(world.needs, send(world, 'the-submission'))
    expect(world.images.changed).toEqual([])
    expect(world.messenger.privateMessages('U0MARIA').join()).toMatch(/Nothing was changed/)
  })
})

describe('a click that needs a second person', () => {
  test('Enable is carried out once the second person agrees', async () => {
    const world = worldWith({ enable: { roles: ['operator'], approval } })
    world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
    await world.deliver(world.event('disabled'))
    await serve(world.needs, { ...asked(world, ID), kind: 'change', action: 'enable', image: IMAGE })
    expect(world.images.changed).toEqual([])
    world.clock.advance(MINUTE)
    await serve(world.needs, decision(world, 'the-click'))
    expect(world.images.changed).toEqual([`EnableImage ${IMAGE.imageId}`])
  })

  test('Restore of an image that amiops never saw needs them too', async () => {
    const world = worldWith({
      restore: { roles: ['operator'], approval: { ...approval, when: [{ name: ['web-*'] }] } },
    })
    world.images.keepUntil(world.clock.nowMs() + 1000 * MINUTE)
    await world.images.change({ call: 'DeregisterImage', image: IMAGE, deleteSnapshots: false })
    await world.deliver(world.event('deregistered'))
    await serve(world.needs, { ...asked(world, ID), kind: 'change', action: 'restore', image: IMAGE })
    expect(world.images.changed).toEqual([`DeregisterImage ${IMAGE.imageId}`])
    expect((await proposalOf(world))?.state).toBe('waiting')
    expect(imageKey(IMAGE)).toBeTruthy()
  })
})

describe('an end that Slack had no room for', () => {
  test('declined: the requester is notified, and the history has it, when the click is delivered again', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await open(world)
    await serve(world.needs, send(world, 'the-submission'))
    const ask = decision(world, 'the-click', 'decline')
    world.messenger.answerWith(BUSY)
    await serve(world.needs, ask).catch(() => {})
    world.messenger.answerWith()
    await serve(world.needs, ask)
    expect(world.messenger.privateMessages('U0MARIA').join()).toMatch(/declined/)
    expect((await world.ledger.readHistory(IMAGE, 9))[0]).toMatchObject({ outcome: 'declined' })
  })

  test('expired: the next run of the reconciliation removes the buttons and notifies the requester', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await open(world)
    await serve(world.needs, send(world, 'the-submission'))
    world.clock.advance(61 * MINUTE)
    world.messenger.answerWith(BUSY)
    await reconcile(world.needs).catch(() => {})
    world.messenger.answerWith()
    world.clock.advance(5 * MINUTE)
    await reconcile(world.needs)
    expect(world.messenger.posts('ami-alerts')[0]?.message.text).toMatch(/Expired/)
    expect(world.messenger.privateMessages('U0MARIA').join()).toMatch(/expired/)
    expect((await world.ledger.readHistory(IMAGE, 9))[0]).toMatchObject({ outcome: 'expired' })
  })
})

describe('a form for what is no longer so', () => {
  test('no second person is asked for an image that is disabled already', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await open(world)
    world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
    await serve(world.needs, send(world, 'the-submission'))
    expect(world.messenger.posts('ami-alerts')).toHaveLength(0)
    expect(JSON.stringify(world.messenger.forms('V1').at(-1))).toMatch(
      /is already disabled\. Nothing was changed/,
    )
  })
})

describe('the approval card shows the outcome of the approved request', () => {
  const approved = async (world: World): Promise<void> => {
    await waitForYes(world)
    await serve(world.needs, decision(world, 'the-yes')).catch(() => {})
  }
  const cardOf = (world: World) => world.messenger.posts('ami-alerts')[0]?.message.text

  test('accepted at first; done once AWS has confirmed it', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await approved(world)
    expect(cardOf(world)).toMatch(/Approved by <@U0ALEX> .*Accepted by EC2, awaiting confirmation/)
    await world.deliver(world.event('disabled'))
    expect(cardOf(world)).toMatch(/Approved by <@U0ALEX> .*Disabled · confirmed by AWS/)
    expect(await world.ledger.readDueProposals(world.clock.nowMs() + 60 * MINUTE)).toEqual([])
  })

  test('Slack had no room when AWS confirmed it: the schedule puts it there', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await approved(world)
    const { update } = world.messenger
    world.needs.messenger.update = async () => BUSY
    await world.deliver(world.event('disabled'))
    world.needs.messenger.update = update
    expect(cardOf(world)).toMatch(/awaiting confirmation/)
    world.clock.advance(5 * MINUTE)
    await reconcile(world.needs)
    expect(cardOf(world)).toMatch(/Disabled · confirmed by AWS/)
  })

  test('refused by EC2: why', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    world.images.answerNext({ kind: 'refused', code: 'OperationNotPermitted', message: 'Not now.' })
    await approved(world)
    expect(cardOf(world)).toMatch(/Approved by <@U0ALEX> .*❌ Not disabled.*Not now/)
  })

  test('the requester has lost the permission meanwhile: not carried out', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await waitForYes(world)
    world.messenger.setMembers('S0OPERATORS', ['U0ALEX'])
    await serve(world.needs, decision(world, 'the-yes'))
    expect(world.images.changed).toEqual([])
    expect(cardOf(world)).toMatch(/Approved by <@U0ALEX> .*❌ Not disabled: no permission/)
  })

  test('EC2 was down until the queue gave up: the request ends, and the requester is notified', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await waitForYes(world)
    const yes = decision(world, 'the-yes')
    const { claimRequest } = world.ledger
    world.ledger.claimRequest = async () => {
      throw new Error('DynamoDB is down.')
    }
    await serve(world.needs, yes).catch(() => {})
    world.ledger.claimRequest = claimRequest
    expect(cardOf(world)).toMatch(/⏳ Disabling the image…/)
    world.clock.advance(30 * MINUTE)
    await reconcile(world.needs)
    expect(cardOf(world)).toMatch(/⏳ Disabling the image…/)
    world.clock.advance(30 * MINUTE)
    await reconcile(world.needs)
    expect(cardOf(world)).toMatch(/Not disabled: It was not carried out in time/)
    expect(world.images.changed).toEqual([])
    expect(await world.ledger.readDueProposals(world.clock.nowMs() + 60 * MINUTE)).toEqual([])
  })
})
