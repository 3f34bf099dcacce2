import { envelopeOf, startWorld, type TestWorld } from '../support/world.ts'

const MINUTE = 60_000
const EVENTS = 12

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ digestAbove: 100 })
})
afterAll(() => world.close())

/** A message that has waited for long comes again after five minutes if it fails. One that only waits until its channel takes
 * the next message has not failed. */
test('cards for one channel after Slack was out: one after another, as soon as it takes them', async () => {
  const imageIds: string[] = []
  for (let n = 0; n < EVENTS; n++) imageIds.push((await world.image()).imageId)
  world.fault({ service: 'slack', call: '*', error: '500', times: 1_000_000 })
  await Promise.all(imageIds.map(imageId => world.post('/events', envelopeOf(imageId, 'available'))))
  await world.advance(25 * MINUTE)
  world.sandbox.faults.clear()
  await world.advance(7 * MINUTE)
  const texts = (await world.roots('ami-ready')).map(({ text }) => text)
  expect(imageIds.filter(imageId => !texts.some(text => text.includes(imageId)))).toEqual([])
  expect(texts).toHaveLength(EVENTS)
})
