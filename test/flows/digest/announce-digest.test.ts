import type { Config } from '../../../src/domain/config.ts'
import type { EventState, ImageEvent } from '../../../src/domain/event.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { saveDigestState } from '../../../src/flows/digest/show-digest.ts'
import { refreshOutdated } from '../../../src/flows/reconcile/refresh-outdated.ts'
import { everyFailurePoint } from '../../support/inject-failure.ts'
import type { Posted } from '../../support/memory/messenger.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

type World = ReturnType<typeof createMemoryWorld>

const ELSEWHERE = { region: 'eu-west-1' }

let count = 0
/** Events of so many images of their own, all of them known to EC2. */
const burstOf = (
  world: World,
  size: number,
  state: EventState = 'available',
  more: Partial<ImageEvent> = {},
) =>
  Array.from({ length: size }, () => {
    const image = { ...IMAGE, ...more, imageId: `ami-${String(++count).padStart(17, '0')}` }
    world.images.put(image, {
      state: state === 'deregistered' ? 'available' : state,
      name: `web-${count}`,
      tags: {},
      snapshots: [{ snapshotId: `snap-${count}`, sizeGiB: 8, encrypted: false }],
    })
    return world.event(state, { ...image, ...more })
  })

const withRules = (world: World, rules: Config['rules']) => ({
  ...world.needs,
  config: { ...world.config, rules },
})

const messages = (world: World, channel = 'ami-ready'): string[] =>
  world.messenger.posts(channel).map(({ message }) => message.text)

const digestsIn = (world: World, channel = 'ami-ready'): Posted[] =>
  world.messenger.posts(channel).filter(({ message }) => message.metadata?.event_type === 'amiops_digest')

/** The images in the one list of a digest. */
const listedIn = (world: World, digest: Posted | undefined): string[] => {
  const files = world.messenger.files(digest?.ts ?? '')
  expect(files).toHaveLength(1)
  const [, ...rows] = (files[0]?.content ?? '').trimEnd().split('\n')
  return rows.map(row => row.split('\t')[2] ?? '')
}

/** The images in the one list of the one digest of a channel. */
const listed = (world: World, channel = 'ami-ready'): string[] => {
  const [digest, ...others] = digestsIn(world, channel)
  expect(others).toEqual([])
  return listedIn(world, digest)
}

const idsOf = (events: readonly ImageEvent[]): string[] => events.map(event => event.imageId)

/** Delivers events as their queue does, all that are not done in one batch, until nothing is left of them. */
const deliverAll = async (
  world: World,
  events: readonly ImageEvent[],
  needs = world.needs,
): Promise<void> => {
  let left = [...events]
  for (let tried = 0; left.length > 0; tried++) {
    if (tried === 9) throw new Error(`Expected all events to be told, ${left.length} are left.`)
    const outcomes = await announce(needs, left)
    left = left.filter(event => outcomes.get(event.id)?.kind !== 'done')
    if (left.length > 0) world.clock.advance(2 * MINUTE)
  }
}

describe('how many are too many', () => {
  test('five at once are five cards; six are one message', async () => {
    const few = createMemoryWorld()
    await announce(few.needs, burstOf(few, 5))
    expect(messages(few)).toHaveLength(5)
    expect(digestsIn(few)).toEqual([])

    const many = createMemoryWorld()
    const events = burstOf(many, 6)
    await announce(many.needs, events)
    expect(messages(many)).toEqual([expect.stringContaining('🟢 6 images became available within 1 s')])
    expect(listed(many).sort()).toEqual(idsOf(events).sort())
  })

  test('the config says where "many" begins', async () => {
    const world = createMemoryWorld()
    const needs = { ...world.needs, config: { ...world.config, digest: { above: 1 } } }
    await announce(needs, burstOf(world, 2))
    expect(digestsIn(world)).toHaveLength(1)
  })

  test('each channel counts for itself', async () => {
    const world = createMemoryWorld()
    await announce(world.needs, [...burstOf(world, 6), ...burstOf(world, 2, 'deregistered')])
    expect(digestsIn(world)).toHaveLength(1)
    expect(digestsIn(world, 'ami-alerts')).toEqual([])
    expect(messages(world, 'ami-alerts')).toHaveLength(2)
  })

  test('an event for two channels: in the digest of one, a card in the other', async () => {
    const world = createMemoryWorld()
    const needs = withRules(world, [
      { when: { name: ['both'] }, to: ['ami-ready', 'ami-alerts'], mention: [] },
    ])
    const [both] = burstOf(world, 1)
    if (both) world.images.put(both, { state: 'available', name: 'both', tags: {}, snapshots: [] })
    await announce(needs, [...(both ? [both] : []), ...burstOf(world, 6)])
    expect(listed(world)).toContain(both?.imageId)
    expect(messages(world, 'ami-alerts')).toEqual([expect.stringContaining(both?.imageId ?? '?')])
  })
})

describe('a burst goes on', () => {
  test('more of the same within a minute joins the message, however few; after a minute of quiet another one begins', async () => {
    const world = createMemoryWorld()
    const first = burstOf(world, 6)
    await announce(world.needs, first)
    world.clock.advance(59_000)
    const second = burstOf(world, 1)
    await announce(world.needs, second)
    expect(messages(world)).toEqual([expect.stringContaining('7 images became available')])

    world.clock.advance(MINUTE)
    await announce(world.needs, burstOf(world, 1))
    expect(messages(world)).toHaveLength(2)
    expect(digestsIn(world)).toHaveLength(1)
    await announce(world.needs, burstOf(world, 6))
    expect(digestsIn(world)).toHaveLength(2)
    expect(digestsIn(world).at(-1)?.message.text).toContain('6 images became available')
  })

  test('the reminder shows what is new, then renews the list', async () => {
    const world = createMemoryWorld()
    const [first, second] = [burstOf(world, 6), burstOf(world, 8)]
    await announce(world.needs, first)
    world.clock.advance(1_000)
    // Nobody edits a message every second: the second batch leaves that to one of its events.
    const outcomes = await announce(world.needs, second)
    const again = second.filter(event => outcomes.get(event.id)?.kind === 'again')
    expect(again).toHaveLength(1)
    expect(outcomes.get(again[0]?.id ?? '')).toMatchObject({ afterSec: 5 })
    expect(messages(world)).toEqual([expect.stringContaining('6 images became available')])

    world.clock.advance(5_000)
    const shown = await announce(world.needs, again)
    expect(messages(world)).toEqual([expect.stringContaining('14 images became available')])
    expect(shown.get(again[0]?.id ?? '')).toMatchObject({ kind: 'again', afterSec: 24 })
    expect(listed(world)).toHaveLength(6)

    // The list is renewed less often, but long before the burst is over: it is complete within half a minute.
    world.clock.advance(24_000)
    const complete = await announce(world.needs, again)
    expect(listed(world).sort()).toEqual(idsOf([...first, ...second]).sort())
    expect(complete.get(again[0]?.id ?? '')).toMatchObject({ kind: 'done' })
  })

  test('a long burst: few calls, and no event is delivered more often than its queue allows', async () => {
    const world = createMemoryWorld()
    const { injection, needs } = world.inject()
    const due = new Map<ImageEvent, { atMs: number; times: number }>()
    const all: ImageEvent[] = []
    for (let second = 0; second < 300; second++) {
      const again = [...due].filter(([, { atMs }]) => atMs <= world.clock.nowMs()).map(([event]) => event)
      const fresh = second < 200 ? burstOf(world, second === 0 ? 6 : 3) : []
      all.push(...fresh)
      for (const [id, outcome] of await announce(needs, [...fresh, ...again])) {
        const event = [...fresh, ...again].find(one => one.id === id)
        if (!event) continue
        if (outcome.kind === 'done') due.delete(event)
        else
          due.set(event, {
            atMs: world.clock.nowMs() + outcome.afterSec * 1_000,
            times: (due.get(event)?.times ?? 0) + 1,
          })
        expect(due.get(event)?.times ?? 0).toBeLessThan(7)
      }
      world.clock.advance(1_000)
    }
    expect([...due]).toEqual([])
    const [first, ...others] = messages(world).filter(text => text.includes('images became'))
    expect(others).toEqual([])
    expect(messages(world)).toHaveLength(1)
    expect(first).toContain(`${all.length} images became available`)
    expect(listed(world)).toHaveLength(all.length)
    const edits = injection.called.filter(name => name === 'messenger.update').length
    expect(edits).toBeLessThan(60)
  })

  test('two functions announce two halves at once: one message, each event once', async () => {
    const world = createMemoryWorld()
    const [one, two] = [burstOf(world, 20), burstOf(world, 20)]
    const outcomes = await Promise.all([announce(world.needs, one), announce(world.needs, two)])
    const left = [...one, ...two].filter(event => outcomes.every(o => o.get(event.id)?.kind !== 'done'))
    world.clock.advance(2 * MINUTE)
    await deliverAll(world, left)
    expect(messages(world)).toEqual([expect.stringContaining('40 images became available')])
    expect(listed(world).sort()).toEqual(idsOf([...one, ...two]).sort())
  })

  test('half a batch is delivered again, in another batch: nothing is counted twice', async () => {
    const world = createMemoryWorld()
    const [one, two] = [burstOf(world, 10), burstOf(world, 10)]
    const needs = {
      ...world.needs,
      ledger: {
        ...world.ledger,
        // All that was told, but nobody could say so.
        settleEvents: async () => Promise.reject(new Error('the table is throttled')),
      },
    }
    const outcomes = await announce(needs, one)
    expect([...outcomes.values()].every(outcome => outcome.kind === 'again')).toBe(true)
    world.clock.advance(10_000)
    await deliverAll(world, [...one.slice(0, 5), ...two])
    await deliverAll(world, one.slice(5))
    expect(messages(world)).toEqual([expect.stringContaining('20 images became available')])
    expect(listed(world).sort()).toEqual(idsOf([...one, ...two]).sort())
  })
})

describe('events that keep their cards', () => {
  test('a failure keeps its card and its call, up to the channel’s room; then it is named in the digest', async () => {
    const world = createMemoryWorld()
    const failed = burstOf(world, 8, 'failed', { reason: 'the disk was full' })
    const rest = burstOf(world, 20)
    await deliverAll(world, [...rest, ...failed])
    const cards = world.messenger.posts('ami-ready').filter(p => !digestsIn(world).includes(p))
    expect(cards).toHaveLength(5)
    expect(digestsIn(world).map(({ message }) => message.text)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/🔴 3 images failed .*Reasons: 3 × the disk was full/),
        expect.stringContaining('🟢 20 images became available'),
      ]),
    )
    const inCards = failed.filter(event => cards.some(card => card.message.text.includes(event.imageId)))
    const inLists = digestsIn(world).flatMap(digest => listedIn(world, digest))
    expect([...idsOf(inCards), ...inLists].sort()).toEqual(idsOf([...failed, ...rest]).sort())
  })

  test('a rule wants a card always', async () => {
    const world = createMemoryWorld()
    const [special] = burstOf(world, 1, 'disabled')
    const needs = withRules(world, [{ when: { state: ['disabled'] }, to: [], mention: [], always: 'card' }])
    await announce(needs, [...burstOf(world, 10), ...(special ? [special] : [])])
    expect(messages(world).filter(text => text.includes(special?.imageId ?? '?'))).toHaveLength(1)
    expect(listed(world)).not.toContain(special?.imageId)
  })

  test('a rule’s mention stands in the digest once, with the rule; one that only a later batch brings is called in the thread', async () => {
    const world = createMemoryWorld()
    const needs = withRules(world, [
      { when: { state: ['disabled'], region: [ELSEWHERE.region] }, to: ['ami-ready'], mention: ['U0ALEX'] },
      {
        name: 'disabled at night',
        when: { state: ['disabled'] },
        to: ['ami-ready'],
        mention: ['S0ONCALL'],
      },
    ])
    await announce(needs, burstOf(world, 10, 'disabled'))
    world.clock.advance(10_000)
    await announce(needs, burstOf(world, 10, 'disabled', ELSEWHERE))
    world.clock.advance(10_000)
    await announce(needs, burstOf(world, 10, 'disabled', ELSEWHERE))
    const [digest] = digestsIn(world)
    expect(digest?.message.text.split('<!subteam^S0ONCALL>')).toHaveLength(2)
    // The rules stay in the digest, also when it was edited.
    const called = (digest?.message.blocks ?? []).slice(0, 2).map(block => JSON.stringify(block))
    expect(called[0]).toContain('<!subteam^S0ONCALL> · rule: disabled at night')
    expect(called[1]).toContain(`<@U0ALEX> · rule: state disabled, region ${ELSEWHERE.region}`)
    expect(digest?.replies.map(reply => reply.message.text)).toEqual([
      expect.stringContaining(
        '<@U0ALEX> matches your rule: state disabled, region eu-west-1 · 🟡 20 images disabled',
      ),
    ])
  })

  test('people whom Slack refuses to mention in the thread are mentioned once it accepts them', async () => {
    const world = createMemoryWorld()
    const needs = withRules(world, [
      { when: { state: ['disabled'], region: [ELSEWHERE.region] }, to: ['ami-ready'], mention: ['U0ALEX'] },
      { when: { state: ['disabled'] }, to: ['ami-ready'], mention: [] },
    ])
    const { post } = world.messenger
    const closed: typeof post = async (channel, message, thread) =>
      thread ? { kind: 'unusable', code: 'restricted_action' } : post(channel, message, thread)
    await announce(needs, burstOf(world, 10, 'disabled'))
    world.clock.advance(10_000)
    await announce(
      { ...needs, messenger: { ...world.messenger, post: closed } },
      burstOf(world, 10, 'disabled', ELSEWHERE),
    )
    world.clock.advance(10_000)
    await announce(needs, burstOf(world, 10, 'disabled', ELSEWHERE))
    expect(digestsIn(world)[0]?.replies.map(reply => reply.message.text)).toEqual([
      expect.stringContaining(
        '<@U0ALEX> matches your rule: state disabled, region eu-west-1 · 🟡 30 images disabled',
      ),
    ])
  })

  test('what a rule mutes is announced nowhere, and kept', async () => {
    const world = createMemoryWorld()
    const needs = withRules(world, [{ when: { state: ['available'] }, to: [], mention: [], mute: true }])
    const events = burstOf(world, 10)
    await announce(needs, events)
    expect([...messages(world), ...messages(world, 'ami-alerts')]).toEqual([])
    const [event] = events
    expect(event && (await world.ledger.readHistory(event, 5))).toHaveLength(1)
  })

  test('an image announced in a digest has no card; its next event alone brings one', async () => {
    const world = createMemoryWorld()
    const events = burstOf(world, 6)
    await deliverAll(world, events)
    world.clock.advance(10 * MINUTE)
    const [image] = events
    await announce(world.needs, [
      world.event('disabled', { ...image, id: 'later', state: 'disabled', atMs: world.clock.nowMs() }),
    ])
    expect(messages(world)).toHaveLength(2)
    expect(messages(world)[1]).toContain(image?.imageId)
  })

  test('cards that stand there are left for later: a burst does not edit them one by one', async () => {
    const world = createMemoryWorld()
    const [known] = burstOf(world, 1)
    await deliverAll(world, known ? [known] : [])
    world.clock.advance(10 * MINUTE)
    if (known) world.images.put(known, { state: 'disabled', name: 'web', tags: {}, snapshots: [] })
    const again = { ...known, id: 'again', state: 'disabled', atMs: world.clock.nowMs() } as ImageEvent
    const others = burstOf(world, 5, 'disabled')
    const { injection, needs } = world.inject()
    await announce(needs, [again, ...others])
    expect(injection.called).not.toContain('messenger.update')
    expect(messages(world)[0]).toContain('🟢 Available')
    expect(listed(world)).toContain(known?.imageId)
  })
})

describe('what is left behind', () => {
  /** Cards of so many images, all of them disabled in a burst that did not edit them. */
  const outdatedCards = async (world: World, size: number): Promise<ImageEvent[]> => {
    const known = burstOf(world, size)
    const needs = { ...world.needs, config: { ...world.config, digest: { above: 100 } } }
    await announce(needs, known)
    world.clock.advance(10 * MINUTE)
    const changed = known.map(event => ({
      ...event,
      id: `${event.id}-again`,
      state: 'disabled' as const,
      atMs: world.clock.nowMs(),
    }))
    await deliverAll(world, changed)
    return changed
  }
  const outdated = (world: World): number =>
    messages(world).filter(text => text.startsWith('🟢 Available')).length

  test('the schedule brings the cards up to date, some at a time, and once only', async () => {
    const world = createMemoryWorld()
    await outdatedCards(world, 50)
    expect(outdated(world)).toBe(50)
    world.clock.advance(2 * MINUTE)
    await refreshOutdated(world.needs)
    expect(outdated(world)).toBe(10)
    await refreshOutdated(world.needs)
    expect(outdated(world)).toBe(0)
    const { injection, needs } = world.inject()
    await refreshOutdated(needs)
    expect(injection.called).not.toContain('messenger.update')
  })

  test('it stops at the first card that Slack has no room for', async () => {
    const world = createMemoryWorld()
    await outdatedCards(world, 8)
    world.clock.advance(2 * MINUTE)
    world.messenger.answerWith({ kind: 'busy', retryAfterSec: 30 })
    const { injection, needs } = world.inject()
    await refreshOutdated(needs)
    expect(injection.called.filter(name => name === 'messenger.update')).toHaveLength(1)
  })

  test('an event whose only trouble is a card that could not be edited is settled, not repeated', async () => {
    const world = createMemoryWorld()
    const [known] = burstOf(world, 1)
    await announce(world.needs, known ? [known] : [])
    const busy = async () => ({ kind: 'busy' as const, retryAfterSec: 30 })
    const needs = { ...world.needs, messenger: { ...world.messenger, update: busy } }
    const later = {
      ...known,
      id: 'later',
      state: 'disabled',
      atMs: world.clock.nowMs() + 1_000,
    } as ImageEvent
    expect((await announce(needs, [later])).get('later')).toEqual({ kind: 'done' })
    world.clock.advance(5 * MINUTE)
    await refreshOutdated(world.needs)
    expect(messages(world)).toEqual([expect.stringContaining('🟡 Disabled')])
  })

  test('a digest whose reminder was lost is closed by the schedule', async () => {
    const world = createMemoryWorld()
    const [first, second] = [burstOf(world, 6), burstOf(world, 6)]
    await announce(world.needs, first)
    world.clock.advance(1_000)
    await announce(world.needs, second)
    expect(messages(world)).toEqual([expect.stringContaining('6 images became available')])
    world.clock.advance(6 * MINUTE)
    await refreshOutdated(world.needs)
    expect(messages(world)).toEqual([expect.stringContaining('12 images became available')])
    expect(listed(world)).toHaveLength(12)
    expect(await world.ledger.readDueDigests(world.clock.nowMs() + 60 * MINUTE)).toEqual([])
  })

  test('two functions close the same burst: one list, and no file is left behind', async () => {
    const world = createMemoryWorld()
    await announce(world.needs, burstOf(world, 6))
    world.clock.advance(1_000)
    await announce(world.needs, burstOf(world, 6))
    world.clock.advance(6 * MINUTE)
    const { openFile } = world.messenger
    let opened = 0
    world.needs.messenger.openFile = async (...of) => {
      opened++
      if (opened === 1) await refreshOutdated(world.needs)
      return openFile(...of)
    }
    await refreshOutdated(world.needs)
    expect(opened).toBe(1)
    expect(listed(world)).toHaveLength(12)
    expect(await world.ledger.readDueDigests(world.clock.nowMs() + 60 * MINUTE)).toEqual([])
  })

  test('what came of an older burst is not written into the one that has begun since', async () => {
    const world = createMemoryWorld()
    await announce(world.needs, burstOf(world, 6))
    const key = 'ami-ready/available/0'
    const read = async () => (await world.ledger.readDigests([key])).get(key)
    const older = await read()
    world.clock.advance(6 * MINUTE)
    await refreshOutdated(world.needs)
    // The two other places, then this one again.
    for (let burst = 0; burst < 3; burst++) {
      await announce(world.needs, burstOf(world, 6))
      world.clock.advance(6 * MINUTE)
      await refreshOutdated(world.needs)
    }
    const newer = await read()
    if (!older) throw new Error('Expected a digest.')
    const noted = await saveDigestState(world.needs, older, now => ({ ...now, openFile: 'F-of-the-older' }))
    expect(noted.burst).toBe(older.burst)
    expect(await read()).toEqual(newer)
    expect(newer?.burst).not.toBe(older.burst)
  })

  test('the schedule stops when its time has passed, and continues in the next run', async () => {
    const world = createMemoryWorld()
    await outdatedCards(world, 20)
    world.clock.advance(2 * MINUTE)
    const { update } = world.messenger
    world.needs.messenger.update = async (...of) => {
      world.clock.advance(5_000)
      return update(...of)
    }
    await refreshOutdated(world.needs, world.clock.nowMs() + 40_000)
    expect(outdated(world)).toBeGreaterThanOrEqual(10)
    for (let run = 0; run < 3; run++) await refreshOutdated(world.needs, world.clock.nowMs() + 40_000)
    expect(outdated(world)).toBe(0)
  })
})

describe('Slack does not take it', () => {
  test('a channel that refuses amiops: its digest is in the fallback channel, and continues there', async () => {
    const world = createMemoryWorld()
    const needs = {
      ...world.needs,
      config: { ...world.config, channels: { available: 'nowhere', fallback: 'ami-alerts' } },
    }
    await announce(needs, burstOf(world, 6))
    world.clock.advance(10_000)
    await announce(needs, burstOf(world, 6))
    expect(messages(world, 'ami-alerts')).toEqual([
      expect.stringMatching(/12 images became available.*Meant for #nowhere/),
    ])
  })

  test('no room: the events are settled, and one of them sees that the message is posted later', async () => {
    const world = createMemoryWorld()
    const events = burstOf(world, 30)
    world.messenger.answerWith({ kind: 'busy', retryAfterSec: 17 })
    const outcomes = await announce(world.needs, events)
    const again = events.filter(event => outcomes.get(event.id)?.kind === 'again')
    expect(again).toHaveLength(1)
    expect(outcomes.get(again[0]?.id ?? '')).toMatchObject({ afterSec: 17 })
    world.messenger.answerWith()
    world.clock.advance(17_000)
    await deliverAll(world, again)
    expect(messages(world)).toEqual([expect.stringContaining('30 images became available')])
    expect(listed(world)).toHaveLength(30)
  })

  test('no room for minutes: the list is posted with the message', async () => {
    const world = createMemoryWorld()
    world.messenger.answerWith({ kind: 'busy', retryAfterSec: 300 })
    for (let minute = 0; minute < 8; minute++) {
      await announce(world.needs, burstOf(world, 6))
      world.clock.advance(30_000)
    }
    world.messenger.answerWith()
    await announce(world.needs, burstOf(world, 1))
    expect(messages(world)).toEqual([expect.stringContaining('49 images became available')])
    expect(listed(world)).toHaveLength(49)
  })

  test('no files: the digest is there, and says so', async () => {
    const world = createMemoryWorld()
    world.messenger.refuseFiles({ kind: 'refused', code: 'missing_scope' })
    await deliverAll(world, burstOf(world, 6))
    expect(messages(world)).toEqual([
      expect.stringContaining('Slack refused the full list as a file (`missing_scope`)'),
    ])
  })

  test('somebody deleted the message: it is posted again with all that belongs to it', async () => {
    const world = createMemoryWorld()
    await announce(world.needs, burstOf(world, 6))
    world.clock.advance(10_000)
    const needs = {
      ...world.needs,
      messenger: { ...world.messenger, update: async () => ({ kind: 'gone' as const }) },
    }
    await announce(needs, burstOf(world, 6))
    expect(messages(world).at(-1)).toContain('12 images became available')
    expect(digestsIn(world)).toHaveLength(2)
  })
})

describe('a function that ends too early, at any call, before or after it took effect', () => {
  const failEverywhere = async (prepare: (world: World) => Promise<ImageEvent[]>): Promise<number> => {
    const counted = createMemoryWorld()
    await prepare(counted)
    const calls = counted.inject()
    await announce(calls.needs, burstOf(counted, 7))
    for (const failurePoint of everyFailurePoint(calls.injection.called.length)) {
      const world = createMemoryWorld()
      const before = await prepare(world)
      const events = burstOf(world, 7)
      const { injection, needs } = world.inject(failurePoint)
      const outcomes = await announce(needs, events).catch(() => new Map<string, { kind: string }>())
      expect(injection.hasFailed()).toBe(true)
      world.clock.advance(2 * MINUTE)
      await deliverAll(
        world,
        [...before, ...events].filter(event => outcomes.get(event.id)?.kind !== 'done'),
      )
      world.clock.advance(2 * MINUTE)

      const where = JSON.stringify({ failurePoint, call: calls.injection.called[failurePoint.at - 1] })
      // A few that came again alone, after the burst, got cards.
      const cards = messages(world).flatMap(text => /\((ami-\d+)\)/.exec(text)?.[1] ?? [])
      const inLists = digestsIn(world).flatMap(({ ts }) =>
        world.messenger
          .files(ts)
          .flatMap(({ content }) => content.trimEnd().split('\n').slice(1))
          .map(row => row.split('\t')[2] ?? ''),
      )
      const all = idsOf([...before, ...events]).sort()
      expect([where, [...inLists, ...cards].sort()]).toEqual([where, all])
      const told = digestsIn(world).map(({ message }) =>
        Number(/(\d+) images? (?:became|disabled)/.exec(message.text)?.[1]),
      )
      expect([where, told.reduce((sum, n) => sum + n, 0)]).toEqual([where, inLists.length])
      for (const { ts } of digestsIn(world))
        expect([where, world.messenger.files(ts).length]).toEqual([where, 1])
      expect([where, world.messenger.posts('ami-ready').flatMap(post => post.replies)]).toEqual([where, []])
    }
    return calls.injection.called.length
  }

  test('the first batch of a burst', async () => {
    expect(await failEverywhere(async () => [])).toBeGreaterThan(30)
  })

  test.each([
    ['with its edit and its new list', 'available'],
    ['of another kind, with a digest of its own', 'disabled'],
  ] as const)('a second batch, %s', async (_what, state) => {
    const prepare = async (world: World): Promise<ImageEvent[]> => {
      const before = burstOf(world, 6, state)
      await announce(world.needs, before)
      world.clock.advance(31_000)
      return before
    }
    expect(await failEverywhere(prepare)).toBeGreaterThan(30)
  })
})
