import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DescribeImagesCommand, EC2Client } from '@aws-sdk/client-ec2'
import { createWorld, type World } from '../../../sandbox/world.ts'
import { createRecorder, get, post, startWorld, titlesOf } from './support.ts'

const sample: unknown = JSON.parse(readFileSync('test/fixtures/events/available.json', 'utf8'))

let world: World
let events: ReturnType<typeof createRecorder>

beforeEach(async () => {
  events = createRecorder()
  world = await startWorld({ handlers: { events: events.handler } })
})
afterEach(() => world.close())

const detailsOf = () =>
  events
    .bodies()
    .flat()
    .map(body => JSON.parse(body).detail)

const create = async (wanted: object = {}): Promise<{ imageId: string } & Record<string, unknown>> => {
  const { json } = await post(world, '/_sandbox/images', wanted)
  return json as { imageId: string }
}

test('the world is ready once it answers at all', async () => {
  expect(await get(world, '/_sandbox/ready')).toEqual({ status: 200, json: { ready: true } })
})

test("AWS's own sample of an event reaches the function unchanged", async () => {
  expect((await post(world, '/_sandbox/events', sample)).status).toBe(202)
  await world.idle()
  expect(
    events
      .bodies()
      .flat()
      .map(body => JSON.parse(body)),
  ).toEqual([sample])
})

test('what is no envelope is refused, every fault at once', async () => {
  const { status, json } = await post(world, '/_sandbox/events', { id: 1, source: 'aws.ec2' })
  expect(status).toBe(400)
  expect(json).toMatchObject({ message: expect.stringMatching(/id: .*; detail-type: /) })
  const broken = await fetch(`${world.url}/_sandbox/events`, { method: 'POST', body: '{' })
  expect(broken.status).toBe(400)
})

test('an image that somebody creates exists, and its event is announced', async () => {
  const { status, json } = await post(world, '/_sandbox/images', {
    name: 'payments-base-1',
    region: 'eu-west-1',
    tags: { Team: 'payments' },
    sizeGiB: 30,
    architecture: 'arm64',
    description: 'by hand',
  })
  expect(status).toBe(201)
  expect(json).toMatchObject({
    ImageId: expect.stringMatching(/^ami-0[0-9a-f]{16}$/),
    name: 'payments-base-1',
    state: 'available',
    account: '123456789012',
    region: 'eu-west-1',
    Tags: [{ Key: 'Team', Value: 'payments' }],
    Architecture: 'arm64',
    Description: 'by hand',
  })
  expect((await get(world, '/_sandbox/images')).json).toEqual([json])
  await get(world, '/_sandbox/idle')
  expect(detailsOf()).toMatchObject([{ ImageId: (json as { ImageId: string }).ImageId, State: 'available' }])
})

test('an image that fails says why, in the image and in the event', async () => {
  const image = await create({ fail: true, errorMessage: 'The disk is full' })
  expect(image).toMatchObject({ state: 'failed', StateReason: { Message: 'The disk is full' } })
  await world.idle()
  expect(detailsOf()).toMatchObject([{ State: 'failed', ErrorMessage: 'The disk is full' }])
})

test('a quiet image comes without an event', async () => {
  await create({ quiet: true, state: 'disabled' })
  await world.idle()
  expect(events.events).toEqual([])
})

test('a pending image becomes available', async () => {
  const { imageId } = await create({ state: 'pending' })
  await world.idle()
  expect(detailsOf()).toMatchObject([{ ImageId: imageId, State: 'available' }])
})

test.each([
  ['disable', { state: 'disabled' }, 'disabled'],
  ['fail', { state: 'failed' }, 'failed'],
  ['deregister', { state: 'deregistered' }, 'deregistered'],
])('somebody outside Slack says %s', async (verb, shown, told) => {
  const { imageId } = await create({ quiet: true })
  const { status, json } = await post(world, `/_sandbox/images/${imageId}/${verb}`)
  expect(status).toBe(200)
  expect(json).toMatchObject({ imageId, ...shown })
  await world.idle()
  expect(detailsOf()).toMatchObject([{ ImageId: imageId, State: told }])
})

test('somebody outside Slack enables a disabled image', async () => {
  const { imageId } = await create({ quiet: true, state: 'disabled' })
  const { json } = await post(world, `/_sandbox/images/${imageId}/enable`)
  expect(json).toMatchObject({ state: 'available' })
  expect(titlesOf(world, 'ec2')).toEqual([`EnableImage ${imageId} -> ok (outside Slack)`])
})

test('somebody outside Slack makes a copy elsewhere, and another image of the same kind', async () => {
  const { imageId } = await create({ quiet: true, name: 'base' })
  const copied = await post(world, `/_sandbox/images/${imageId}/copy`, { region: 'eu-west-1' })
  expect(copied).toMatchObject({ status: 201, json: { region: 'eu-west-1', SourceImageId: imageId } })
  const made = await post(world, `/_sandbox/images/${imageId}/create`)
  expect(made).toMatchObject({ status: 201, json: { state: 'pending', name: 'base-3' } })
  await world.idle()
  expect(detailsOf().map(detail => detail.State)).toEqual(['available', 'available'])
})

test('a verb for an image that is not there, and a verb that is none', async () => {
  const missing = await post(world, '/_sandbox/images/ami-0123456789abcdef0/disable')
  expect(missing).toEqual({
    status: 404,
    json: {
      error: 'InvalidAMIID.NotFound',
      message: "The image id '[ami-0123456789abcdef0]' does not exist",
    },
  })
  const { imageId } = await create({ quiet: true })
  expect((await post(world, `/_sandbox/images/${imageId}/explode`)).status).toBe(404)
  expect((await post(world, '/_sandbox/images', { nmae: 'typo' })).status).toBe(400)
})

test("an image with the id of AWS's own samples can be described", async () => {
  const imageId = 'ami-0123456789example'
  expect(await create({ imageId, quiet: true })).toMatchObject({ imageId })
  expect((await post(world, '/_sandbox/images', { imageId })).json).toMatchObject({
    error: 'InvalidAMIID.Duplicate',
  })
  expect((await post(world, '/_sandbox/images', { imageId: 'ami-mine' })).json).toMatchObject({
    error: 'InvalidAMIID.Malformed',
  })
  expect((await post(world, `/_sandbox/images/${imageId}/disable`)).status).toBe(200)
})

test("EC2's refusal of a verb is answered as JSON", async () => {
  const { imageId } = await create({ quiet: true, state: 'failed' })
  const { status, json } = await post(world, `/_sandbox/images/${imageId}/disable`)
  expect(status).toBe(400)
  expect(json).toMatchObject({ error: 'InvalidAMIID.Unavailable' })
})

test('the real client sees what somebody outside Slack created', async () => {
  const { imageId } = await create({ quiet: true, account: '210987654321', name: 'theirs' })
  const client = new EC2Client({
    region: 'us-east-1',
    endpoint: `${world.url}/ec2`,
    credentials: { accessKeyId: 'ASIASANDBOX210987654321', secretAccessKey: 'any' },
  })
  const { Images } = await client.send(new DescribeImagesCommand({ ImageIds: [imageId] }))
  client.destroy()
  expect(Images?.[0]?.Name).toBe('theirs')
})

test('an event that a fault loses, and one that comes twice', async () => {
  const fault = { service: 'eventbridge', call: 'PutEvents' }
  expect((await post(world, '/_sandbox/faults', { ...fault, drop: true })).status).toBe(201)
  await create()
  await world.idle()
  expect(events.events).toEqual([])
  await post(world, '/_sandbox/faults', { ...fault, error: 'duplicate' })
  await create()
  await world.idle()
  expect(detailsOf()).toHaveLength(2)
})

test('a fault with a misspelt field is refused, and faults can be seen and taken back', async () => {
  const typo = { service: 'ec2', call: 'DisableImage', erorr: 'x' }
  expect((await post(world, '/_sandbox/faults', typo)).status).toBe(400)
  await post(world, '/_sandbox/faults', { service: 'ec2', call: '*', error: 'InternalError' })
  expect((await get(world, '/_sandbox/faults')).json).toHaveLength(1)
  await fetch(`${world.url}/_sandbox/faults`, { method: 'DELETE' })
  expect((await get(world, '/_sandbox/faults')).json).toEqual([])
})

test('idle waits for a function that runs, and not for a retry in six minutes', async () => {
  let release = () => {}
  const slow = createRecorder(
    () =>
      new Promise((_resolve, reject) => {
        release = () => reject(new Error('no'))
      }),
  )
  await world.close()
  world = await startWorld({ handlers: { events: slow.handler } })
  await create()
  let isIdle = false
  const idle = get(world, '/_sandbox/idle').then(() => {
    isIdle = true
  })
  while (slow.events.length === 0) await new Promise(resolve => setImmediate(resolve))
  await get(world, '/_sandbox/ready')
  expect(isIdle).toBe(false)
  release()
  await idle
  expect(world.sqs.queues.get('amiops-sandbox-events')?.messages()).toHaveLength(1)
})

test('the stream reports images, channels and moments as they happen', async () => {
  const ending = new AbortController()
  const response = await fetch(`${world.url}/_sandbox/stream`, { signal: ending.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = (await reader?.read())?.value ?? ''
  await create()
  while (!text.includes('"moment"')) text += (await reader?.read())?.value ?? ''
  ending.abort()
  const told = [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? '').type)
  expect(new Set(told)).toEqual(new Set(['images', 'moment']))
})

test('the timeline shows it again', async () => {
  await create({ name: 'base' })
  await world.idle()
  const { json } = await get(world, '/_sandbox/timeline')
  expect(json).toMatchObject([
    { service: 'eventbridge', title: expect.stringMatching(/available -> amiops-sandbox-events$/) },
    { service: 'lambda', title: expect.stringMatching(/^events got 1 message/) },
  ])
})

test('a world whose port is taken says so, and leaves nothing behind', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo
  await expect(createWorld({ port, handlers: {} })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await new Promise(resolve => other.close(resolve))
})

test('the seeded fleet lies in two regions and has every state', async () => {
  await world.close()
  world = await startWorld({ fleet: 'demo' })
  const { json } = await get(world, '/_sandbox/images')
  const images = json as { state: string; region: string; name: string }[]
  expect(images).toHaveLength(26)
  expect(new Set(images.map(image => image.region))).toEqual(new Set(['us-east-1', 'eu-west-1']))
  expect(new Set(images.map(image => image.state))).toEqual(new Set(['available', 'disabled', 'failed']))
})
