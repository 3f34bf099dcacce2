import { keysOf } from '../../../sandbox/kernel/keys.ts'
import { gather } from '../../../sandbox/routes/gather.ts'
import type { World } from '../../../sandbox/world.ts'
import { createStandingClock } from '../../support/standing-clock.ts'
import { createRecorder, get, post, startWorld } from '../world/support.ts'

let world: World
afterEach(() => world?.close())

const create = async (wanted: object = {}) =>
  (await post(world, '/_sandbox/images', wanted)).json as { imageId: string }

interface Rows {
  cursor: string
  isAll: boolean
  rows: {
    account: string
    region: string
    imageId: string
    state: string
    uses: number
    sharedWith: number | string
    isProtected: boolean
  }[]
  gone: string[]
}
const fleet = async (since = '') => (await get(world, `/_sandbox/fleet?since=${since}`)).json as Rows

describe('the fleet in short', () => {
  test('all of it at first, then only what changed', async () => {
    world = await startWorld({ fleet: 'demo' })
    const first = await fleet()
    expect(first.isAll).toBe(true)
    expect(first.rows.length).toBeGreaterThan(10)
    expect(first.rows.some(row => row.uses > 0)).toBe(true)
    const again = await fleet(first.cursor)
    expect(again).toMatchObject({ isAll: false, rows: [], gone: [] })

    const { imageId } = await create({ name: 'one-more' })
    const after = await fleet(again.cursor)
    expect(after.rows.map(row => row.imageId)).toEqual([imageId])
  })

  test('a cursor of another run gets everything', async () => {
    world = await startWorld({ fleet: 'demo' })
    expect((await fleet('0badc0de.7')).isAll).toBe(true)
  })

  test('what is deregistered without a Recycle Bin is gone; what lies in it can be seen', async () => {
    world = await startWorld()
    const kept = await create({ name: 'kept' })
    const lost = await create({ name: 'lost', region: 'eu-west-1' })
    world.ec2.fleet.recycleBinRules.push({
      account: '123456789012',
      region: 'us-east-1',
      retentionDays: 7,
      tags: [],
    })
    const { cursor } = await fleet()
    await post(world, `/_sandbox/images/${kept.imageId}/deregister`)
    await post(world, `/_sandbox/images/${lost.imageId}/deregister`)
    const after = await fleet(cursor)
    expect(after.rows).toMatchObject([{ imageId: kept.imageId, state: 'recycled' }])
    expect(after.gone).toEqual([`123456789012/eu-west-1/${lost.imageId}`])
  })

  test('an image in full: what it is made of, who uses it, and until when it can be brought back', async () => {
    world = await startWorld({ fleet: 'demo' })
    const used = (await fleet()).rows.find(row => row.uses > 1)
    const path = `/_sandbox/fleet/${used?.account}/${used?.region}/${used?.imageId}`
    const { json } = await get(world, path)
    const detail = json as { uses: object[]; snapshots: object[] }
    expect(detail.uses).toHaveLength(used?.uses ?? 0)
    expect(detail.snapshots.length).toBeGreaterThan(0)
    expect((await get(world, '/_sandbox/fleet/123456789012/us-east-1/ami-0')).status).toBe(404)
  })

  test('protected and shared from outside Slack, and both taken back', async () => {
    world = await startWorld()
    const { imageId } = await create()
    const rowOf = async () => (await fleet()).rows[0]
    await post(world, `/_sandbox/images/${imageId}/protect`)
    await post(world, `/_sandbox/images/${imageId}/share`, { account: '210987654321' })
    expect(await rowOf()).toMatchObject({ isProtected: true, sharedWith: 1 })
    await post(world, `/_sandbox/images/${imageId}/unprotect`)
    await post(world, `/_sandbox/images/${imageId}/unshare`, { account: '210987654321' })
    expect(await rowOf()).toMatchObject({ isProtected: false, sharedWith: 0 })
    await post(world, `/_sandbox/images/${imageId}/share`, { account: 'all' })
    expect(await rowOf()).toMatchObject({ sharedWith: 'public' })
    await post(world, `/_sandbox/images/${imageId}/unshare`, { account: 'all' })
    expect(await rowOf()).toMatchObject({ sharedWith: 0 })
    const refused = await post(world, `/_sandbox/images/${imageId}/share`, { account: 'nobody' })
    expect(refused).toMatchObject({ status: 400, json: { error: 'InvalidAMIAttributeItemValue' } })
  })
})

describe('moments', () => {
  test('a line without its JSON, and the JSON of one line', async () => {
    world = await startWorld()
    const { imageId } = await create()
    await world.idle()
    const lines = (await get(world, '/_sandbox/moments')).json as { id: number; about: string[] }[]
    expect(lines[0]).toMatchObject({ service: 'eventbridge', about: expect.arrayContaining([imageId]) })
    expect(lines[0]).not.toHaveProperty('detail')
    const { json } = await get(world, `/_sandbox/moments/${lines[0]?.id}`)
    expect(json).toMatchObject({ detail: { detail: { ImageId: imageId } } })
    expect((await get(world, '/_sandbox/moments/999999')).status).toBe(404)
  })

  test('a function’s line says how long it took and which messages it got', async () => {
    world = await startWorld({ handlers: { events: createRecorder().handler } })
    const { imageId } = await create()
    await world.idle()
    const [line] = world.timeline.recent().filter(({ service }) => service === 'lambda')
    expect(line).toMatchObject({ about: expect.arrayContaining([imageId]), tookMs: expect.any(Number) })
    expect(line?.detail).toMatchObject({ event: { messages: [{ body: expect.stringContaining(imageId) }] } })
  })

  test('the keys of a click are those of what was clicked, not of the card’s past', () => {
    const detail = {
      actions: [{ value: '123456789012/us-east-1/ami-0123456789abcdef0' }],
      message: { metadata: { event: 'd56def1e-c981-4421-965e-f49d30a15b00' } },
    }
    expect(keysOf(detail)).toEqual(['ami-0123456789abcdef0'])
  })

  test('a burst takes a few lines', async () => {
    const said: object[] = []
    const tell = gather(change => said.push(change))
    for (let id = 1; id <= 500; id += 1) {
      tell({
        type: 'moment',
        moment: { id, atMs: 0, service: 'ec2', title: '', detail: 'long', about: [] },
      })
      tell({ type: 'images' })
    }
    while (said.length < 2) await new Promise(resolve => setImmediate(resolve))
    expect(said).toHaveLength(2)
    expect(JSON.stringify(said)).not.toContain('long')
  })
})

describe('queues', () => {
  test('what is visible, in flight and delayed, and the age of the oldest', async () => {
    const clock = createStandingClock(1_764_000_000_000)
    world = await startWorld({ clock })
    const dead = [...world.sqs.queues.values()].find(({ settings }) => !settings.redrive && !settings.fifo)
    dead?.send({ body: '{"a":"http://127.0.0.1/slack/response/secret"}' })
    dead?.send({ body: 'not JSON', delaySec: 60 })
    await clock.advance(5_000)
    dead?.receive(1, 30)
    const queues = (await get(world, '/_sandbox/queues')).json as { name: string; deadLettersOf: string[] }[]
    const shown = queues.find(({ name }) => name === dead?.settings.name)
    expect(shown).toMatchObject({ visible: 0, inFlight: 1, delayed: 1, oldestAgeMs: 5_000 })
    expect(shown?.deadLettersOf).toHaveLength(1)
    const { json } = await get(world, `/_sandbox/queues/${dead?.settings.name}/messages`)
    expect(json).toMatchObject([
      { receiveCount: 1, body: { a: 'http://127.0.0.1/slack/response/…' } },
      { receiveCount: 0, body: 'not JSON' },
    ])
    expect((await get(world, '/_sandbox/queues/none/messages')).status).toBe(404)
    expect(queues.find(({ name }) => name === 'amiops-sandbox-events')).toMatchObject({
      rules: [
        ...['aws.ec2', 'aws.ec2', 'aws.ssm', 'aws.ssm'].map(source => ({ pattern: { source: [source] } })),
        { pattern: { source: ['aws.inspector2', { prefix: 'inspector2.' }] } },
        // What members in other regions send over the hub's bus.
        { name: 'MembersRule' },
      ],
      functions: ['events'],
    })
  })
})

describe('a burst', () => {
  const events = () => world.timeline.recent().filter(({ service }) => service === 'eventbridge')

  test('of new images in every account and region', async () => {
    world = await startWorld({ fleet: 'demo' })
    const { json } = await post(world, '/_sandbox/burst', { count: 20, verb: 'create', account: 'all' })
    expect(json).toMatchObject({ count: 20 })
    await world.idle()
    expect(events()).toHaveLength(20)
    const regions = events().map(({ detail }) => (detail as { region: string }).region)
    expect(new Set(regions).size).toBeGreaterThan(1)
  })

  test('of disabled images takes those there are, and makes the missing ones without a word', async () => {
    world = await startWorld()
    const { imageId } = await create()
    await world.idle()
    const { json } = await post(world, '/_sandbox/burst', { count: 3, verb: 'disable' })
    expect((json as { imageIds: string[] }).imageIds).toContain(imageId)
    await world.idle()
    expect(events().filter(({ title }) => title.includes('disabled'))).toHaveLength(3)
    expect(events()).toHaveLength(4)
  })

  test('without a number: once in each account and region, and where none fits one is made without a word', async () => {
    world = await startWorld({ fleet: { organization: { accounts: 6, regions: 2 } } })
    const inEach = new Set<string>()
    for (const verb of ['create', 'disable'] as const) {
      const { json } = await post(world, '/_sandbox/burst', { verb, account: 'all' })
      const { imageIds } = json as { imageIds: string[] }
      const places = world.ec2.fleet.images
        .filter(({ image }) => imageIds.includes(image.ImageId))
        .map(({ account, region }) => `${verb} ${account}/${region}`)
      expect([imageIds.length, new Set(places).size]).toEqual([12, 12])
      for (const place of places) inEach.add(place)
    }
    expect(inEach.size).toBe(24)
  })

  test('larger than a thousand is refused', async () => {
    world = await startWorld()
    expect((await post(world, '/_sandbox/burst', { count: 1_001, verb: 'create' })).status).toBe(400)
  })
})

test('one fault is taken back, the others stay', async () => {
  world = await startWorld()
  const slow = { service: 'slack', call: '*', delayMs: 10, times: 3 }
  const lost = { service: 'eventbridge', call: '*', drop: true }
  await post(world, '/_sandbox/faults', slow)
  await post(world, '/_sandbox/faults', lost)
  const end = (body: object) =>
    fetch(`${world.url}/_sandbox/faults`, { method: 'DELETE', body: JSON.stringify(body) })
  expect((await end({ ...slow, times: 1 })).status).toBe(200)
  expect((await get(world, '/_sandbox/faults')).json).toEqual([{ ...lost, times: 1 }])
})
