import { envelopeOf, startWorld, type TestWorld } from '../support/world.ts'

/** A pipeline that makes many images at once, in a workspace that keeps Slack's limits. */

/** Long enough for all that a test puts on the bus at once to come in one batch. */
const STRICT = { slack: { rateLimits: 'strict' }, batchingWindowMs: 500 } as const

let world: TestWorld
afterEach(() => world.close())

const burst = async (size: number) => {
  const images = await Promise.all(
    Array.from({ length: size }, (_, i) => world.image({ name: `web-2026-11-25-${i}` })),
  )
  return images.map(({ imageId }) => envelopeOf(imageId, 'available'))
}
const idOf = (envelope: ReturnType<typeof envelopeOf>): string => envelope.detail.ImageId

const listOf = async (channel: string): Promise<string> => {
  const files = (await world.roots(channel)).flatMap(({ replies = [] }) =>
    replies.flatMap(r => r.files ?? []),
  )
  const standing = files.filter(({ mode }) => mode !== 'tombstone')
  expect(standing).toHaveLength(1)
  const address = String(standing[0]?.url_private)
  return (await fetch(address, { headers: { 'sec-fetch-site': 'none' } })).text()
}

test('many images at once: one message, the full list in its thread, few calls to Slack and EC2', async () => {
  world = await startWorld(STRICT)
  const envelopes = await burst(40)
  const looks = world.moments('ec2', /^DescribeImages/).length
  await world.put(...envelopes.slice(0, 25))
  await world.put(...envelopes.slice(25))

  const [digest, ...others] = await world.roots('ami-ready')
  expect(others).toEqual([])
  expect(digest?.text).toContain('🟢 40 images became available')
  expect(digest?.text).toContain('Image families: 40 `web`')
  const list = await listOf('ami-ready')
  expect(list).toContain(idOf(envelopes[0] ?? envelopeOf('ami-none', 'available')))
  expect(world.moments('slack', /^(chat|files|conversations)\./).length).toBeLessThan(20)
  expect(world.moments('ec2', /^DescribeImages/).length - looks).toBeLessThan(15)
  // What is left on the queue is to close the burst once it is quiet; one of them finds that another one does.
  const kept = [...world.sandbox.sqs.queues.values()].flatMap(queue => queue.messages())
  expect(kept.length).toBeLessThanOrEqual(2)
})

test('the same events again, every one: nothing is counted twice', async () => {
  world = await startWorld(STRICT)
  const envelopes = await burst(20)
  await world.put(...envelopes)
  await world.put(...envelopes)
  const roots = await world.roots('ami-ready')
  expect(roots.map(({ text }) => text)).toEqual([expect.stringContaining('20 images became available')])
})

test('a card that a burst left as it was: its button looks before it acts', async () => {
  world = await startWorld(STRICT)
  const envelopes = await burst(7)
  const [first] = envelopes
  const imageId = first ? idOf(first) : ''
  await world.put(...envelopes.slice(0, 1))
  expect((await world.card('ami-ready', imageId)).text).toContain('🟢 Available')
  // Their own events are lost; they come all at once.
  world.fault({ service: 'eventbridge', call: 'PutEvents', drop: true, times: envelopes.length })
  await Promise.all(envelopes.map(one => world.post(`/images/${idOf(one)}/disable`)))
  await world.idle()
  await world.put(...envelopes.map(one => envelopeOf(idOf(one), 'disabled')))
  const [digest, ...others] = await world.roots('ami-alerts')
  expect(others).toEqual([])
  expect(digest?.text).toMatch(/^🟡 7 images disabled /)

  await world.act('maria', 'ami-ready', imageId, 'disable')
  expect((await world.form('maria'))?.text).toMatch(/is already disabled\. Nothing was changed/)
  expect(world.changes(imageId)).toEqual([])
  expect((await world.card('ami-ready', imageId)).text).toContain('🟡 Disabled')
})

test('more cards at once than deliveries of an event, in a channel that takes one message a second', async () => {
  world = await startWorld({ ...STRICT, digestAbove: 100 })
  const envelopes = await burst(13)
  await world.put(...envelopes)

  const text = (await world.roots('ami-ready')).map(message => message.text).join('\n')
  for (const envelope of envelopes) expect(text.split(`(${idOf(envelope)})`)).toHaveLength(2)
  const kept = [...world.sandbox.sqs.queues.values()].flatMap(queue => queue.messages())
  expect(kept).toEqual([])
  // Slack is not asked in vain by everybody who waits, again and again.
  expect(world.moments('slack', /^chat\.postMessage.*ratelimited/).length).toBeLessThan(envelopes.length)
})
