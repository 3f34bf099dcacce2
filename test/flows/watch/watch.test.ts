import type { PersonAnswer } from '../../../src/domain/colleague.ts'
import type { EventState, ImageEvent } from '../../../src/domain/event.ts'
import { MOST_WATCHED } from '../../../src/domain/watcher.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { serve } from '../../../src/flows/serve.ts'
import { createKeptLog } from '../../support/kept-log.ts'
import { ALEX, asked, MARIA, runSchedule } from '../../support/memory/asking.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

const COLLEAGUE: PersonAnswer = {
  known: true,
  workspaceId: 'T0SANDBOX',
  isStranger: false,
  isDeactivated: false,
}

const createWatchWorld = () => {
  const world = createMemoryWorld({ ...CONFIG, families: { web: { name: ['web-*'] } } })
  const log = createKeptLog()
  const needs = { ...world.needs, log }
  for (const { userId } of [MARIA, ALEX]) world.messenger.setPerson(userId, COLLEAGUE)
  const edits: { to: string; text: string }[] = []
  const { update } = world.messenger
  world.messenger.update = async (channelId, ts, message) => {
    if (!channelId.startsWith('U0')) return update(channelId, ts, message)
    edits.push({ to: channelId, text: message.text })
    return { kind: 'delivered', channelId, ts }
  }
  let count = 0
  const imageOf = (number: number) => ({ ...IMAGE, imageId: `ami-${String(number).padStart(17, '0')}` })
  return {
    ...world,
    needs,
    log,
    edits,
    /** What a person is answered. */
    async ask(text: string, person = MARIA): Promise<string> {
      const before = world.messenger.privateMessages(person.userId).length
      await serve(needs, { ...asked(world, `ask-${++count}`, person), kind: 'command', text })
      return world.messenger.privateMessages(person.userId).slice(before).join('\n')
    },
    /** Somebody changes the image outside of amiops. */
    async change(state: EventState): Promise<ImageEvent> {
      world.images.put(IMAGE, { state, name: 'web-1', tags: {}, snapshots: [] })
      const event = world.event(state)
      await announce(needs, [event])
      return event
    },
    direct: (person = MARIA) => world.messenger.privateMessages(person.userId),
    /** Events of so many images of the family, one batch. */
    async burst(state: EventState, from: number, to: number): Promise<ImageEvent[]> {
      const events = Array.from({ length: to - from }, (_, at) => {
        const image = imageOf(from + at)
        world.images.put(image, {
          state: state === 'deregistered' ? 'disabled' : 'available',
          name: `web-2-${from + at}`,
          tags: {},
          snapshots: [],
        })
        return world.event(state, image)
      })
      await announce(needs, events)
      return events
    },
  }
}

describe('somebody watches', () => {
  test.each([
    ['a family of the config', 'watch web'],
    ['an image by its id', `watch ${IMAGE.imageId}`],
    ['an image by its whole name', 'watch web-1'],
  ])('%s: a change is a direct message, once, and none after the end', async (_what, typed) => {
    const world = createWatchWorld()
    expect(await world.ask(typed)).toMatch(
      /You now get a direct message about each change of .*: its state, its aliases, and access for others than the config knows\./,
    )
    expect(await world.ask(typed)).toContain('already')
    const event = await world.change('disabled')
    await announce(world.needs, [event])
    const [message = '', ...others] = world.direct().slice(2)
    expect(message).toMatch(/^`web-1` in 123456789012 us-east-1: 🟡 Disabled/)
    expect(others).toEqual([])
    expect(world.direct(ALEX)).toEqual([])
    expect(world.messenger.posts('ami-ready')).toHaveLength(1)

    expect(await world.ask(`${typed} off`)).toContain('no direct messages')
    await world.change('available')
    expect(world.direct()).toHaveLength(4)
    expect(await world.ask('watching')).toContain('You watch nothing')
  })

  test('what is no whole name is not watched; close families are offered', async () => {
    const world = createWatchWorld()
    expect(await world.ask('watch we')).toContain('No family and no image is called `we`. Did you mean:')
    expect(await world.ask('watch')).toContain('needs a family, or an image')
    expect(await world.ask('watch web off')).toContain('You do not watch `web`')
    expect(await world.ask('watching')).toContain('You watch nothing')
  })

  test('one person has a limit, which is named, and ends one to watch another', async () => {
    const world = createWatchWorld()
    for (let number = 0; number < MOST_WATCHED; number++)
      world.images.put(
        { ...IMAGE, imageId: `ami-${String(number).padStart(17, '0')}` },
        { state: 'available', name: `db-${number}`, tags: {}, snapshots: [] },
      )
    for (let number = 0; number < MOST_WATCHED; number++) await world.ask(`watch db-${number}`)
    expect(await world.ask('watch web')).toContain(
      `you watch ${MOST_WATCHED} families and images, and that is the limit`,
    )
    await world.ask('watch db-3 off')
    expect(await world.ask('watch web')).toContain('You now get')
    expect(await world.ask('watching')).toContain(`You watch ${MOST_WATCHED} of at most ${MOST_WATCHED}`)
  })
})

describe('many changes', () => {
  test('are one message, which is edited while the burst goes on; a later change is a message again', async () => {
    const world = createWatchWorld()
    await world.ask('watch web')
    await world.burst('available', 1, 21)
    world.clock.advance(20_000)
    const again = await world.burst('available', 21, 24)
    expect(world.direct().slice(1)).toEqual([
      expect.stringContaining('20 changes of what you watch: 20 available'),
    ])
    expect(world.edits.at(-1)?.text).toContain('23 changes of what you watch: 23 available')
    // Their events come again, to finish the digest of the channel.
    world.clock.advance(MINUTE)
    await announce(world.needs, again)
    await runSchedule(world, 1)
    expect(world.direct()).toHaveLength(2)
    expect(world.edits.every(({ text }) => !text.includes('26 '))).toBe(true)

    await world.change('disabled')
    expect(world.direct().at(-1)).toContain('Disabled')
  })

  test('a trickle is not one message for each', async () => {
    const world = createWatchWorld()
    await world.ask('watch web')
    for (let number = 1; number <= 9; number++) {
      await world.burst('available', number, number + 1)
      world.clock.advance(3_000)
    }
    expect(world.direct().length - 1).toBeLessThanOrEqual(CONFIG.digest.above + 1)
    await runSchedule(world, 2)
    expect(world.edits.at(-1)?.text ?? world.direct().at(-1)).toContain('4 changes')
  })
})

describe('a direct message that cannot be sent', () => {
  test.each<[string, PersonAnswer, number]>([
    ['the person left', { known: true, isStranger: false, isDeactivated: true, workspaceId: 'T0SANDBOX' }, 0],
    [
      'the person is of another workspace now',
      { known: true, isStranger: false, isDeactivated: false, workspaceId: 'T0ELSE' },
      0,
    ],
    ['Slack does not say who it is: it is sent once it does', { known: false, reason: 'ratelimited' }, 1],
  ])('%s', async (_why, answer, sentLater) => {
    const world = createWatchWorld()
    await world.ask('watch web')
    world.messenger.setPerson(MARIA.userId, answer)
    await world.change('disabled')
    expect(world.direct()).toHaveLength(1)
    expect(world.messenger.posts('ami-ready')).toHaveLength(1)
    world.messenger.setPerson(MARIA.userId, COLLEAGUE)
    await runSchedule(world, 2)
    expect(world.direct()).toHaveLength(1 + sentLater)
  })

  test.each([
    [
      'refused for good: a line in the log, and never again',
      { kind: 'unusable', code: 'user_disabled' } as const,
      0,
    ],
    ['Slack is busy: the schedule sends it, once', { kind: 'busy', retryAfterSec: 1 } as const, 1],
  ])('%s', async (_why, delivery, sentLater) => {
    const world = createWatchWorld()
    await world.ask('watch web')
    const { post } = world.messenger
    world.messenger.post = async (channel, message, thread) =>
      channel === MARIA.userId ? delivery : post(channel, message, thread)
    await world.change('disabled')
    expect(world.messenger.posts('ami-ready')).toHaveLength(1)
    world.messenger.post = post
    await runSchedule(world, 3)
    expect(world.direct()).toHaveLength(1 + sentLater)
    const warned = world.log.lines.some(({ message }) =>
      message.includes('direct message about a watched image'),
    )
    expect(warned).toBe(sentLater === 0)
  })

  test.each(['readWatchers', 'addWatchNews', 'readWatchNews', 'takeLease'] as const)(
    'the ledger fails at %s: the change is announced all the same',
    async call => {
      const world = createWatchWorld()
      await world.ask('watch web')
      const ledger = { ...world.ledger, [call]: async () => Promise.reject(new Error('no ledger')) }
      const event = world.event('disabled')
      const outcomes = await announce({ ...world.needs, ledger }, [event])
      expect(outcomes.get(event.id)).toEqual({ kind: 'done' })
      expect(world.messenger.posts('ami-ready')).toHaveLength(1)
      expect(world.log.lines.some(({ level }) => level === 'warn')).toBe(true)
    },
  )
})
