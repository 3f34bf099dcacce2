import { announce } from '../../../src/flows/announce/announce.ts'
import { serve } from '../../../src/flows/serve.ts'
import {
  ASG,
  type AskedWorld,
  approval,
  asked,
  BUSY,
  decision,
  ID,
  NOBODY,
  open,
  STRANGER,
  send,
  WITH_AUDIT,
  waitForYes,
  worldWith,
} from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

/** What must not happen, also where others try and anything fails at the wrong moment. */

/** The first delivery ends before it carries anything out. */
const servedTwice = async (
  world: AskedWorld,
  ask: Parameters<typeof serve>[1],
  between: () => Partial<AskedWorld['needs']> | undefined,
): Promise<void> => {
  let isDead = true
  const claimRequest: typeof world.ledger.claimRequest = (...claim) => {
    if (isDead) throw new Error('The function ends.')
    return world.ledger.claimRequest(...claim)
  }
  const needs = { ...world.needs, ledger: { ...world.ledger, claimRequest } }
  await serve(needs, ask).catch(() => {})
  isDead = false
  world.clock.advance(6 * MINUTE)
  await serve({ ...needs, ...between() }, ask)
}

describe('without a second person', () => {
  const breakGlass = { disable: { roles: ['operator'], approval, breakGlass: { roles: ['breaker'] } } }
  const broken = (world: AskedWorld) =>
    send(world, 'the-submission', { options: { emergencyOverride: true } })

  test('no change is made if no channel accepts its announcement', async () => {
    const world = worldWith(breakGlass)
    await open(world)
    world.messenger.answerWith({ kind: 'unusable', code: 'not_in_channel' })
    await serve(world.needs, broken(world))
    expect(world.images.changed).toEqual([])
    expect(await world.ledger.readHistory(IMAGE, 5)).toContainEqual(
      expect.objectContaining({ outcome: 'refused', reason: expect.stringContaining('no channel took') }),
    )
  })

  test('the right counts when the work is done, not when the form was sent', async () => {
    const world = worldWith(breakGlass)
    await open(world)
    const roles = { ...world.config.roles, breaker: { users: [], userGroups: [] } }
    await servedTwice(world, broken(world), () => ({ config: { ...world.config, roles } }))
    expect(world.images.changed).toEqual([])
  })

  test('what needed none when it was sent, and needs one when it is carried out, is refused', async () => {
    const world = worldWith({
      disable: { roles: ['operator'], approval: { ...approval, when: [{ inUse: true }] } },
    })
    await open(world)
    await servedTwice(world, send(world, 'the-submission'), () => {
      world.uses.set('autoScaling', { known: true, value: [ASG] })
      return undefined
    })
    expect(world.images.changed).toEqual([])
    expect(await world.ledger.readHistory(IMAGE, 5)).toContainEqual(
      expect.objectContaining({ reason: expect.stringMatching(/since it was submitted:.*checkout/) }),
    )
  })
})

describe('an approval', () => {
  test('that waited on the queue for too long is none', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await waitForYes(world)
    const yes = decision(world, 'the-yes')
    world.clock.advance(50 * MINUTE)
    await serve(world.needs, yes)
    expect(world.images.changed).toEqual([])
    expect(world.messenger.privateMessages('U0ALEX').join()).toMatch(/Your decision .* was not recorded/)
  })

  test('whose facts were looked at beyond its time is none', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await open(world)
    await serve(world.needs, send(world, 'the-submission'))
    world.clock.advance(60 * MINUTE - 1_000)
    const letGo = world.uses.hold('instances')
    const serving = serve(world.needs, decision(world, 'the-yes'))
    await new Promise(resolve => setImmediate(resolve))
    world.clock.advance(19_000)
    letGo()
    await serving
    expect((await world.ledger.readProposal(ID))?.state).toBe('expired')
    expect(world.images.changed).toEqual([])
  })

  test('counts by the roles that the config names now', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await waitForYes(world)
    const actions = { disable: { roles: ['operator'], approval: { ...approval, roles: ['breaker'] } } }
    await serve({ ...world.needs, config: { ...world.config, actions } }, decision(world, 'the-yes'))
    expect(world.images.changed).toEqual([])
  })

  test('changes nothing in an account that the config no longer names', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await waitForYes(world)
    const accounts = [{ id: '999999999999', regions: ['us-east-1'] }]
    await serve({ ...world.needs, config: { ...world.config, accounts } }, decision(world, 'the-yes'))
    expect(world.images.changed).toEqual([])
  })

  test('is carried out though Slack has no room', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await waitForYes(world)
    world.messenger.answerWith(BUSY)
    await serve(world.needs, decision(world, 'the-yes')).catch(() => {})
    expect(world.images.changed).toEqual([`DisableImage ${IMAGE.imageId}`])
  })
})

describe('a person without permission', () => {
  test('fills neither the audit channel nor the history by clicking', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } }, WITH_AUDIT)
    await waitForYes(world)
    const before = world.messenger.posts('ami-audit').length
    const history = (await world.ledger.readHistory(IMAGE, 100)).length
    for (let i = 0; i < 30; i++)
      await serve(world.needs, decision(world, `click-${i}`, 'approve', ID, NOBODY))
    expect(world.messenger.posts('ami-audit')).toHaveLength(before + 1)
    expect(await world.ledger.readHistory(IMAGE, 100)).toHaveLength(history + 1)
  })

  test('is answered once Slack responds, and not before the audit channel has room', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } }, WITH_AUDIT)
    await waitForYes(world)
    const click = decision(world, 'the-click', 'approve', ID, NOBODY)
    world.messenger.answerWith(BUSY)
    await expect(serve(world.needs, click)).rejects.toMatchObject({ name: 'RetryLater' })
    world.messenger.answerWith(undefined)
    const { post } = world.needs.messenger
    world.needs.messenger.post = async (channel, ...rest) =>
      channel === 'ami-audit' ? BUSY : post(channel, ...rest)
    await serve(world.needs, click)
    expect(world.messenger.privateMessages(NOBODY.userId).join()).toMatch(
      /Only <@U0ALEX> can approve or decline/,
    )
    expect(world.images.changed).toEqual([])
  })

  test('takes no request away by asking whether it is done', async () => {
    const world = worldWith({ disable: { roles: ['operator'] } })
    await open(world)
    const images = {
      ...world.images,
      rehearse: async (...change: Parameters<typeof world.images.rehearse>) => {
        const check = { ...asked(world, 'an-old-check', NOBODY), kind: 'look', look: 'check' } as const
        await serve(world.needs, { ...check, image: IMAGE })
        return world.images.rehearse(...change)
      },
    }
    await serve({ ...world.needs, images }, send(world, 'the-submission'))
    expect(world.images.changed).toEqual([`DisableImage ${IMAGE.imageId}`])
    const [record] = (await world.ledger.readImages([IMAGE])).values()
    expect(record?.request?.state).toBe('accepted')
  })

  test.each(['details', 'history', 'status', 'check'] as const)(
    'an external person gets no information: %s',
    async look => {
      const world = worldWith({ disable: { roles: ['operator'] } })
      await world.deliver(world.event('available'))
      await serve(world.needs, { ...asked(world, 'the-look', STRANGER), kind: 'look', look, image: IMAGE })
      const told = world.messenger.privateMessages(STRANGER.userId).join()
      expect(told).toMatch(/External \(Slack Connect\) users can’t use amiops here/)
      expect(told).not.toMatch(/web-1|ami-/)
    },
  )
})

describe('places that the config does not name', () => {
  const placesAsked = async (ask: (world: AskedWorld) => Parameters<typeof serve>[1]): Promise<string[]> => {
    const world = worldWith({})
    const places: string[] = []
    const images = {
      ...world.images,
      describe: async (...wanted: Parameters<typeof world.images.describe>) => {
        places.push(`${wanted[0]}/${wanted[1]}`)
        return world.images.describe(...wanted)
      },
    }
    await serve({ ...world.needs, images }, ask(world))
    return places
  }

  test('a region is not asked, whatever is typed', async () => {
    const text = `status ${IMAGE.imageId} zz-north-9`
    expect(await placesAsked(world => ({ ...asked(world, 'typed'), kind: 'command', text }))).toEqual([])
  })

  test('an account is not asked, whatever a button says', async () => {
    const image = { ...IMAGE, account: '999999999999' }
    const look = { kind: 'look', look: 'status', image } as const
    expect(await placesAsked(world => ({ ...asked(world, 'clicked'), ...look }))).toEqual([])
  })
})

describe('what is slow or full keeps nothing else back', () => {
  test('an event is announced, though its line in the audit channel never has room', async () => {
    const world = worldWith({}, WITH_AUDIT)
    const { post } = world.messenger
    const messenger = {
      ...world.messenger,
      post: async (...sent: Parameters<typeof post>) => (sent[0] === 'ami-audit' ? BUSY : post(...sent)),
    }
    await announce({ ...world.needs, messenger }, [world.event('available')])
    expect(world.messenger.posts('ami-ready')).toHaveLength(1)
  })

  test('a region that does not answer is left to the next run', async () => {
    const world = worldWith({})
    const nowMs = world.clock.nowMs()
    for (let i = 0; i < 12; i++) {
      const image = { ...IMAGE, imageId: `ami-${String(i).padStart(17, '0')}` }
      const request = {
        ...asked(world, `request-${i}`),
        action: 'disable' as const,
        image,
        state: 'accepted' as const,
        actedAtMs: nowMs,
      }
      await world.ledger.saveImage({ ...image, version: 0, rev: 1, cards: [], request })
    }
    world.clock.advance(3 * MINUTE)
    const beganMs = world.clock.nowMs()
    const describe = async () => {
      world.clock.advance(30_000)
      throw new Error('TimeoutError')
    }
    await reconcile({ ...world.needs, images: { ...world.images, describe } })
    expect(world.clock.nowMs() - beganMs).toBeLessThan(2 * MINUTE)
  })
})

test('protection that was turned off is reported, though EC2 never answered the rest', async () => {
  const world = worldWith({ deregister: { roles: ['operator'] } })
  const facts = { state: 'available', name: 'web-1', tags: {}, snapshots: [] } as const
  world.images.put(IMAGE, { ...facts, deregistrationProtection: 'enabled' })
  await open(world, 'deregister')
  const change: typeof world.images.change = async wanted =>
    wanted.call === 'DeregisterImage'
      ? { kind: 'unknown', reason: 'TimeoutError' }
      : world.images.change(wanted)
  const images = { ...world.images, change }
  await serve({ ...world.needs, images }, send(world, 'the-submission', { options: { unprotect: true } }))
  const reasonNow = async () => {
    const [record] = (await world.ledger.readImages([IMAGE])).values()
    return record?.request?.reason
  }
  expect(await reasonNow()).toMatch(/[Ii]ts deregistration protection is off now/)
  world.clock.advance(70 * MINUTE)
  await reconcile(world.needs)
  expect(await reasonNow()).toMatch(/had no effect.*[Ii]ts deregistration protection is off now/)
})

test('an image that was disabled before comes back disabled, and that proves its restoring', async () => {
  const world = worldWith({ restore: { roles: ['operator'] } })
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  world.images.keepUntil(world.clock.nowMs() + 1_000 * MINUTE)
  await world.images.change({ call: 'DeregisterImage', image: IMAGE, deleteSnapshots: false })
  await world.deliver(world.event('deregistered'))
  world.clock.advance(MINUTE)
  await serve(world.needs, { ...asked(world, 'restore-it'), kind: 'change', action: 'restore', image: IMAGE })
  const [record] = (await world.ledger.readImages([IMAGE])).values()
  expect(record?.request).toMatchObject({ state: 'confirmed', confirmedBy: 'look' })
  expect(world.messenger.posts('ami-ready')[0]?.message.text).toMatch(
    /Disabled.* Restored by @maria · verified with EC2/,
  )
})

describe('while a second person is asked', () => {
  const ask = (world: AskedWorld, key: string) => serve(world.needs, send(world, key))

  test('the image’s card says so, until it is decided', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await world.deliver(world.event('available'))
    const cardNow = () => world.messenger.posts('ami-ready')[0]?.message.text
    await waitForYes(world)
    expect(cardNow()).toMatch(/Disable requested by .* awaiting approval in #ami-alerts · expires/)
    await serve(world.needs, decision(world, 'the-no', 'decline'))
    expect(cardNow()).not.toMatch(/awaiting approval/)
  })

  test('and until its time has passed', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await world.deliver(world.event('available'))
    await waitForYes(world)
    world.clock.advance(61 * MINUTE)
    await reconcile(world.needs)
    expect(world.messenger.posts('ami-ready')[0]?.message.text).not.toMatch(/awaiting approval/)
  })

  test('the same is not asked twice', async () => {
    const world = worldWith({ disable: { roles: ['operator'], approval } })
    await waitForYes(world)
    const before = world.messenger.posts('ami-alerts').length
    const again = {
      ...asked(world, 'b'.repeat(40)),
      kind: 'propose',
      action: 'disable',
      viewId: 'V2',
    } as const
    await serve(world.needs, { ...again, image: IMAGE })
    await serve(world.needs, { ...send(world, 'sent-again'), proposalId: 'b'.repeat(40), viewId: 'V2' })
    expect(world.messenger.posts('ami-alerts')).toHaveLength(before)
    expect(JSON.stringify(world.messenger.forms('V2').at(-1))).toMatch(
      /There is already a pending request by/,
    )
  })

  test('a form says at once where nobody else could approve', async () => {
    const world = worldWith({
      disable: { roles: ['operator'], approval: { ...approval, roles: ['breaker'] } },
    })
    await open(world)
    expect(JSON.stringify(world.messenger.forms('V1').at(-1))).toMatch(/no other approver is available/)
    await ask(world, 'all-the-same')
    expect(world.images.changed).toEqual([])
  })
})
