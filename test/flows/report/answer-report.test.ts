import { serve } from '../../../src/flows/serve.ts'
import { asked, dies, MARIA } from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
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
  // The next run saves the totals of what the first one's scans found.
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
  expect(answer).toContain('🟢 1 built · by unknown 1; 🔴 1 failed · by unknown 1')
  expect(answer).toContain('Instances by the status of their image: 🕓 1 behind')
  expect(answer).toContain('3 images · 28 GiB · up to ~$1/month (estimate)')
  expect(answer).toContain('In a week: +1 image (50%), +20 GiB (250%)')
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

/** https://www.w3.org/TR/png-3/#11IHDR */
const sizeOf = (png: Uint8Array): { isPng: boolean; width: number; height: number } => {
  const view = new DataView(png.buffer, png.byteOffset)
  return { isPng: view.getUint32(0) === 0x89504e47, width: view.getUint32(16), height: view.getUint32(20) }
}

test('the picture comes by direct message, below the report, with all of it in words', async () => {
  const world = createReported()
  world.put(1)
  await reconcile(world.needs)
  // The next run saves the totals of what the first one's scans found.
  await reconcile(world.needs)
  world.clock.advance(7 * DAY)
  world.put(2, 20, 400)
  await reconcile(world.needs)
  expect(await world.ask()).toContain('The report was sent to you by direct message, with a picture')
  const [report] = world.messenger.privateMessages(MARIA.userId)
  expect(report).toMatch(/^Image report, .*In a week: \+1 image \(50%\)/)
  expect(report).not.toContain('direct message')
  const [picture, ...others] = world.messenger.picturesOf(MARIA.userId)
  expect(others).toEqual([])
  expect(picture?.altText).toMatch(
    /^Line of images over 12 weeks: from 2 on (\S+) to 3 on \S+\. Line of their GiB: from 8 on \1 to 28\. Bars of images by age: under 30 days 1, .*over a year 1/,
  )
  if (!(picture?.content instanceof Uint8Array)) throw new Error('Expected bytes.')
  expect(sizeOf(picture.content)).toEqual({ isPng: true, width: 1000, height: expect.any(Number) })
})

test('a picture that cannot be drawn, or that Slack does not take, leaves the report as it is', async () => {
  const world = createReported()
  await reconcile(world.needs)
  expect(await world.ask({ ...world.needs, pictures: { toPng: dies } })).toContain('1 image · 0 GiB')
  expect(world.messenger.picturesOf(MARIA.userId)).toEqual([])
  world.messenger.refuseFiles({ kind: 'refused', code: 'missing_scope' })
  expect(await world.ask()).toContain('Slack did not take the picture of the report (`missing_scope`)')
})
