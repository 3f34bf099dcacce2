import { isShown } from '../../../src/domain/digest.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { closeDigest } from '../../../src/flows/digest/close-digest.ts'
import { saveDigestState, showDigest } from '../../../src/flows/digest/show-digest.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

type Update = ReturnType<typeof createMemoryWorld>['messenger']['update']

/** A digest whose update is on its way while another function shows a newer one and closes the burst. */
const overtake = async (land: (update: Update, args: Parameters<Update>) => ReturnType<Update>) => {
  const world = createMemoryWorld({
    ...CONFIG,
    rules: [{ when: { state: ['available'] }, to: ['ami-ready'], mention: [] }],
  })
  const events = Array.from({ length: 8 }, (_, n) => {
    const image = { ...IMAGE, imageId: `ami-${String(n).padStart(17, '0')}` }
    world.images.put(image, { state: 'available', name: `web-${n}`, tags: {}, snapshots: [] })
    return world.event('available', image)
  })
  await announce(world.needs, events)
  const read = async () => {
    const digest = (await world.ledger.readDigests(['ami-ready/available/0'])).values().next().value
    if (!digest) throw new Error('Expected a digest.')
    return digest
  }
  const older = await read()
  const { update } = world.messenger
  let drawn = 0
  const slow: Update = async (...args) => {
    drawn += 1
    if (drawn > 1) return update(...args)
    world.clock.advance(2 * MINUTE)
    await saveDigestState(world.needs, older, ({ reminder: _, ...now }) => ({ ...now, count: 9 }))
    await showDigest(world.needs, await read())
    return land(update, args)
  }
  const shown = await showDigest({ ...world.needs, messenger: { ...world.messenger, update: slow } }, older)
  return { world, shown, read, text: () => world.messenger.posts('ami-ready')[0]?.message.text }
}

test('an older digest that Slack took after a newer one is drawn over', async () => {
  const { text, read } = await overtake((update, args) => update(...args))
  expect(text()).toMatch(/🟢 9 images/)
  expect(isShown(await read())).toBe(true)
})

test('an older digest whose answer was lost counts as shown no longer, and is drawn over', async () => {
  const { world, shown, read, text } = await overtake(async (update, args) => {
    await update(...args)
    return { kind: 'busy', retryAfterSec: 5, inDoubt: true }
  })
  expect(shown.retryAfterSec).toBe(5)
  expect(isShown(await read())).toBe(false)
  await closeDigest(world.needs, await read())
  expect(text()).toMatch(/🟢 9 images/)
})
