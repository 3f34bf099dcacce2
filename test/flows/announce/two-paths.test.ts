import { readFileSync } from 'node:fs'
import { parseMessage } from '../../../src/aws/events/bus-message.ts'
import { receive } from '../../../src/flows/receive.ts'
import { createMemoryMetrics } from '../../support/memory/metrics.ts'
import { createMemoryWorld, IMAGE } from '../../support/memory/world.ts'

/** One event may come by the hub's queue and by its bus, or by two rules that both fit. */

const sample = JSON.parse(readFileSync('test/fixtures/events/available.json', 'utf8')) as {
  id: string
  detail: object
}
const { account, region, imageId } = IMAGE

const createWorld = () => {
  const world = createMemoryWorld()
  const time = new Date(world.clock.nowMs()).toISOString().replace(/\.\d+Z$/, 'Z')
  const envelope = {
    ...sample,
    account,
    region,
    time,
    resources: [`arn:aws:ec2:${region}::image/${imageId}`],
    detail: { ...sample.detail, ImageId: imageId, State: 'available', RequestId: 'request-1' },
  }
  const deliver = (...envelopes: object[]) =>
    receive(
      { ...world.needs, metrics: createMemoryMetrics() },
      envelopes.flatMap(one => {
        const parsed = parseMessage(JSON.stringify(one), world.clock.nowMs())
        return parsed.kind === 'event' ? [parsed.event] : []
      }),
      [],
    )
  return { ...world, envelope, deliver }
}

test.each<[what: string, copy: object]>([
  ['by two rules: the same message twice', {}],
  ['over a bus that gave its copy another id', { id: '0f0f0f0f-0000-4000-8000-000000000000' }],
  ['over a bus that tells the time in parts of a second', { time: '2026-01-15T12:00:00.000Z' }],
])('%s: one card, one line of history', async (_what, copy) => {
  const inOrder: ((one: ReturnType<typeof createWorld>) => Promise<unknown>)[] = [
    ({ deliver, envelope }) => deliver(envelope, { ...envelope, ...copy }),
    async ({ deliver, envelope }) => {
      await deliver(envelope)
      await deliver({ ...envelope, ...copy })
    },
    ({ deliver, envelope }) => Promise.all([deliver({ ...envelope, ...copy }), deliver(envelope)]),
  ]
  for (const come of inOrder) {
    const world = createWorld()
    await come(world)
    const posts = world.messenger.posts('ami-ready')
    expect(posts.map(({ message }) => message.text)).toEqual([expect.stringContaining('🟢 Available: web-1')])
    expect(posts[0]?.replies).toEqual([])
    expect(await world.ledger.readHistory(IMAGE, 10)).toHaveLength(1)
  }
})

test('the same image a minute later, by another request: a second event', async () => {
  const world = createWorld()
  await world.deliver(world.envelope)
  world.clock.advance(60_000)
  const time = new Date(world.clock.nowMs()).toISOString()
  await world.deliver({
    ...world.envelope,
    time,
    detail: { ...world.envelope.detail, RequestId: 'request-2' },
  })
  expect(await world.ledger.readHistory(IMAGE, 10)).toHaveLength(2)
})
