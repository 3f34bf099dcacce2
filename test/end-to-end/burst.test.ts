import { envelopeOf, startWorld, type TestWorld } from '../support/world.ts'

/** A pipeline that makes many images at once, in a workspace that keeps Slack's limits. */

/** Long enough for all that a test puts on the bus at once to come in one batch. */
const STRICT = { slack: { rateLimits: 'strict' }, batchingWindowMs: 500 } as const

let town: TestWorld
afterEach(() => town.close())

const burst = async (size: number) => {
  const images = await Promise.all(
    Array.from({ length: size }, (_, i) => town.image({ name: `web-2026-11-25-${i}` })),
  )
  return images.map(({ imageId }) => envelopeOf(imageId, 'available'))
}
const idOf = (envelope: ReturnType<typeof envelopeOf>): string => envelope.detail.ImageId

const listOf = async (channel: string): Promise<string> => {
  const files = (await town.roots(channel)).flatMap(({ replies = [] }) => replies.flatMap(r => r.files ?? []))
  const standing = files.filter(({ mode }) => mode !== 'tombstone')
  expect(standing).toHaveLength(1)
  const address = String(standing[0]?.url_private)
  return (await fetch(address, { headers: { 'sec-fetch-site': 'none' } })).text()
}

test('many images at once: one message, the full list in its thread, few calls to Slack and EC2', async () => {
  town = await startWorld(STRICT)
  const envelopes = await burst(40)
  const looks = town.moments('ec2', /^DescribeImages/).length
  await town.put(...envelopes.slice(0, 25))
  await town.put(...envelopes.slice(25))

  const [digest, ...others] = await town.roots('ami-ready')
  expect(others).toEqual([])
  expect(digest?.text).toContain('🟢 40 images became available')
  expect(digest?.text).toContain('Image families: 40 `web`')
  const list = await listOf('ami-ready')
  expect(list).toContain(idOf(envelopes[0] ?? envelopeOf('ami-none', 'available')))
  expect(town.moments('slack', /^(chat|files|conversations)\./).length).toBeLessThan(20)
  expect(town.moments('ec2', /^DescribeImages/).length - looks).toBeLessThan(15)
  // What is left on the queue is to close the burst once it is quiet; one of them finds that another one does.
  const kept = [...town.world.sqs.queues.values()].flatMap(queue => queue.messages())
  expect(kept.length).toBeLessThanOrEqual(2)
})

test('the same events again, every one: nothing is counted twice', async () => {
  town = await startWorld(STRICT)
  const envelopes = await burst(20)
  await town.put(...envelopes)
  await town.put(...envelopes)
  const roots = await town.roots('ami-ready')
  expect(roots.map(({ text }) => text)).toEqual([expect.stringContaining('20 images became available')])
})

test('a card that a burst left as it was: its button looks before it acts', async () => {
  town = await startWorld(STRICT)
  const envelopes = await burst(7)
  const [first] = envelopes
  const imageId = first ? idOf(first) : ''
  await town.put(...envelopes.slice(0, 1))
  expect((await town.card('ami-ready', imageId)).text).toContain('🟢 Available')
  // Their own events are lost; they come all at once.
  town.fault({ service: 'eventbridge', call: 'PutEvents', drop: true, times: envelopes.length })
  await Promise.all(envelopes.map(one => town.post(`/images/${idOf(one)}/disable`)))
  await town.idle()
  await town.put(...envelopes.map(one => envelopeOf(idOf(one), 'disabled')))
  const [digest, ...others] = await town.roots('ami-alerts')
  expect(others).toEqual([])
  expect(digest?.text).toMatch(/^🟡 7 images disabled /)

  await town.act('maria', 'ami-ready', imageId, 'disable')
  expect((await town.form('maria'))?.text).toMatch(/was not disabled: it is 🟡 Disabled now/)
  expect(town.changes(imageId)).toEqual([])
  expect((await town.card('ami-ready', imageId)).text).toContain('🟡 Disabled')
})

test('more cards at once than deliveries of an event, in a channel that takes one message a second', async () => {
  town = await startWorld({ ...STRICT, digestAbove: 100 })
  const envelopes = await burst(13)
  await town.put(...envelopes)

  const text = (await town.roots('ami-ready')).map(message => message.text).join('\n')
  for (const envelope of envelopes) expect(text.split(`(${idOf(envelope)})`)).toHaveLength(2)
  const kept = [...town.world.sqs.queues.values()].flatMap(queue => queue.messages())
  expect(kept).toEqual([])
  // Slack is not asked in vain by everybody who waits, again and again.
  expect(town.moments('slack', /^chat\.postMessage.*ratelimited/).length).toBeLessThan(envelopes.length)
})
