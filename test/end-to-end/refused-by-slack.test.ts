import { startWorld, type TestWorld, writeConfig } from '../support/world.ts'

/** What an event meets when Slack does not take its card. */

const CONFIG = `
channels: { available: ami-ready, failed: no-such-channel, disabled: closed-room, deregistered: old-room, fallback: ami-audit }
accounts: [{ id: '123456789012', regions: [us-east-1] }]
`

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ configFile: writeConfig(CONFIG) })
  await world.post('/channels', { name: 'closed-room', is_private: true, botIsMember: false })
  await world.post('/channels', { name: 'old-room', archived: true })
})
afterAll(() => world.close())

test.each([
  ['failed', 'no-such-channel', 'channel_not_found'],
  ['disabled', 'closed-room', 'channel_not_found'],
] as const)(
  '%s belongs in #%s: told in the fallback channel, with the reason',
  async (state, channel, code) => {
    const { imageId } = await world.image({ quiet: false, state })
    const card = await world.card('ami-audit', imageId)
    expect(JSON.stringify(card.blocks)).toMatch(new RegExp(`Meant for #${channel}, .* \`${code}\``))
  },
)

test('an archived channel', async () => {
  const { imageId } = await world.image()
  await world.change(imageId, 'deregister')
  expect(JSON.stringify((await world.card('ami-audit', imageId)).blocks)).toContain('`is_archived`')
})

test('the bot was thrown out of the channel', async () => {
  world.fault({ service: 'slack', call: 'chat.postMessage', error: 'not_in_channel' })
  const { imageId } = await world.image({ quiet: false })
  expect(await world.cards('ami-ready', imageId)).toEqual([])
  expect(JSON.stringify((await world.card('ami-audit', imageId)).blocks)).toContain('`not_in_channel`')
  expect(world.logs.some(line => line.includes('not_in_channel') && line.includes(imageId))).toBe(true)
})

test('Slack refuses the blocks: the words are posted without them', async () => {
  world.fault({ service: 'slack', call: 'chat.postMessage', error: 'invalid_blocks' })
  // The card is edited once, when its family is known.
  world.fault({ service: 'slack', call: 'chat.update', error: 'invalid_blocks' })
  const { imageId } = await world.image({ quiet: false })
  const card = await world.card('ami-ready', imageId)
  expect(card.text).toContain('🟢 Available')
  expect(card.blocks ?? []).toEqual([])
})

test('429: the queue tries again after the time that Slack gave, and there is one card', async () => {
  world.fault({ service: 'slack', call: 'chat.postMessage', error: 'ratelimited', times: 2 })
  const { imageId } = await world.image({ quiet: false })
  await world.card('ami-ready', imageId)
  expect(await world.cards('ami-audit', imageId)).toEqual([])
})

test('the fallback refuses too: the event stays on its queue', async () => {
  world.fault({ service: 'slack', call: 'chat.postMessage', error: 'is_archived', times: 2 })
  const { imageId } = await world.image({ quiet: false })
  expect(await world.cards('ami-ready', imageId)).toEqual([])
  const kept = [...world.sandbox.sqs.queues.values()].flatMap(queue => queue.messages())
  expect(kept.filter(message => message.body.includes(imageId))).toHaveLength(1)
  expect(world.logs.some(line => line.includes(imageId) && line.includes('Invite the bot'))).toBe(true)
})

test('somebody deleted the card: the next event posts a new one', async () => {
  const { imageId } = await world.image({ quiet: false })
  const { ts } = await world.card('ami-ready', imageId)
  const deleted = await fetch(`${world.url}/slack/api/chat.delete`, {
    method: 'POST',
    headers: { authorization: 'Bearer xoxb-sandbox', 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel: 'C0READY', ts }),
  })
  expect(await deleted.json()).toMatchObject({ ok: true })
  await world.change(imageId, 'disable')
  await world.change(imageId, 'enable')
  expect((await world.card('ami-ready', imageId)).text).toContain('🟢 Available')
})

test('the channel of an older card was archived meanwhile: that card is given up, the event is told elsewhere', async () => {
  const { imageId } = await world.image({ quiet: false })
  await world.card('ami-ready', imageId)
  await world.post('/channels/ami-ready/archive')
  await world.change(imageId, 'disable')
  expect((await world.card('ami-audit', imageId)).text).toContain('🟡 Disabled')
  const kept = [...world.sandbox.sqs.queues.values()].flatMap(queue => queue.messages())
  expect(kept.filter(message => message.body.includes(imageId))).toEqual([])
})
