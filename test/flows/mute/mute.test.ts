import type { Config } from '../../../src/domain/config.ts'
import type { EventState, ImageEvent } from '../../../src/domain/event.ts'
import type { ImageRef } from '../../../src/domain/image.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { serve } from '../../../src/flows/serve.ts'
import { createKeptLog } from '../../support/kept-log.ts'
import { ALEX, asked, MARIA, NOBODY, runSchedule } from '../../support/memory/asking.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

const HOUR = 60 * MINUTE
const NOTHING_MUTED = 'Nothing is muted in this channel'

const createMuteWorld = (more: Partial<Config> = {}) => {
  const world = createMemoryWorld({
    ...CONFIG,
    channels: { ...CONFIG.channels, audit: 'ami-audit' },
    rules: [],
    families: { web: { name: ['web-*'] } },
    mute: { roles: ['operator'] },
    ...more,
  })
  const log = createKeptLog()
  const needs = { ...world.needs, log }
  let count = 0
  const put = (state: EventState, image: ImageRef, name: string): void =>
    state === 'deregistered'
      ? world.images.remove(image)
      : world.images.put(image, { state, name, tags: {}, snapshots: [] })
  return {
    ...world,
    needs,
    log,
    async ask(text: string, person = MARIA, channelId = 'C0READY'): Promise<string> {
      const before = world.messenger.privateMessages(person.userId).length
      const ask = asked(world, `ask-${++count}`, person)
      await serve(needs, { ...ask, place: { channelId, isPrivate: false }, kind: 'command', text })
      return world.messenger.privateMessages(person.userId).slice(before).join('\n')
    },
    /** Somebody changes an image outside of amiops. */
    async change(state: EventState, number = 1, more: Partial<ImageEvent> = {}): Promise<ImageEvent> {
      const image = number === 1 ? IMAGE : { ...IMAGE, imageId: `ami-${String(number).padStart(17, '0')}` }
      put(state, image, `web-${number}`)
      const event = world.event(state, { ...image, ...more })
      await announce(needs, [event])
      return event
    },
    async burst(from: number, to: number): Promise<void> {
      const events = Array.from({ length: to - from }, (_, at) => {
        const image = { ...IMAGE, imageId: `ami-${String(from + at).padStart(17, '0')}` }
        put('available', image, `web-${from + at}`)
        return world.event('available', image)
      })
      await announce(needs, events)
    },
    texts: (channel = 'ami-ready') => world.messenger.posts(channel).map(({ message }) => message.text),
    replies: (channel = 'ami-ready') =>
      world.messenger.posts(channel).flatMap(({ replies }) => replies.map(({ message }) => message.text)),
  }
}

describe('a family is muted in a channel', () => {
  test('nothing of it is posted there until the end, which says what happened; elsewhere and in the history it is', async () => {
    const world = createMuteWorld({
      rules: [{ when: { state: ['deregistered'] }, to: ['ami-ready', 'ami-alerts'], mention: [] }],
    })
    await world.change('available')
    expect(await world.ask('mute web 2h migration')).toContain('is muted in this channel until')
    const [card, told = ''] = world.texts()
    expect(told).toMatch(
      /web.* is muted in this channel until .*2026-01-15 14:00 UTC.* by @maria\. Reason: migration/,
    )
    expect(world.texts('ami-audit').at(-1)).toContain('muted in <#C0READY> until')

    world.clock.advance(10 * MINUTE)
    await world.change('disabled')
    await world.burst(2, 22)
    await world.change('deregistered', 5)
    // The card that was there is kept true, without a new message in the channel.
    expect(world.texts()).toHaveLength(2)
    expect(world.texts()[0]).not.toBe(card)
    expect(world.texts()[0]).toContain('Disabled')
    expect(world.texts('ami-alerts')).toHaveLength(1)
    expect(await world.ledger.readHistory(IMAGE, 10)).toHaveLength(2)
    expect(await world.ask('muted')).toMatch(/Muted in this channel.*web.*until/s)
    expect(await world.ask('muted web')).toContain('22 changes while it was muted')
    expect(await world.ask('muted', NOBODY)).toContain('web')

    world.clock.advance(2 * HOUR)
    await runSchedule(world, 2)
    expect(world.texts().slice(2)).toEqual(['🔔 The mute of `web` ended; 22 changes happened meanwhile'])
    expect(world.texts()[1]).toContain('was muted in this channel until')
    await world.change('available')
    expect(world.replies().at(-1)).toContain('Available')
    expect(await world.ask('muted')).toContain(NOTHING_MUTED)
    expect(await world.ask('muted web')).toContain('22 changes')
  })

  test('what happened meanwhile and comes after the end is not announced as new; what happens in its last second is', async () => {
    const world = createMuteWorld()
    await world.ask('mute web 2h')
    const startMs = world.clock.nowMs()
    world.clock.advance(3 * HOUR)
    await runSchedule(world, 1)
    const before = world.texts().length
    await world.change('available', 2, { atMs: startMs + HOUR })
    expect(world.texts()).toHaveLength(before)
    expect(await world.ask('muted web')).toContain('1 change while')
    await world.change('available', 3, { atMs: startMs - HOUR })
    await world.change('available', 4, { atMs: startMs + 2 * HOUR })
    expect(world.texts()).toHaveLength(before + 2)
  })

  test('what has a digest already goes on in it; what a redelivery finds posted is not counted', async () => {
    const world = createMuteWorld()
    await world.burst(2, 22)
    const digests = world.texts().length
    await world.ask('mute web 2h')
    await world.burst(22, 42)
    await runSchedule(world, 1)
    expect(world.texts()).toHaveLength(digests + 1)
    expect(await world.ask('muted web')).toContain('20 changes')
  })
})

test.each<[string, Partial<Config>, EventState, number]>([
  [
    'a rule that mentions somebody',
    { rules: [{ when: { state: ['available'] }, to: [], mention: ['S0ONCALL'] }] },
    'available',
    1,
  ],
  [
    'a rule with always: card',
    { rules: [{ when: { state: ['available'] }, to: [], mention: [], always: 'card' }] },
    'available',
    1,
  ],
  ['a failure that no rule names', { channels: { ...CONFIG.channels, failed: 'ami-ready' } }, 'failed', 0],
  ['another family', { families: { web: { name: ['web-*'] }, own: { name: ['web-7'] } } }, 'available', 0],
])('%s: cannot be muted 1, can be 0', async (_what, more, state, posted) => {
  const world = createMuteWorld(more)
  await world.ask('mute web 2h')
  const before = world.texts().length
  await world.change(state, 5)
  expect(world.texts().length - before).toBe(posted)
})

test('a mute is of its channel alone, and of just what it names', async () => {
  const world = createMuteWorld({ channels: { ...CONFIG.channels, disabled: 'ami-alerts' } })
  await world.ask('mute web-1 2h')
  const before = world.texts().length
  await world.change('available')
  await world.change('disabled')
  expect(world.texts()).toHaveLength(before)
  expect(world.texts('ami-alerts')).toHaveLength(1)
  await world.change('available', 2)
  expect(world.texts()).toHaveLength(before + 1)
})

describe('who may, and how long', () => {
  test.each([
    ['somebody in none of the roles', {}, 'mute web 2h', NOBODY, 'You don’t have permission to mute'],
    [
      'nobody, without the key',
      { mute: { roles: [] } },
      'mute web 2h',
      MARIA,
      'Nobody can mute: no role has it',
    ],
    ['more than seven days', {}, 'mute web 8 days', MARIA, 'a mute lasts 7 days at most'],
    ['a time that is over', {}, 'mute web until 2026-01-01', MARIA, 'that time is over'],
    ['no time', {}, 'mute web', MARIA, 'how long is missing'],
    ['nothing', {}, 'mute', MARIA, 'needs a family or an image, and a time'],
    ['an unknown name', {}, 'mute wbe 2h', MARIA, 'No family and no image is called `wbe`'],
  ])('%s', async (_what, more, typed, person, answer) => {
    const world = createMuteWorld(more)
    expect(await world.ask(typed, person)).toContain(answer)
    expect(await world.ledger.readMutes()).toEqual([])
    expect(world.texts()).toEqual([])
  })

  test('seven days are allowed; a channel without images, and one that takes no message, are not muted', async () => {
    const world = createMuteWorld()
    expect(await world.ask('mute web 2h', MARIA, 'C0AUDIT')).toContain(
      'posts no changes of images in this channel',
    )
    world.messenger.answerWith({ kind: 'unusable', code: 'not_in_channel' })
    await world.ask('mute web 2h')
    world.messenger.answerWith()
    expect(await world.ledger.readMutes()).toEqual([])
    expect(await world.ask('mute web 7 days')).toContain('is muted in this channel')
    expect(await world.ask('mute web 1h')).toContain('is muted in this channel already')
    expect(await world.ledger.readMutes()).toHaveLength(1)
  })

  test('the button of another person of the role ends it, once; the channel is told by whom', async () => {
    const world = createMuteWorld()
    await world.ask('mute web 2h')
    world.clock.advance(MINUTE)
    await world.change('disabled')
    expect(await world.ask('mute web off', NOBODY)).toContain('You don’t have permission')
    expect(await world.ask('mute web off', ALEX)).toContain('is ended')
    expect(world.texts().at(-1)).toBe('🔔 The mute of `web` was ended by @alex; 1 change happened meanwhile')
    expect(await world.ask('mute web off', ALEX)).toContain('is not muted in this channel')
    await runSchedule(world, 3)
    expect(world.texts().filter(text => text.includes('happened meanwhile'))).toHaveLength(1)
    expect(await world.ask('mute web 1h')).toContain('is muted in this channel')
  })
})

describe('where something fails', () => {
  test('mutes that cannot be read mute nothing', async () => {
    const world = createMuteWorld()
    await world.ask('mute web 2h')
    const before = world.texts().length
    const ledger = { ...world.ledger, readMutes: async () => Promise.reject(new Error('no ledger')) }
    const event = world.event('disabled')
    await announce({ ...world.needs, ledger }, [event])
    expect(world.texts()).toHaveLength(before + 1)
    expect(world.log.lines.map(({ message }) => message).join()).toContain('What is muted could not be read')
  })

  test('a change that cannot be saved is delivered again, and is neither lost nor counted twice', async () => {
    const world = createMuteWorld()
    await world.ask('mute web 2h')
    const event = world.event('disabled')
    world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
    const ledger = { ...world.ledger, addMutedChanges: async () => Promise.reject(new Error('no ledger')) }
    expect((await announce({ ...world.needs, ledger }, [event])).get(event.id)).toMatchObject({
      kind: 'again',
    })
    world.clock.advance(2 * HOUR)
    await world.deliver(event)
    await runSchedule(world, 1)
    expect(world.texts().slice(1)).toEqual([expect.stringContaining('1 change happened meanwhile')])
  })

  test('with a busy Slack, the end is announced later, once', async () => {
    const world = createMuteWorld()
    await world.ask('mute web 2h')
    world.clock.advance(2 * HOUR)
    world.messenger.answerWith({ kind: 'busy', retryAfterSec: 5 })
    await runSchedule(world, 1)
    expect(world.texts()).toHaveLength(1)
    world.messenger.answerWith()
    await runSchedule(world, 2)
    expect(world.texts().slice(1)).toEqual(['🔔 The mute of `web` ended; nothing was held back'])
  })

  test('a channel that cannot be reached is not muted in the fallback channel', async () => {
    const world = createMuteWorld({
      channels: { available: 'ami-gone', fallback: 'ami-alerts', disabled: 'ami-alerts' },
    })
    await world.ask('mute web 2h', MARIA, 'C0ALERTS')
    const before = world.texts('ami-alerts').length
    await world.change('available')
    expect(world.texts('ami-alerts')).toHaveLength(before + 1)
  })
})
