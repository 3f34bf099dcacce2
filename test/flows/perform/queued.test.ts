import { serve } from '../../../src/flows/serve.ts'
import { asked, imageCard, NOBODY, recordNow, worldWith } from '../../support/memory/asking.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

const disabledWorld = async () => {
  const world = worldWith({ enable: { roles: ['operator'] } })
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await world.deliver(world.event('disabled'))
  world.clock.advance(MINUTE)
  return world
}

test('a click is on the card before EC2 is asked anything, with Check again', async () => {
  const world = await disabledWorld()
  const { describe } = world.images
  const shown: unknown[] = []
  world.images.describe = async (...of) => {
    // The look and the card's edit are under way together.
    await new Promise(resolve => setImmediate(resolve))
    shown.push(imageCard(world))
    return describe(...of)
  }
  await serve(world.needs, { ...asked(world, 'a-click'), kind: 'change', action: 'enable', image: IMAGE })
  expect(shown[0]).toMatch(/⏳ Enable requested by <@U0MARIA> · queued.*Buttons: Check again/)
})

test('a person without the right is never shown as who requested it', async () => {
  const world = await disabledWorld()
  const edits: string[] = []
  const { update } = world.messenger
  world.messenger.update = async (channel, ts, message) => {
    edits.push(message.text)
    return update(channel, ts, message)
  }
  await serve(world.needs, {
    ...asked(world, 'a-click', NOBODY),
    kind: 'change',
    action: 'enable',
    image: IMAGE,
  })
  expect(edits.join()).not.toContain('requested by')
  expect((await recordNow(world))?.request).toBeUndefined()
})

test('refused after it was queued: the card shows what it showed before', async () => {
  const world = await disabledWorld()
  await serve(world.needs, { ...asked(world, 'a-click'), kind: 'change', action: 'enable', image: IMAGE })
  await world.deliver(world.event('available'))
  const before = imageCard(world)
  world.clock.advance(MINUTE)
  await serve(world.needs, { ...asked(world, 'too-late'), kind: 'change', action: 'enable', image: IMAGE })
  expect(imageCard(world)).toBe(before)
})
