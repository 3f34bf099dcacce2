import { announce } from '../../../src/flows/announce/announce.ts'
import { refreshOutdated } from '../../../src/flows/reconcile/refresh-outdated.ts'
import { createMemoryWorld, MINUTE } from '../../support/memory/world.ts'

type Update = ReturnType<typeof createMemoryWorld>['messenger']['update']

/** A card of a disabled image that is being drawn when another function shows that it is available again. */
const overtake = async (land: (update: Update, args: Parameters<Update>) => ReturnType<Update>) => {
  const world = createMemoryWorld()
  await world.deliver(world.event('available'))
  world.clock.advance(MINUTE)
  const disabled = world.event('disabled')
  world.clock.advance(MINUTE)
  const enabled = world.event('available')
  const { update } = world.messenger
  let drawn = 0
  const slow: Update = async (...args) => {
    drawn += 1
    if (drawn > 1) return update(...args)
    await announce(world.needs, [enabled])
    return land(update, args)
  }
  const messenger = { ...world.needs.messenger, update: slow }
  await announce({ ...world.needs, messenger }, [disabled]).catch(() => {})
  return { world, text: () => world.messenger.posts('ami-ready')[0]?.message.text }
}

test('an older picture that Slack took after a newer one is drawn over', async () => {
  const { text } = await overtake((update, args) => update(...args))
  expect(text()).toContain('Available: ')
})

test('an older picture whose answer was lost is drawn over by the schedule', async () => {
  const { world, text } = await overtake(async (update, args) => {
    await update(...args)
    return { kind: 'busy', retryAfterSec: 5, inDoubt: true }
  })
  world.clock.advance(5 * MINUTE)
  await refreshOutdated(world.needs)
  expect(text()).toContain('Available: ')
})
