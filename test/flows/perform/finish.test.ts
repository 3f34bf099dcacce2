import { serve } from '../../../src/flows/serve.ts'
import { type AskedWorld, asked, imageCard, recordNow, worldWith } from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

/** A restore that a later delivery goes on with: its snapshots come back first, which takes a while. */

const GROUP = 'S0OPERATORS'
const DAY = 24 * 60 * MINUTE
const RECOVERING = {
  kind: 'refused',
  code: 'IncorrectState',
  message: 'The snapshot is recovering.',
} as const

const recovering = async () => {
  const world = worldWith({ restore: { roles: ['operator'] } })
  const facts = { state: 'available', name: 'web-1', tags: {}, snapshots: [] } as const
  world.images.put(IMAGE, facts)
  await world.deliver(world.event('available'))
  world.images.keepUntil(world.clock.nowMs() + 14 * DAY)
  await world.images.change({ call: 'DeregisterImage', image: IMAGE, deleteSnapshots: false })
  await world.deliver(world.event('deregistered'))
  const click = { ...asked(world, 'restore-it'), kind: 'change', action: 'restore', image: IMAGE } as const
  const { change } = world.images
  let isRecovering = true
  world.needs.images.change = async one =>
    isRecovering && one.call === 'RestoreImageFromRecycleBin' ? RECOVERING : change(one)
  await expect(serve(world.needs, click)).rejects.toThrow('still recovering')
  expect((await recordNow(world))?.request?.state).toBe('acting')
  const hasRecovered = () => {
    isRecovering = false
  }
  return { world, click, hasRecovered }
}

const isRestored = (world: AskedWorld) => world.images.stateOf(IMAGE) === 'available'

test('a restore goes on when the snapshots are back, though the schedule looked meanwhile', async () => {
  const { world, click, hasRecovered } = await recovering()
  world.clock.advance(6 * MINUTE)
  await reconcile(world.needs)
  expect((await recordNow(world))?.request?.state).toBe('acting')
  hasRecovered()
  await serve(world.needs, click)
  expect(isRestored(world)).toBe(true)
  expect(imageCard(world)).toMatch(/Restored by <@U0MARIA>/)
})

test.each<[string, (world: AskedWorld) => unknown, RegExp]>([
  ['the right is gone', world => world.messenger.setMembers(GROUP, []), /no permission: not in a role/],
  ['its ten minutes are over', world => world.clock.advance(11 * MINUTE), /delayed by more than ten minutes/],
])('a restore does not go on when %s, and its end is told', async (_, meanwhile, why) => {
  const { world, click, hasRecovered } = await recovering()
  world.clock.advance(MINUTE)
  meanwhile(world)
  hasRecovered()
  await serve(world.needs, click)
  expect(isRestored(world)).toBe(false)
  expect((await recordNow(world))?.request).toMatchObject({
    state: 'unknown',
    reason: expect.stringMatching(why),
  })
})

test('a restore that no delivery continues is settled by a look after its ten minutes', async () => {
  const { world } = await recovering()
  world.clock.advance(12 * MINUTE)
  await reconcile(world.needs)
  expect((await recordNow(world))?.request).toMatchObject({
    state: 'failed',
    reason: expect.stringMatching(/RestoreImageFromRecycleBin had no effect/),
  })
})
