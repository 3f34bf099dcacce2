import type { Config } from '../../../src/domain/config.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
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
) => {
  const w = worldWith(
    { disable: { roles: ['operator'] }, deregister: { roles: ['operator'] } },
    { families: rule },
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
/** The schedule runs so many days later, and an hour after that. */
const after = async (w: AskedWorld, days: number): Promise<void> => {
  w.clock.advance(days * DAY)
  await runSchedule(w, 1)
  w.clock.advance(61 * MINUTE)
  await runSchedule(w, 1)
}

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
  await after(w, 0)
  if (words) expect(suggested(w)).toEqual([expect.stringMatching(words)])
  else expect(suggested(w)).toEqual([])
  expect(w.images.changed).toEqual([])
})

test('suggested once in a week, as long as it is there', async () => {
  const w = await retired(12)
  const counts: number[] = []
  for (const days of [0, 3, 1, 1, 1, 8, 8]) {
    await after(w, days)
    counts.push(suggested(w).length)
  }
  expect(counts).toEqual([0, 1, 1, 1, 1, 2, 3])
})

test('a family without a rule is left alone', async () => {
  const w = await retired(100, 'available', { web: { name: ['web-*'] } })
  await after(w, 10)
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
  await after(w, 10)
  expect(suggested(w)).toEqual([])
  await after(w, 11)
  expect(suggested(w)).toHaveLength(1)
})
