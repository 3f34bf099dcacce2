import { reconcile } from '../../support/memory/reconcile.ts'
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

const PLACE = { account: IMAGE.account, region: IMAGE.region }

test('a scan keeps what lists show of each image, and its changes', async () => {
  const world = createMemoryWorld()
  const put = (more: object) =>
    world.images.put(NEW, { state: 'available', name: 'billing-7', tags: {}, snapshots: [], ...more })
  put({ createdAtMs: 1_000 })
  await reconcile(world.needs)
  expect((await world.ledger.readFleet(PLACE))?.get(NEW.imageId)).toEqual({
    mark: 'a',
    facts: { name: 'billing-7', createdAtMs: 1_000, tags: {} },
  })
  put({ tags: { Team: 'pay' }, lastLaunchedAtMs: 86_400_001 })
  await reconcile(world.needs)
  expect((await world.ledger.readFleet(PLACE))?.get(NEW.imageId)?.facts).toEqual({
    name: 'billing-7',
    launchedOnMs: 86_400_000,
    tags: { Team: 'pay' },
  })
})

test('what the last scan saw cannot be read: the next one starts over, and announces nothing', async () => {
  const world = createMemoryWorld()
  await reconcile(world.needs)
  world.clock.advance(5 * MINUTE)
  const { readFleet } = world.ledger
  world.needs.ledger.readFleet = async () => undefined
  world.images.put(NEW, { state: 'available', name: 'billing-7', tags: {}, snapshots: [] })
  await reconcile(world.needs)
  world.needs.ledger.readFleet = readFleet
  for (let run = 0; run < 3; run++) {
    world.clock.advance(5 * MINUTE)
    await reconcile(world.needs)
  }
  expect(world.messenger.posts('ami-alerts')).toEqual([])
  expect(world.messenger.posts('ami-ready')).toEqual([])
  expect((await world.ledger.readFleet(PLACE))?.get(NEW.imageId)?.mark).toBe('a')
})

test('it starts over and stops in the middle: the next run goes on as a first one', async () => {
  const world = createMemoryWorld()
  await reconcile(world.needs)
  world.clock.advance(5 * MINUTE)
  const { readFleet } = world.ledger
  const { listPage } = world.images
  world.needs.ledger.readFleet = async () => undefined
  world.images.put(NEW, { state: 'available', name: 'billing-7', tags: {}, snapshots: [] })
  world.needs.images = {
    ...world.images,
    listPage: async () => {
      throw new Error('EC2 is down.')
    },
  }
  await reconcile(world.needs)
  expect((await world.ledger.readPlaces())[0]?.scan).not.toHaveProperty('scannedAtMs')
  world.needs.ledger.readFleet = readFleet
  world.needs.images = { ...world.images, listPage }
  for (let run = 0; run < 3; run++) {
    world.clock.advance(5 * MINUTE)
    await reconcile(world.needs)
  }
  expect(world.messenger.posts('ami-alerts')).toEqual([])
  expect(world.messenger.posts('ami-ready')).toEqual([])
})
