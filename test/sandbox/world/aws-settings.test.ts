import type { World } from '../../../sandbox/world.ts'
import { get, post, startWorld } from './support.ts'

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.close())

const DEFAULTS = {
  consistencyLagMs: 0,
  throttling: true,
  cloudTrail: true,
  cloudTrailDelayMs: 5_000,
  blockPublicAccess: false,
  allowedImageOwners: null,
  events: { dropShare: 0, doubleShare: 0, swapShare: 0, seed: 1 },
}

test('AWS is consistent, throttled and punctual until somebody says otherwise', async () => {
  expect((await get(world, '/_sandbox/aws')).json).toEqual(DEFAULTS)
})

test('one setting is changed, and the others stay', async () => {
  const { json } = await post(world, '/_sandbox/aws', { throttling: false, events: { dropShare: 1 } })
  const changed = { ...DEFAULTS, throttling: false, events: { ...DEFAULTS.events, dropShare: 1 } }
  expect(json).toEqual(changed)
  expect((await get(world, '/_sandbox/aws')).json).toEqual(changed)
  await post(world, '/_sandbox/aws', { throttling: true, events: { dropShare: 0 } })
  expect((await get(world, '/_sandbox/aws')).json).toEqual(DEFAULTS)
})

test('with every event lost, an image that is made is heard of by nobody', async () => {
  await post(world, '/_sandbox/aws', { events: { dropShare: 1 } })
  await post(world, '/_sandbox/images', { name: 'golden' })
  await world.idle()
  expect(world.sqs.queues.get('amiops-sandbox-events')?.messages()).toEqual([])
  await post(world, '/_sandbox/aws', { events: { dropShare: 0 } })
  await post(world, '/_sandbox/images', { name: 'golden-2' })
  await world.idle()
  expect(world.sqs.queues.get('amiops-sandbox-events')?.messages()).toHaveLength(1)
})

test.each([
  [{ consistencyLagMs: -1 }],
  [{ throttling: 'yes' }],
  [{ events: { dropShare: 1.1 } }],
  [{ events: { seed: 0.5 } }],
  [{ throtling: true }],
])('%j is refused, and nothing changes', async body => {
  expect((await post(world, '/_sandbox/aws', body)).status).toBe(400)
  expect((await get(world, '/_sandbox/aws')).json).toEqual(DEFAULTS)
})
