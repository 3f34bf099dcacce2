import { reconcile } from '../../../src/flows/reconcile/reconcile.ts'
import { serve } from '../../../src/flows/serve.ts'
import { asked, dies, MARIA } from '../../support/memory/asking.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

const DAY = 24 * 60 * MINUTE

const createReported = () => {
  const world = createMemoryWorld()
  const put = (number: number, sizeGiB = 8, days = 1): void =>
    world.images.put(
      { ...IMAGE, imageId: `ami-${String(number).padStart(17, '0')}` },
      {
        state: 'available',
        name: `web-${number}`,
        tags: {},
        createdAtMs: world.clock.nowMs() - days * DAY,
        snapshots: [{ snapshotId: `snap-${number}`, sizeGiB, encrypted: false }],
      },
    )
  const ask = async (needs = world.needs): Promise<string> => {
    await serve(needs, { ...asked(world, crypto.randomUUID()), kind: 'command', text: 'report' })
    return world.messenger.privateMessages(MARIA.userId).at(-1) ?? ''
  }
  return { ...world, put, ask }
}

test('before anything is known, the report says so', async () => {
  const world = createReported()
  const answer = await world.ask()
  expect(answer).toMatch(/^Image report, \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d\. Changes, last 7 days: None\. /)
  expect(answer).toContain('No instances found')
  expect(answer).toContain('Not scanned yet, so not counted: 1 of the accounts and regions')
})

test('what was done in seven days and by whom, how fresh the fleet is, and how it grew in a week', async () => {
  const world = createReported()
  world.put(1)
  await reconcile(world.needs)
  world.clock.advance(7 * DAY + MINUTE)
  await world.deliver(world.event('available'))
  await world.deliver(world.event('failed', { imageId: 'ami-0000000000000000f' }))
  world.put(2, 20)
  world.instances.put({
    account: IMAGE.account,
    region: IMAGE.region,
    instanceId: 'i-1',
    state: 'running',
    tags: {},
    image: { imageId: 'ami-00000000000000001', name: 'web-1', ownerId: IMAGE.account, state: 'available' },
  })
  await reconcile(world.needs)
  const answer = await world.ask()
  expect(answer).toContain('🟢 1 built · by not known 1; 🔴 1 failed · by not known 1')
  expect(answer).toContain('Instances by the status of their image: 🕓 1 behind')
  expect(answer).toContain('3 images · 28 GiB · up to ~$1/month (estimate)')
  expect(answer).toContain('In a week: +1 (50%) images, +20 GiB (250%)')
  expect(answer).not.toContain('In 4 weeks')
})

test('a part that cannot be read says why, and the others are there', async () => {
  const world = createReported()
  await reconcile(world.needs)
  const ledger = { ...world.ledger, readGlances: dies }
  const answer = await world.ask({ ...world.needs, ledger })
  expect(answer).toContain('Changes, last 7 days: None')
  expect(answer).toMatch(/Images and cost: Couldn’t be read/)
})
