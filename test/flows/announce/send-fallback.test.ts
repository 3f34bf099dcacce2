import type { Config } from '../../../src/domain/config.ts'
import type { EventState, ImageEvent } from '../../../src/domain/event.ts'
import { announce, type Outcome } from '../../../src/flows/announce/announce.ts'
import { createFailureInjection, everyFailure, type FailurePoint } from '../../support/inject-failure.ts'
import { createMemoryEmails } from '../../support/memory/emails.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

/** Slack does not answer: what failed, and what a rule marks, is sent by e-mail after five minutes. */

const OURS: Config = {
  ...CONFIG,
  rules: [
    { when: { name: ['payments-*'], state: ['disabled'] }, to: [], mention: [], sns: true },
    { when: { name: ['scratch-*'] }, to: [], mention: [], mute: true },
  ],
}
const BUSY = { kind: 'busy', retryAfterSec: 1 } as const

const createOutage = () => {
  const world = createMemoryWorld(OURS)
  const emails = createMemoryEmails()
  const needs = { ...world.needs, emails }
  let count = 0
  const event = (state: EventState, name = 'web-1'): ImageEvent => {
    const image = { ...IMAGE, imageId: `ami-${String(++count).padStart(17, '0')}` }
    if (state !== 'deregistered') world.images.put(image, { state, name, tags: {}, snapshots: [] })
    return world.event(state, image)
  }
  /** As the queue delivers: until it is announced, or the time is over. */
  const deliver = async (
    events: readonly ImageEvent[],
    forMs: number,
    first: typeof needs = needs,
  ): Promise<ReadonlyMap<string, Outcome>> => {
    const untilMs = world.clock.nowMs() + forMs
    const last = new Map<string, Outcome>()
    for (let own = first; ; own = needs) {
      const open = events.filter(({ id }) => last.get(id)?.kind !== 'done')
      if (open.length === 0) return last
      const outcomes = await announce(own, open)
      for (const [id, outcome] of outcomes) last.set(id, outcome)
      if (world.clock.nowMs() + MINUTE > untilMs) return last
      world.clock.advance(MINUTE)
    }
  }
  const cardOf = ({ imageId }: ImageEvent): string | undefined =>
    ['ami-ready', 'ami-alerts']
      .flatMap(channel => world.messenger.posts(channel))
      .find(({ message }) => message.text.includes(imageId))?.message.text
  return { ...world, emails, needs, event, deliver, cardOf }
}

test('ten minutes without Slack: one e-mail for what failed and one for what its rule marks; later the cards say so', async () => {
  const world = createOutage()
  const [failed, marked] = [world.event('failed'), world.event('disabled', 'payments-1')]
  const others = [world.event('available'), world.event('disabled'), world.event('failed', 'scratch-1')]
  world.messenger.answerWith(BUSY)
  await world.deliver([failed, marked, ...others], 10 * MINUTE)
  expect(world.emails.sent.map(({ subject }) => subject)).toEqual([
    expect.stringContaining(failed.imageId),
    expect.stringContaining(marked.imageId),
  ])
  world.messenger.answerWith()
  await world.deliver([failed, marked, ...others], 2 * MINUTE)
  expect(world.cardOf(failed)).toMatch(/Sent by e-mail .*because Slack did not answer/)
  expect(world.cardOf(marked)).toMatch(/Sent by e-mail/)
  for (const other of others.slice(0, 2)) expect(world.cardOf(other)).not.toMatch(/e-mail/)
  expect(world.emails.sent).toHaveLength(2)
})

test('Slack is back within five minutes: nothing is sent', async () => {
  const world = createOutage()
  const failed = world.event('failed')
  world.messenger.answerWith(BUSY)
  await world.deliver([failed], 4 * MINUTE)
  world.messenger.answerWith()
  await world.deliver([failed], 4 * MINUTE)
  expect(world.cardOf(failed)).not.toMatch(/e-mail/)
  expect(world.emails.sent).toEqual([])
})

test('an event that AWS delivers an hour late has five minutes of its own', async () => {
  const world = createOutage()
  const late = { ...world.event('failed'), atMs: world.clock.nowMs() - 60 * MINUTE }
  world.messenger.answerWith(BUSY)
  await world.deliver([late], 4 * MINUTE)
  expect(world.emails.sent).toEqual([])
  await world.deliver([late], 4 * MINUTE)
  expect(world.emails.sent).toHaveLength(1)
})

test('its own channel refuses it and the fallback channel takes it: Slack has accepted it', async () => {
  const world = createOutage()
  const failed = world.event('failed')
  const config = { ...OURS, channels: { ...OURS.channels, failed: 'nowhere' } }
  await announce({ ...world.needs, config }, [failed])
  world.clock.advance(10 * MINUTE)
  expect(world.cardOf(failed)).toBeDefined()
  expect(world.emails.sent).toEqual([])
})

test('no channel takes it: an e-mail says so', async () => {
  const world = createOutage()
  const failed = world.event('failed')
  world.messenger.answerWith({ kind: 'unusable', code: 'not_in_channel' })
  await world.deliver([failed], 7 * MINUTE)
  expect(world.emails.sent).toHaveLength(1)
})

test('Slack took the card and not what came after it: nothing is sent', async () => {
  const world = createOutage()
  const failed = world.event('failed')
  const { update } = world.messenger
  world.messenger.update = async () => BUSY
  const ledger = {
    ...world.ledger,
    settleEvents: async () => {
      throw new Error('TimeoutError')
    },
  }
  for (let tried = 0; tried < 8; tried++) {
    await announce({ ...world.needs, ledger }, [failed])
    world.clock.advance(2 * MINUTE)
  }
  world.messenger.update = update
  expect(world.cardOf(failed)).toBeDefined()
  expect(world.emails.sent).toEqual([])
})

test('a burst of failures that no digest could show: one e-mail names all, and each event ends', async () => {
  const world = createOutage()
  const events = Array.from({ length: 30 }, () => world.event('failed'))
  world.messenger.answerWith(BUSY)
  const during = await world.deliver(events, 10 * MINUTE)
  const named = (at: number) =>
    world.emails.sent.filter(({ body }) => body.includes(events[at]?.imageId ?? ''))
  expect(world.emails.sent.length).toBeLessThanOrEqual(2)
  for (const at of events.keys()) expect(named(at)).toHaveLength(1)
  world.messenger.answerWith()
  const after = await world.deliver(
    events.filter(({ id }) => during.get(id)?.kind !== 'done'),
    10 * MINUTE,
  )
  expect(new Set([...during, ...after].map(([id]) => id)).size).toBe(30)
  expect([...after.values()].every(({ kind }) => kind === 'done')).toBe(true)
})

test('a burst of failures that its digest shows: nothing is sent, and each event ends', async () => {
  const world = createOutage()
  const events = Array.from({ length: 30 }, () => world.event('failed'))
  const outcomes = await world.deliver(events, 10 * MINUTE)
  expect([...outcomes.values()].every(({ kind }) => kind === 'done')).toBe(true)
  expect(world.emails.sent).toEqual([])
})

test('SNS refuses as well: tried again, sent once, and Slack gets it all the same', async () => {
  const world = createOutage()
  const failed = world.event('failed')
  world.messenger.answerWith(BUSY)
  world.emails.refuseWith('Throttled')
  await world.deliver([failed], 8 * MINUTE)
  expect(world.emails.sent).toEqual([])
  world.emails.refuseWith()
  await world.deliver([failed], 8 * MINUTE)
  expect(world.emails.sent).toHaveLength(1)
  expect(world.emails.sent[0]?.body).not.toMatch(/second e-mail/)
  world.messenger.answerWith()
  await world.deliver([failed], 2 * MINUTE)
  expect(world.cardOf(failed)).toMatch(/Sent by e-mail/)
})

test('two functions at once send it once', async () => {
  const world = createOutage()
  const failed = world.event('failed')
  world.messenger.answerWith(BUSY)
  await world.deliver([failed], 4 * MINUTE)
  world.clock.advance(2 * MINUTE)
  await Promise.all([1, 2, 3].map(() => announce(world.needs, [failed])))
  expect(world.emails.sent).toHaveLength(1)
})

/** An event that is due, and what its next delivery calls. */
const runDue = async (point?: FailurePoint) => {
  const world = createOutage()
  const failed = world.event('failed')
  world.messenger.answerWith(BUSY)
  await world.deliver([failed], 4 * MINUTE)
  world.clock.advance(2 * MINUTE)
  const injection = createFailureInjection(point)
  const injected = {
    ...world.needs,
    ledger: injection.wrap('ledger', world.ledger),
    messenger: injection.wrap('messenger', world.messenger),
    emails: injection.wrap('emails', world.emails),
  }
  await announce(injected, [failed]).catch(() => undefined)
  // A crashed function holds its claim for a while.
  world.clock.advance(2 * MINUTE)
  await world.deliver([failed], 5 * MINUTE)
  world.messenger.answerWith()
  await world.deliver([failed], 5 * MINUTE)
  return { world, failed, injection }
}

test('whatever fails, wherever the function ends: sent, only once as far as anybody can know, and its card says so', async () => {
  const { called } = (await runDue()).injection
  expect(called).toContain('emails.send')
  for (const point of everyFailure(called)) {
    const { world, failed } = await runDue(point)
    const name = called[point.at - 1]
    const about = `${point.failure} ${point.moment} ${name}`
    // Between SNS's answer and the ledger nobody knows: it is sent again and says so.
    const isUnknown =
      (name === 'emails.send' && point.moment === 'after' && point.failure !== 'refusal') ||
      (name === 'ledger.settleEmail' && point.moment === 'before')
    expect([about, world.emails.sent.length]).toEqual([about, isUnknown ? 2 : 1])
    if (isUnknown) expect(world.emails.sent[1]?.body).toMatch(/^This may be a second e-mail/)
    expect([about, world.cardOf(failed)]).toEqual([about, expect.stringMatching(/Sent by e-mail/)])
  }
})
