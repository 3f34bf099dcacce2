import type { CloudTrailCall } from '../../../src/domain/cloud-trail-call.ts'
import type { Config } from '../../../src/domain/config.ts'
import { attribute } from '../../../src/flows/attribute/attribute.ts'
import { refreshOutdated } from '../../../src/flows/reconcile/refresh-outdated.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

type World = ReturnType<typeof createMemoryWorld>

const ON_CALL: Config = {
  ...CONFIG,
  rules: [{ name: 'disabled', when: { state: ['disabled'] }, to: ['ami-ready'], mention: ['S0ONCALL'] }],
}

const callOf = (world: World, more: Partial<CloudTrailCall> = {}): CloudTrailCall => ({
  ...IMAGE,
  id: 'call/1',
  call: 'DisableImage',
  atMs: world.clock.nowMs(),
  principal: { kind: 'user', name: 'ops' },
  ...more,
})

const linesOf = (world: World): string[] =>
  (world.messenger.posts('ami-ready')[0]?.replies ?? []).map(({ message }) => message.text)

/** The edits of messages from here on, by their times. */
const countEdits = (world: World): string[] => {
  const edited: string[] = []
  const { update } = world.messenger
  world.messenger.update = (channelId, ts, message) => {
    edited.push(ts)
    return update(channelId, ts, message)
  }
  return edited
}

/** A card, and a line in its thread: somebody outside Slack disabled the image. */
const disabled = async (config = CONFIG) => {
  const world = createMemoryWorld(config)
  await world.deliver(world.event('available'))
  world.clock.advance(MINUTE)
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await world.deliver(world.event('disabled'))
  expect(linesOf(world)).toEqual([expect.stringContaining('outside Slack')])
  return world
}

test('CloudTrail names the actor after the line was posted: the line names them, edited once', async () => {
  const world = await disabled()
  const edited = countEdits(world)
  await attribute(world.needs, [callOf(world)])
  expect(linesOf(world)).toEqual([expect.stringMatching(/🟡 Disabled by IAM user `ops` with the API · /)])
  // The card and the line.
  expect(edited).toHaveLength(2)
  // Somebody's call that changes no state.
  await attribute(world.needs, [callOf(world, { id: 'call/2', call: 'EnableImage', errorCode: 'No' })])
  world.clock.advance(5 * MINUTE)
  await refreshOutdated(world.needs)
  expect(edited).toHaveLength(2)
})

test('the mention stays in the line, with its rule', async () => {
  const world = await disabled(ON_CALL)
  await attribute(world.needs, [callOf(world)])
  expect(linesOf(world)).toEqual([
    expect.stringMatching(/^<!subteam\^S0ONCALL> · rule: disabled\n.*by IAM user `ops`/),
  ])
})

test('something newer has happened since: the older line gets the name, too', async () => {
  const world = await disabled()
  const call = callOf(world)
  world.clock.advance(10 * MINUTE)
  world.images.put(IMAGE, { state: 'available', name: 'web-1', tags: {}, snapshots: [] })
  await world.deliver(world.event('available'))
  await attribute(world.needs, [call])
  expect(linesOf(world)).toEqual([
    expect.stringMatching(/🟡 Disabled by IAM user `ops`/),
    expect.stringMatching(/🟢 Available · enabled outside Slack · /),
  ])
})

test('Slack has no room for the edit: the schedule names them', async () => {
  const world = await disabled()
  const { update } = world.messenger
  world.messenger.update = async () => ({ kind: 'busy', retryAfterSec: 5 })
  await attribute(world.needs, [callOf(world)])
  expect(linesOf(world)).toEqual([expect.stringContaining('outside Slack')])
  world.messenger.update = update
  world.clock.advance(5 * MINUTE)
  await refreshOutdated(world.needs)
  expect(linesOf(world)).toEqual([expect.stringContaining('by IAM user `ops`')])
})

test('the call came first: the line is posted with the name, and not edited', async () => {
  const world = createMemoryWorld()
  await world.deliver(world.event('available'))
  world.clock.advance(MINUTE)
  await attribute(world.needs, [callOf(world)])
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await world.deliver(world.event('disabled'))
  const edited = countEdits(world)
  await attribute(world.needs, [callOf(world, { id: 'call/2', atMs: world.clock.nowMs() - 1_000 })])
  expect(linesOf(world)).toEqual([expect.stringContaining('by IAM user `ops`')])
  const [card] = world.messenger.posts('ami-ready')
  expect(edited.filter(ts => ts !== card?.ts)).toEqual([])
})

test('a line that is not there is not posted for the name', async () => {
  const world = createMemoryWorld()
  await world.deliver(world.event('disabled'))
  await attribute(world.needs, [callOf(world)])
  expect(world.messenger.posts('ami-ready')[0]?.message.text).toContain('y IAM user `ops`')
  expect(linesOf(world)).toEqual([])
})
