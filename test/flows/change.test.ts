import type { Ask } from '../../src/domain/ask.ts'
import { imageKey } from '../../src/domain/image.ts'
import { change } from '../../src/flows/change.ts'
import { everyFailurePoint } from '../support/inject-failure.ts'
import { reconcile } from '../support/memory/reconcile.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../support/memory/world.ts'

type World = ReturnType<typeof createMemoryWorld>
type ChangeAsk = Extract<Ask, { kind: 'change' }>

const RESPONSE_URL = 'https://answers.example/secret'

const askOf = (world: World, more: Partial<ChangeAsk> = {}): ChangeAsk => ({
  kind: 'change',
  key: 'the-key-of-one-click',
  action: 'disable',
  image: IMAGE,
  person: { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0SANDBOX' },
  place: { channelId: 'C0READY', messageTs: '1000.000001', isPrivate: false },
  workspaceId: 'T0SANDBOX',
  appId: 'A0AMIOPS',
  askedAtMs: world.clock.nowMs(),
  ...more,
})

/** An image whose card stands in its channel. */
const withCard = async (): Promise<World> => {
  const world = createMemoryWorld()
  await world.deliver(world.event('available'))
  return world
}

/** Delivers a request as its queue would, until it is served. */
const serve = async (world: World, ask: ChangeAsk): Promise<void> => {
  for (let tried = 0; tried < 4; tried++) {
    const served = await change(world.needs, ask).then(
      () => true,
      () => false,
    )
    if (served) return
    world.clock.advance(MINUTE)
  }
  throw new Error('Expected the request to be served within four deliveries.')
}

const recordOf = async (world: World) => {
  const record = (await world.ledger.readImages([IMAGE])).get(imageKey(IMAGE))
  if (!record) throw new Error('Expected a record.')
  return record
}
const cardOf = (world: World): string => world.messenger.posts('ami-ready')[0]?.message.text ?? ''

const countCalls = async (ask: (world: World) => ChangeAsk): Promise<string[]> => {
  const world = await withCard()
  const { injection, needs } = world.inject()
  await change(needs, ask(world))
  return injection.called
}

describe.each([
  ['from the card in the channel', {}],
  ['from a private card', { place: { channelId: 'C0READY', isPrivate: true, responseUrl: RESPONSE_URL } }],
] as const)('Disable %s, by a function that ends too early', (_where, more) => {
  const ask = (world: World): ChangeAsk => askOf(world, more)

  describe.each(['before', 'after', 'never'] as const)("EC2's event comes %s the next delivery", order => {
    test('at each call: one change at the most, and no card that waits for ever', async () => {
      const calls = await countCalls(ask)
      expect(calls).toContain('images.change')
      for (const failurePoint of everyFailurePoint(calls.length)) {
        const where = JSON.stringify({ failurePoint, call: calls[failurePoint.at - 1] })
        const world = await withCard()
        const { injection, needs } = world.inject(failurePoint)
        await change(needs, ask(world)).catch(() => {})
        expect(injection.hasFailed()).toBe(true)
        let isEventDue = world.images.changed.length > 0
        const event = world.event('disabled')
        world.clock.advance(MINUTE)
        if (order === 'before' && isEventDue) await world.deliver(event)
        await serve(world, { ...ask(world), askedAtMs: event.atMs })
        if (order === 'after') {
          isEventDue = world.images.changed.length > 0
          if (isEventDue) await world.deliver(world.event('disabled'))
        }
        // The schedule, as often as it runs in a quarter of an hour.
        for (let minutes = 0; minutes < 15; minutes += 5) {
          world.clock.advance(5 * MINUTE)
          await reconcile(world.needs)
        }

        expect([where, world.images.changed.length <= 1]).toEqual([where, true])
        const record = await recordOf(world)
        const state = world.images.stateOf(IMAGE)
        expect([where, record.lastEvent?.state ?? 'nothing']).toEqual([where, state])
        expect([where, cardOf(world)]).toEqual([where, expect.not.stringMatching(/⏳|❔/)])
        expect([where, cardOf(world)]).toEqual([
          where,
          expect.stringContaining(state === 'disabled' ? '🟡 Disabled' : '🟢 Available'),
        ])
        // The person who asked is named on the card, as the one who did it or whose request failed, or was told alone.
        const heard = [
          cardOf(world),
          ...world.messenger.privateMessages('U0MARIA'),
          ...world.messenger.answers(RESPONSE_URL),
        ]
        expect([where, heard.join('\n')]).toEqual([
          where,
          expect.stringMatching(/<@U0MARIA>|was not disabled/),
        ])
        expect([where, record.cards.every(card => card.shownRev === record.rev)]).toEqual([where, true])
        expect([where, world.messenger.posts('ami-ready').length]).toEqual([where, 1])
      }
    })
  })
})

describe('a function that ends too early, and its request is never delivered again', () => {
  test('at each call: the schedule settles what was begun, and no card waits for ever', async () => {
    const calls = await countCalls(world => askOf(world))
    for (const failurePoint of everyFailurePoint(calls.length).filter(({ failure }) => failure === 'crash')) {
      const where = JSON.stringify({ failurePoint, call: calls[failurePoint.at - 1] })
      const world = await withCard()
      const { needs } = world.inject(failurePoint)
      await change(needs, askOf(world)).catch(() => {})
      for (let minutes = 0; minutes < 20; minutes += 5) {
        world.clock.advance(5 * MINUTE)
        await reconcile(world.needs)
      }
      expect([where, world.images.changed.length <= 1]).toEqual([where, true])
      expect([where, (await recordOf(world)).lastEvent?.state]).toEqual([where, world.images.stateOf(IMAGE)])
      expect([where, cardOf(world)]).toEqual([where, expect.not.stringMatching(/⏳|❔/)])
    }
  })
})

test('the next delivery finds the call to EC2 begun: it says at once that the outcome is unknown, and does not call again', async () => {
  const calls = await countCalls(world => askOf(world))
  for (const moment of ['before', 'after'] as const) {
    const world = await withCard()
    const { needs } = world.inject({ at: calls.indexOf('images.change') + 1, moment, failure: 'crash' })
    await change(needs, askOf(world)).catch(() => {})
    expect(cardOf(world)).toContain('⏳ Disable requested by')
    await change(world.needs, askOf(world))
    expect(cardOf(world)).toContain('no answer from EC2 yet')
    expect(world.images.changed).toHaveLength(moment === 'after' ? 1 : 0)
  }
})

describe('a refusal by a function that ends too early', () => {
  test('the person is told all the same, and nothing is changed', async () => {
    const ask = (world: World): ChangeAsk =>
      askOf(world, { person: { userId: 'U0SAM', name: 'sam', workspaceId: 'T0SANDBOX' } })
    const calls = await countCalls(ask)
    for (const failurePoint of everyFailurePoint(calls.length)) {
      const world = await withCard()
      const { needs } = world.inject(failurePoint)
      await change(needs, ask(world)).catch(() => {})
      await serve(world, ask(world))
      // Where EC2 could not be asked that is the answer: rights are looked at after it.
      expect(world.messenger.privateMessages('U0SAM')[0]).toMatch(
        /You don’t have permission to disable|couldn’t read the image from EC2/,
      )
      expect(world.images.changed).toEqual([])
      expect(cardOf(world)).not.toContain('U0SAM')
    }
  })
})

describe('the same request again', () => {
  test('after it was served: nothing happens, however often', async () => {
    const world = await withCard()
    await change(world.needs, askOf(world))
    const before = cardOf(world)
    await change(world.needs, askOf(world))
    await change(world.needs, askOf(world))
    expect(world.images.changed).toEqual([`DisableImage ${IMAGE.imageId}`])
    expect(cardOf(world)).toBe(before)
  })

  test('twice at the same moment', async () => {
    const world = await withCard()
    await Promise.allSettled([change(world.needs, askOf(world)), change(world.needs, askOf(world))])
    expect(world.images.changed).toHaveLength(1)
  })

  test('another click by somebody else at the same moment', async () => {
    const world = await withCard()
    const members = { userIds: ['U0MARIA', 'U0ALEX'], readAtMs: world.clock.nowMs() }
    await world.ledger.saveMembership('S0OPERATORS', members)
    const alex = askOf(world, {
      key: 'another-click',
      person: { userId: 'U0ALEX', name: 'alex', workspaceId: 'T0SANDBOX' },
    })
    await Promise.all([change(world.needs, askOf(world)), change(world.needs, alex)])
    expect(world.images.changed).toHaveLength(1)
    const told = [...world.messenger.privateMessages('U0MARIA'), ...world.messenger.privateMessages('U0ALEX')]
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('is still in progress')
  })
})

describe('time', () => {
  test('a click that waited for eleven minutes is not carried out, and the person is told', async () => {
    const world = await withCard()
    const ask = askOf(world)
    world.clock.advance(11 * MINUTE)
    await change(world.needs, ask)
    expect(world.images.changed).toEqual([])
    expect(world.messenger.privateMessages('U0MARIA')[0]).toContain('delayed by more than ten minutes')
  })

  test('accepted, but neither an event nor EC2 ever shows it: within the hour the card says so', async () => {
    const world = await withCard()
    world.images.answerNext({ kind: 'accepted', requestId: 'said-yes-and-did-nothing' })
    await change(world.needs, askOf(world))
    for (let minutes = 0; minutes < 55; minutes += 5) {
      world.clock.advance(5 * MINUTE)
      await reconcile(world.needs)
      expect(cardOf(world)).toContain('accepted by EC2, awaiting confirmation')
    }
    world.clock.advance(6 * MINUTE)
    await reconcile(world.needs)
    expect(cardOf(world)).toContain('DisableImage had no effect')
    expect(cardOf(world)).toContain('Buttons: Disable, Deregister')
  })

  test('no answer, but it had happened: the schedule finds out, and names who asked', async () => {
    const world = await withCard()
    world.images.answerNext({ kind: 'unknown', reason: 'TimeoutError' }, true)
    await change(world.needs, askOf(world))
    expect(cardOf(world)).toContain(
      'no answer from EC2 yet. DisableImage ended with TimeoutError. It may or may not have taken effect',
    )
    world.clock.advance(3 * MINUTE)
    await reconcile(world.needs)
    expect(cardOf(world)).toContain('By <@U0MARIA> · verified with EC2')
    expect(world.images.changed).toHaveLength(1)
    const [entry] = (await world.ledger.readHistory(IMAGE, 20)).filter(({ kind }) => kind === 'request')
    expect(entry).toMatchObject({ outcome: 'confirmed' })
    expect(entry).not.toHaveProperty('reason')
  })

  test('an error instead of an answer, and nothing happened: the person is told which error it was', async () => {
    const world = await withCard()
    world.images.answerNext({ kind: 'unknown', reason: 'InternalError', requestId: 'ec2-1' })
    await change(world.needs, askOf(world))
    expect(cardOf(world)).toContain(
      'DisableImage ended with InternalError. It may or may not have taken effect',
    )
    world.clock.advance(3 * MINUTE)
    await reconcile(world.needs)
    expect(cardOf(world)).toContain(
      'EC2 still shows the image available: DisableImage had no effect (it ended with InternalError).',
    )
    const [entry] = (await world.ledger.readHistory(IMAGE, 20)).filter(({ kind }) => kind === 'request')
    expect(entry).toMatchObject({
      outcome: 'failed',
      requestId: 'ec2-1',
      reason: expect.stringContaining('InternalError'),
    })
  })

  test('the function ended: the message says so, without an error that nobody saw', async () => {
    const world = await withCard()
    const { change: callEc2 } = world.images
    world.needs.images.change = async wanted => {
      await callEc2(wanted)
      throw new Error('the function died')
    }
    await change(world.needs, askOf(world)).catch(() => undefined)
    await change(world.needs, askOf(world))
    expect(cardOf(world)).toContain('The function that called EC2 ended before it could record the answer.')
  })
})

describe('Slack is down while EC2 works', () => {
  test('the change is made once, and the card follows when Slack is back', async () => {
    const world = await withCard()
    world.messenger.answerWith({ kind: 'busy', retryAfterSec: 30 })
    await serve(world, askOf(world))
    expect(world.images.changed).toHaveLength(1)
    world.messenger.answerWith()
    await world.deliver(world.event('disabled'))
    expect(cardOf(world)).toContain('By <@U0MARIA>')
  })
})
