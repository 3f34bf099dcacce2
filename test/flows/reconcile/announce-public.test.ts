import { NOBODY } from '../../../src/domain/sharing.ts'
import { attribute } from '../../../src/flows/attribute/attribute.ts'
import { everyFailurePoint } from '../../support/inject-failure.ts'
import { runSchedule } from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

/** An image became public, and CloudTrail did not tell. */

type World = ReturnType<typeof createMemoryWorld>
const EVERYBODY = { ...NOBODY, isPublic: true }
const textsIn = (world: World) => world.messenger.posts('ami-alerts').map(({ message }) => message.text)

/** Scanned before. */
const scanned = async (): Promise<World> => {
  const world = createMemoryWorld()
  await runSchedule(world, 2)
  return world
}
const exposed = async (): Promise<World> => {
  const world = await scanned()
  world.images.share(IMAGE, EVERYBODY)
  await runSchedule(world, 1)
  return world
}
const callOf = (world: World, added: string[], removed: string[] = []) => ({
  ...IMAGE,
  id: `call/${added}${removed}`,
  call: 'ModifyImageAttribute' as const,
  atMs: world.clock.nowMs(),
  principal: { kind: 'role' as const, name: 'ops' },
  requestId: 'ec2-1',
  sharing: { added, removed },
})

test('noted by the first scan, announced once by the second', async () => {
  const world = await exposed()
  expect(textsIn(world)).toEqual([])
  await runSchedule(world, 3)
  expect(textsIn(world)).toEqual([
    expect.stringMatching(
      /🚨 AMI made public: `web-1` .* Detected by reconciliation \(no call from CloudTrail\).*Block public access is off in us-east-1/,
    ),
  ])
})

test('public when a region is first scanned: not announced', async () => {
  const world = createMemoryWorld()
  world.images.share(IMAGE, EVERYBODY)
  await runSchedule(world, 4)
  expect(textsIn(world)).toEqual([])
})

test('CloudTrail told it in between: one alert, with the name', async () => {
  const world = await exposed()
  await attribute(world.needs, [callOf(world, ['all'])])
  await runSchedule(world, 3)
  expect(textsIn(world)).toEqual([expect.stringContaining('By role `ops`')])
})

test('CloudTrail tells it afterwards: the same alert gets the name', async () => {
  const world = await exposed()
  await runSchedule(world, 1)
  await attribute(world.needs, [callOf(world, ['all'])])
  expect(textsIn(world)).toEqual([expect.stringContaining('By role `ops`')])
  expect(textsIn(world)[0]).not.toContain('Detected by reconciliation')
})

test('it is private again: the alert says so, once the scan sees it', async () => {
  const world = await exposed()
  await runSchedule(world, 1)
  world.images.share(IMAGE, NOBODY)
  await runSchedule(world, 1)
  expect(textsIn(world)).toEqual([expect.stringMatching(/^✅ AMI is private again: .*No longer public/)])
})

test('public twice: an alert for each time', async () => {
  const world = await exposed()
  await runSchedule(world, 1)
  world.images.share(IMAGE, NOBODY)
  await runSchedule(world, 1)
  world.images.share(IMAGE, EVERYBODY)
  await runSchedule(world, 2)
  expect(textsIn(world)).toHaveLength(2)
})

test('Slack is down: the alert comes with a later run', async () => {
  const world = await exposed()
  const { post } = world.needs.messenger
  world.needs.messenger.post = async () => ({ kind: 'busy', retryAfterSec: 30 })
  await runSchedule(world, 2)
  world.needs.messenger.post = post
  await runSchedule(world, 1)
  expect(textsIn(world)).toHaveLength(1)
})

test('many images at once: whether public access is blocked is asked once for each page', async () => {
  const world = await scanned()
  for (let n = 0; n < 5; n++) {
    const image = { ...IMAGE, imageId: `ami-${String(n).padStart(17, '0')}` }
    world.images.put(image, { state: 'available', name: `web-${n}`, tags: {}, snapshots: [], public: true })
  }
  await runSchedule(world, 1)
  let asked = 0
  world.needs.images = {
    ...world.images,
    publicAccess: async () => {
      asked++
      throw Object.assign(new Error('denied'), { name: 'UnauthorizedOperation' })
    },
  }
  await runSchedule(world, 1)
  expect(textsIn(world)).toHaveLength(5)
  expect(asked).toBe(1)
  expect(textsIn(world)[0]).toContain(
    'It is unknown whether block public access is on in us-east-1: amiops has no permission (`UnauthorizedOperation`)',
  )
})

test('a run that ends at any call: one alert', async () => {
  const count = await exposed()
  count.clock.advance(5 * MINUTE)
  const { injection: counter, needs: counted } = count.inject()
  await reconcile(counted)
  for (const failurePoint of everyFailurePoint(counter.called.length)) {
    const world = await exposed()
    world.clock.advance(5 * MINUTE)
    await reconcile(world.inject(failurePoint).needs).catch(() => {})
    await runSchedule(world, 3)
    expect([failurePoint, textsIn(world)]).toEqual([
      failurePoint,
      [expect.stringMatching(/🚨 AMI made public/)],
    ])
  }
})
