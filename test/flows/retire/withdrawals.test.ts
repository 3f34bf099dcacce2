import type { Config } from '../../../src/domain/config.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { serveMessage } from '../../../src/flows/serve.ts'
import { type AskedWorld, runSchedule, worldWith } from '../../support/memory/asking.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

/** What a family's rule wants of images that are deprecated: amiops suggests it, and changes nothing. */

const DAY = 24 * 60 * MINUTE
const retirement = { disableAfterDays: 14, deregisterAfterDays: 60 }
const families = { web: { name: ['web-*'], owner: 'S0WEB', channel: 'ami-ready', retirement } }

const retired = async (
  daysAgo: number,
  state: 'available' | 'disabled' = 'available',
  rule: Config['families'] = families,
  more: Partial<Config> = {},
) => {
  const w = worldWith(
    { disable: { roles: ['operator'] }, deregister: { roles: ['operator'] } },
    { families: rule, ...more },
  )
  w.images.put(IMAGE, {
    state,
    name: 'web-1',
    tags: {},
    snapshots: [],
    createdAtMs: 0,
    deprecatedAtMs: w.clock.nowMs() - daysAgo * DAY,
  })
  await announce(w.needs, [w.event(state)])
  await runSchedule(w, 2)
  return w
}
const suggested = (w: AskedWorld): string[] =>
  w.messenger
    .posts('ami-ready')
    .flatMap(({ message }) => (/Retired images/.test(message.text) ? [message.text] : []))
/** A run of the schedule, and what it asks for. */
const run = async (w: AskedWorld): Promise<void> => {
  await runSchedule(w, 1)
  for (const slotMs of w.queues.withdrawals.splice(0))
    await serveMessage(w.needs, { kind: 'withdraw', key: `withdraw/${slotMs}`, slotMs })
}
/** The schedule runs so many days later, and an hour after that. */
const daysLater = async (w: AskedWorld, days: number): Promise<void> => {
  w.clock.advance(days * DAY)
  await run(w)
  w.clock.advance(61 * MINUTE)
  await run(w)
}
const textsOf = (w: AskedWorld, channel = 'ami-ready'): string[] =>
  w.messenger.posts(channel).map(({ message }) => message.text)
const stillNeeded = (w: AskedWorld): string[] => textsOf(w).filter(text => /still needed/.test(text))
const INSTANCE = { kind: 'instance' as const, name: 'i-1' }

test.each([
  ['13 days', 13, 'available', undefined],
  [
    '14 days',
    15,
    'available',
    /disable 1 image · Retired images of web.*<!subteam\^S0WEB>.*deprecated since/s,
  ],
  ['59 days, disabled', 58, 'disabled', undefined],
  ['60 days, disabled', 61, 'disabled', /deregister 1 image · Retired images of web/],
  ['60 days, but nobody disabled it', 61, 'available', /disable 1 image · Retired images of web/],
] as const)('%s after the date', async (_what, days, state, words) => {
  const w = await retired(days, state)
  await daysLater(w, 0)
  if (words) expect(suggested(w)).toEqual([expect.stringMatching(words)])
  else expect(suggested(w)).toEqual([])
  expect(w.images.changed).toEqual([])
})

test('suggested once in a week, as long as it is there', async () => {
  const w = await retired(12)
  const counts: number[] = []
  for (const days of [0, 3, 1, 1, 1, 8, 8]) {
    await daysLater(w, days)
    counts.push(suggested(w).length)
  }
  expect(counts).toEqual([0, 1, 1, 1, 1, 2, 3])
})

test('a family without a rule is left alone', async () => {
  const w = await retired(100, 'available', { web: { name: ['web-*'] } })
  await daysLater(w, 10)
  expect(suggested(w)).toEqual([])
})

test('an image that somebody keeps is not suggested, until that ends', async () => {
  const w = await retired(10)
  const untilMs = w.clock.nowMs() + 20 * DAY
  await w.ledger.saveKeep({
    image: IMAGE,
    untilMs,
    by: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
    atMs: w.clock.nowMs(),
  })
  await daysLater(w, 10)
  expect(suggested(w)).toEqual([])
  await daysLater(w, 11)
  expect(suggested(w)).toHaveLength(1)
})

describe('what is still used', () => {
  test('is not suggested: its owners are told, once in the period, and it is suggested when nothing uses it', async () => {
    const w = await retired(15)
    w.uses.set('references', { known: true, value: [INSTANCE] })
    await daysLater(w, 0)
    await daysLater(w, 1)
    expect(suggested(w)).toEqual([])
    expect(stillNeeded(w)).toEqual([
      '⏳ <!subteam^S0WEB> 1 retired image of web is still needed. The family’s rule wants to disable it 14 days after the deprecation date. Nothing is suggested for it while something uses it, or while that is not known. • in use: web-1. Replace what uses it, or keep it: `/ami keep &lt;image&gt; until &lt;date&gt;`. `/ami disable &lt;image&gt;` does it all the same. amiops looks again every few hours',
    ])
    w.uses.set('references', { known: true, value: [] })
    await daysLater(w, 1)
    expect(suggested(w)).toHaveLength(1)
    expect(suggested(w)[0]).toMatch(/No use or alias was found\. They can be enabled again\./)
    expect(stillNeeded(w)).toHaveLength(1)
  })

  test('nor is what cannot be looked up', async () => {
    const w = await retired(15)
    w.uses.set('references', { known: false, why: 'AccessDenied' })
    await daysLater(w, 0)
    expect(suggested(w)).toEqual([])
    expect(stillNeeded(w)).toEqual([
      expect.stringMatching(/who uses it is not known \(AccessDenied\): web-1/),
    ])
  })

  test('beside one that nothing uses, it is named in the suggestion', async () => {
    const accounts = [IMAGE.account, '210987654321'].map(id => ({ id, regions: [IMAGE.region] }))
    const w = await retired(15, 'available', families, { accounts })
    const other = { ...IMAGE, imageId: 'ami-00000000000000002' }
    w.images.put(other, {
      state: 'available',
      name: 'web-2',
      tags: {},
      snapshots: [],
      createdAtMs: 0,
      deprecatedAtMs: w.clock.nowMs() - 15 * DAY,
    })
    await announce(w.needs, [w.event('available', other)])
    w.instances.put({
      account: '210987654321',
      region: IMAGE.region,
      instanceId: 'i-1',
      state: 'running',
      tags: {},
      image: { imageId: other.imageId },
    })
    await daysLater(w, 0)
    expect(suggested(w)).toEqual([
      expect.stringMatching(/disable 1 image.*`web-1`.*⚠️ Not suggested: web-2: in use\./s),
    ])
    expect(stillNeeded(w)).toEqual([])
  })

  test('one whose date was moved since the scan is not spoken of', async () => {
    const w = await retired(15)
    w.images.put(IMAGE, {
      state: 'available',
      name: 'web-1',
      tags: {},
      snapshots: [],
      createdAtMs: 0,
      deprecatedAtMs: w.clock.nowMs() + 30 * DAY,
    })
    const [before] = [textsOf(w).length]
    await serveMessage(w.needs, { kind: 'withdraw', key: 'withdraw/1', slotMs: 1 })
    expect(textsOf(w)).toHaveLength(before)
  })
})

test('an image of an open suggestion of the clean-up is not suggested again', async () => {
  const w = await retired(15)
  await w.ledger.saveSuggestion({
    id: 'cleanup/x',
    version: 0,
    state: 'open',
    action: 'disable',
    title: 'Clean-up of web',
    why: '',
    channel: 'ami-ready',
    mention: [],
    images: [{ image: IMAGE, state: 'available', reason: 'old' }],
    notes: [],
    createdAtMs: w.clock.nowMs(),
    untilMs: w.clock.nowMs() + 3 * DAY,
    card: { channelId: 'C0', ts: '1' },
  })
  await daysLater(w, 0)
  expect(suggested(w)).toEqual([])
  await daysLater(w, 3)
  expect(suggested(w)).toHaveLength(1)
})

test('a function that ends at any call leaves one message', async () => {
  for (let at = 1; at < 100; at++) {
    const w = await retired(15)
    const message = { kind: 'withdraw' as const, key: 'withdraw/0', slotMs: 0 }
    const { injection, needs } = w.inject({ at, moment: at % 2 ? 'before' : 'after', failure: 'crash' })
    await serveMessage({ ...needs, config: w.config } as AskedWorld['needs'], message).catch(() => undefined)
    if (!injection.hasFailed()) return expect(at).toBeGreaterThan(5)
    w.clock.advance(3 * MINUTE)
    await serveMessage(w.needs, message)
    await runSchedule(w, 1)
    expect(suggested(w)).toHaveLength(1)
  }
  throw new Error('Expected it to end.')
})
