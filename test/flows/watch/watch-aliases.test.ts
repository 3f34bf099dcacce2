import type { Subject } from '../../../src/domain/subject.ts'
import { attribute } from '../../../src/flows/attribute/attribute.ts'
import { build, DEV, PROD, US } from '../../support/aliases.ts'
import { MARIA } from '../../support/memory/asking.ts'
import { MINUTE } from '../../support/memory/world.ts'
import { outsideWorld } from '../aliases/world.ts'

/** Who watches a family or an image hears of its aliases and of alerts, too, by direct message. */

const watchWorld = async (...watched: readonly Subject[]) => {
  const world = outsideWorld()
  world.messenger.setPerson(MARIA.userId, {
    known: true,
    workspaceId: 'T0SANDBOX',
    isStranger: false,
    isDeactivated: false,
  })
  await world.ledger.saveWatcher({
    person: MARIA,
    version: 0,
    watches: watched.map(on => ({ on, sinceMs: 0 })),
  })
  return {
    ...world,
    direct: (): string[] =>
      world.messenger.privateMessages(MARIA.userId).filter(text => /You watch/.test(text)),
  }
}
const FAMILY: Subject = { kind: 'family', family: 'web' }
const imageOf = (number: number, region?: string): Subject => ({
  kind: 'image',
  image: build(number, region),
})

test('an alias that somebody sets outside amiops: once, also when CloudTrail names the caller later', async () => {
  const world = await watchWorld(FAMILY)
  world.set(1)
  await world.receive(world.changed())
  world.clock.advance(MINUTE)
  await world.receive(world.called({ version: 1 }))
  expect(world.direct()).toEqual([
    '🌍 prod of web in production us-east-1 was changed outside amiops: it now names `web-1` (`ami-10000000000000001`) · by role `terraform` (session `run-42`) · parameter version 1. 👀 You watch `web`',
  ])
})

test('who watches the image that it names now hears it, who watches another one does not', async () => {
  const world = await watchWorld(imageOf(1))
  world.set(2)
  await world.receive(world.changed())
  expect(world.direct()).toEqual([])
  world.clock.advance(MINUTE)
  world.set(1)
  await world.receive(world.changed())
  expect(world.direct()).toEqual([
    expect.stringMatching(/^🌍 prod of web .* now names `web-1`.*👀 You watch/),
  ])
})

test('an alias that is deleted', async () => {
  const world = await watchWorld(FAMILY)
  world.set(1)
  await world.receive(world.changed())
  world.clock.advance(5 * MINUTE)
  world.aliases.remove(US, PROD)
  await world.receive(world.deleted())
  expect(world.direct()).toHaveLength(2)
  expect(world.direct()[1]).toMatch(/^🌍 prod of web in production us-east-1 was deleted/)
})

test('a promotion and a roll back: one message for all places, when it is over', async () => {
  const world = await watchWorld(FAMILY)
  await world.promote(build(1), 'dev')
  expect(world.direct()).toEqual([
    expect.stringMatching(
      /^📋 Promote web-1 to dev in 3 places: 3 done · requested by .*👀 You watch `web`$/,
    ),
  ])
  world.clock.advance(5 * MINUTE)
  await world.promote(build(2), 'dev')
  world.clock.advance(5 * MINUTE)
  const id = await world.send(await world.open({ kind: 'rollback', family: 'web', alias: 'dev' }))
  await world.run(id)
  expect(await world.named(US, DEV)).toBe(build(1).imageId)
  expect(world.direct()).toHaveLength(3)
  expect(world.direct()[2]).toMatch(/^📋 Roll back dev of web.*: 3 done/)
})

test('a promotion, for who watches the copy of another region', async () => {
  const world = await watchWorld(imageOf(1, 'eu-west-1'))
  await world.promote(build(1), 'dev')
  expect(world.direct()).toEqual([expect.stringMatching(/^📋 Promote web-1 to dev in 3 places/)])
})

test('a promotion of which nothing was done is not told', async () => {
  const world = await watchWorld(FAMILY)
  const id = await world.send(await world.open({ kind: 'promote', image: build(1) }))
  await world.ask('stop-plan', { planId: id })
  await world.run(id)
  expect(world.direct()).toEqual([])
})

test.each([
  ['made public', ['all'], /^🌍 Outside Slack · made public · `web-1`.* · by role `ops`/],
  ['shared with a stranger', ['210987654321'], /^🌍 Outside Slack · shared with .*210987654321.*`web-1`/],
])('an image that is %s, once', async (_what, added, words) => {
  const world = await watchWorld(FAMILY)
  const call = {
    ...build(1),
    id: 'call/1',
    call: 'ModifyImageAttribute' as const,
    atMs: world.clock.nowMs(),
    principal: { kind: 'role' as const, name: 'ops', session: 'kim' },
    requestId: 'ec2-1',
    sharing: { added, removed: [] },
  }
  for (let delivered = 0; delivered < 2; delivered++) await attribute(world.needs, [call])
  expect(world.direct()).toEqual([expect.stringMatching(words)])
})
