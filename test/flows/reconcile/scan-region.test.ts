import { reconcile } from '../../../src/flows/reconcile/reconcile.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

const NEW = { ...IMAGE, imageId: 'ami-0aaaaaaaaaaaaaaaa' }

test('facts that could not be written are written by the next run, so that the end of the image is announced in full', async () => {
  const world = createMemoryWorld()
  const run = async () => {
    await reconcile(world.needs)
    world.clock.advance(5 * MINUTE)
  }
  const { saveImage } = world.ledger
  world.needs.ledger.saveImage = async () => {
    throw new Error('DynamoDB is down.')
  }
  world.images.put(NEW, { state: 'available', name: 'billing-7', tags: {}, snapshots: [] })
  await run()
  world.needs.ledger.saveImage = saveImage
  await run()
  world.images.remove(NEW)
  await run()
  await run()
  expect(world.messenger.posts('ami-alerts').map(({ message }) => message.text)).toContainEqual(
    expect.stringMatching(/Deregistered.*billing-7/),
  )
})
