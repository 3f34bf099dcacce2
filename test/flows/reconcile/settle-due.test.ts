import { serve } from '../../../src/flows/serve.ts'
import { asked, worldWith } from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

const OTHER_IMAGE = { ...IMAGE, imageId: 'ami-0bbbbbbbbbbbbbbbb' }

/** Two requests of one region that EC2 has accepted, and whose events are late. */
const twoAccepted = async () => {
  const world = worldWith({ enable: { roles: ['operator'] } })
  for (const image of [IMAGE, OTHER_IMAGE]) {
    world.images.put(image, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
    await world.deliver(world.event('disabled', image))
    const ask = asked(world, `enable-${image.imageId}`)
    await serve(world.needs, { ...ask, kind: 'change', action: 'enable', image })
  }
  world.clock.advance(5 * MINUTE)
  return world
}

const requestOf = async (world: Awaited<ReturnType<typeof twoAccepted>>, image = IMAGE) =>
  [...(await world.ledger.readImages([image])).values()][0]?.request

test('a request that cannot be settled keeps no other one of its region back', async () => {
  const world = await twoAccepted()
  const { saveRecentlyChanged } = world.ledger
  world.needs.ledger.saveRecentlyChanged = async (noteId, images, nowMs) => {
    if (images.some(({ imageId }) => imageId === IMAGE.imageId)) throw new Error('DynamoDB refuses it.')
    return saveRecentlyChanged(noteId, images, nowMs)
  }
  await reconcile(world.needs)
  expect((await requestOf(world, OTHER_IMAGE))?.state).toBe('confirmed')
})

test('where EC2 does not answer, it is asked about one image of the region only', async () => {
  const world = await twoAccepted()
  let looks = 0
  const describe = async () => {
    looks++
    throw new Error('EC2 does not answer.')
  }
  const listPage = describe
  await reconcile({ ...world.needs, images: { ...world.images, describe, listPage } })
  expect(looks).toBe(2)
  expect((await requestOf(world))?.state).toBe('accepted')
})
