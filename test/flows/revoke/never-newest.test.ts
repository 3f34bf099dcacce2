import { announce } from '../../../src/flows/announce/announce.ts'
import { answerFleet } from '../../../src/flows/fleet/answer-fleet.ts'
import { readFitting } from '../../../src/flows/lists/read-fitting.ts'
import { beginRetirement } from '../../../src/flows/propose/begin-retirement.ts'
import { readImage } from '../../../src/stored/change-image.ts'
import { build, US } from '../../support/aliases.ts'
import { asked } from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { BAD, COPY, GOOD, revokeWorld } from '../../support/revocations.ts'

/** A revoked image that somebody enables outside amiops is the newest of its family for nobody. */

const DAY = 24 * 3_600_000

const enabledWorld = async () => {
  const world = await revokeWorld()
  const { clock, images, messenger } = world
  const nowMs = clock.nowMs()
  const put = (number: number, days: number, state: 'available' | 'failed' | 'disabled') =>
    images.put(build(number), {
      state,
      name: `web-${number}`,
      createdAtMs: nowMs - days * DAY,
      tags: {},
      sourceInstanceId: `i-${number}`,
      snapshots: [],
    })
  // Between the good build and the bad one.
  put(7, 28.5, 'failed')
  await announce(world.needs, [world.event('failed', build(7))])
  await world.revoke()
  for (const image of [BAD, COPY]) await images.change({ call: 'EnableImage', image })
  await announce(world.needs, [world.event('available', BAD)])
  const cardOf = (number: number): string =>
    ['ami-ready', 'ami-alerts']
      .flatMap(channel => messenger.posts(channel))
      .map(({ message }) => message.text)
      .find(text => text.includes(`web-${number} (`)) ?? ''
  return { ...world, put, cardOf }
}

test('it supersedes no failure, and is no last good image', async () => {
  const world = await enabledWorld()
  expect(world.cardOf(7)).toMatch(/🔴 Failed: .*Last good image: web-1 /)
  world.put(8, 0, 'failed')
  await announce(world.needs, [world.event('failed', build(8))])
  expect(world.cardOf(8)).toMatch(/Last good image: web-1 /)
})

test('a new build replaces the one before it', async () => {
  const world = await enabledWorld()
  world.put(8, 0, 'available')
  await announce(world.needs, [world.event('available', build(8))])
  expect(world.cardOf(8)).toMatch(/New build of web · replaces web-1 /)
})

test('the fleet: what runs it is revoked, and the good build is not behind it', async () => {
  const world = await enabledWorld()
  const ask = { ...asked(world, 'question'), kind: 'command' as const, text: 'fleet web' }
  const { text } = await answerFleet(world.needs, ask, '/ami', 'web')
  expect(text).toMatch(/`web`: 3 instances in 2 accounts: ⛔ 2 revoked, 🟢 1 current.*Newest build: `web-1`/)
  expect(text).toContain('runs `ami-10000000000000002`: revoked')
})

test('Retire… does not offer it as a successor', async () => {
  const world = await enabledWorld()
  world.put(9, 40, 'available')
  const { facts } = (await world.images.search(US.account, US.region, 'web-9'))[0] ?? {}
  const ask = { ...asked(world, 'question'), kind: 'propose' as const, action: 'retire' as const }
  const record = { ...(await readImage(world.ledger, build(9))), ...(facts && { facts }) }
  const begun = await beginRetirement(world.needs, { ...ask, image: build(9), viewId: 'V0' }, record)
  expect(begun).toEqual({ successors: [{ imageId: GOOD.imageId, name: 'web-1' }] })
})

test('the good build before it is not stale', async () => {
  const world = await enabledWorld()
  world.needs.config = { ...world.needs.config, stale: { afterDays: 10 } }
  world.put(9, 40, 'available')
  await reconcile(world.needs)
  const noFilter = { accounts: [], regions: [], states: [], families: [], owners: [], tags: [] }
  const { images } = await readFitting(world.needs, 'stale', noFilter, [US])
  expect(images.map(({ facts }) => facts.name)).toContain('web-9')
  expect(images.map(({ facts }) => facts.name)).not.toContain('web-1')
})
