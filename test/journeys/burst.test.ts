import { envelopeOf, startWorld, type TestWorld } from '../support/world.ts'

/** A pipeline that makes many images at once, in a workspace that keeps Slack's limits. */

let town: TestWorld

beforeAll(async () => {
  town = await startWorld({ slack: { rateLimits: 'strict' } })
})
afterAll(() => town.close())

test('more images at once than deliveries of an event, in a channel that takes one message a second', async () => {
  const images = await Promise.all(Array.from({ length: 13 }, () => town.image()))
  await town.put(...images.map(({ imageId }) => envelopeOf(imageId, 'available')))

  const text = (await town.roots('ami-ready')).map(message => message.text).join('\n')
  for (const { imageId } of images) expect(text.split(`(${imageId})`)).toHaveLength(2)
  const kept = [...town.world.sqs.queues.values()].flatMap(queue => queue.messages())
  expect(kept).toEqual([])
  // Slack is not asked in vain by everybody who waits, again and again.
  expect(town.moments('slack', /^chat\.postMessage.*ratelimited/).length).toBeLessThan(images.length)
})
