import { type RunningSlack, startSlack } from './start-slack.ts'

let world: RunningSlack
beforeEach(async () => {
  world = await startSlack()
})
afterEach(() => world.stop())

const blocks = [
  {
    type: 'actions',
    elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
  },
]

const respond = (url: unknown, body: object) =>
  fetch(String(url), {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })

const urlFromCommand = async () => {
  await world.post('/people/maria/command', { channel: 'C0READY', command: '/ami' })
  return world.received.at(-1)?.body.response_url
}

const urlFromClick = async (ts: unknown) => {
  await world.post('/people/maria/click', { channel: 'C0READY', ts, action_id: 'go' })
  return world.received.at(-1)?.body.response_url
}

test('an answer through the response_url is private unless it says otherwise', async () => {
  const url = await urlFromCommand()
  expect((await respond(url, { text: 'For you' })).status).toBe(200)
  await respond(url, { text: 'For all', response_type: 'in_channel' })
  expect(await world.get('/people/maria/private')).toMatchObject([{ text: 'For you' }])
  expect(await world.get('/channels/C0READY/messages')).toMatchObject([{ text: 'For all' }])
})

test('a response_url works five times', async () => {
  const url = await urlFromCommand()
  const statuses = []
  for (let use = 1; use <= 6; use += 1) statuses.push((await respond(url, { text: `use ${use}` })).status)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 404])
})

test('a response_url works for thirty minutes', async () => {
  const url = await urlFromCommand()
  world.clock.advance(30 * 60_000)
  expect((await respond(url, { text: 'just in time' })).status).toBe(200)
  world.clock.advance(1)
  const late = await respond(url, { text: 'too late' })
  expect([late.status, await late.json()]).toEqual([404, { ok: false, error: 'expired_url' }])
})

test('the clicked message is replaced', async () => {
  const { ts } = await world.client.chat.postMessage({ channel: 'C0READY', text: 'before', blocks })
  await respond(await urlFromClick(ts), { replace_original: true, text: 'after' })
  const [message] = await world.get('/channels/C0READY/messages')
  expect(message).toMatchObject({ ts, text: 'after' })
  expect(message).not.toHaveProperty('blocks')
})

test('the clicked ephemeral message is replaced, then deleted', async () => {
  const { message_ts } = await world.client.chat.postEphemeral({
    channel: 'C0READY',
    user: 'U0MARIA',
    text: 'before',
    blocks,
  })
  const url = await urlFromClick(message_ts)
  await respond(url, { replace_original: true, text: 'after' })
  expect(await world.get('/people/maria/private')).toMatchObject([{ ts: message_ts, text: 'after' }])
  await respond(url, { delete_original: true })
  expect(await world.get('/people/maria/private')).toEqual([])
})

test('what is public stays public, and what is private stays private', async () => {
  const { ts } = await world.client.chat.postMessage({ channel: 'C0READY', text: 'before', blocks })
  await respond(await urlFromClick(ts), {
    replace_original: true,
    response_type: 'ephemeral',
    text: 'after',
  })
  expect(await world.get('/channels/C0READY/messages')).toMatchObject([{ ts, text: 'after' }])
  expect(await world.get('/people/maria/private')).toEqual([])
  const ephemeral = { channel: 'C0READY', user: 'U0MARIA', text: 'before', blocks }
  const { message_ts } = await world.client.chat.postEphemeral(ephemeral)
  const url = await urlFromClick(message_ts)
  await respond(url, { replace_original: true, response_type: 'in_channel', text: 'private' })
  expect(await world.get('/channels/C0READY/messages')).toHaveLength(1)
  expect(await world.get('/people/maria/private')).toMatchObject([{ ts: message_ts, text: 'private' }])
})

test('a command has no original that could be deleted', async () => {
  const answer = await respond(await urlFromCommand(), { delete_original: true })
  expect([answer.status, await answer.json()]).toEqual([404, { ok: false, error: 'message_not_found' }])
})

test('an answer can go into a thread', async () => {
  const { ts } = await world.client.chat.postMessage({ channel: 'C0READY', text: 'root', blocks })
  await respond(await urlFromClick(ts), { response_type: 'in_channel', text: 'reply', thread_ts: ts })
  expect(await world.get('/channels/C0READY/messages')).toMatchObject([{ ts, replies: [{ text: 'reply' }] }])
})

test('an answer that Slack would refuse is refused', async () => {
  const answer = await respond(await urlFromCommand(), { text: 'x', blocks: [{ type: 'nothing' }] })
  expect([answer.status, await answer.json()]).toEqual([400, { ok: false, error: 'invalid_blocks' }])
})

test('an answer that is no JSON says nothing', async () => {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(String(await urlFromCommand()), { method: 'POST', body: '{', headers })
  expect([answer.status, await answer.json()]).toEqual([400, { ok: false, error: 'no_text' }])
})

test('somebody guesses an address', async () => {
  const answer = await respond(world.urlOf('/slack/response/actions/T0SANDBOX/guess'), { text: 'x' })
  expect(answer.status).toBe(404)
})

test('the address is rate limited, or the answer is lost after it took effect', async () => {
  const url = await urlFromCommand()
  world.faults.add({ service: 'slack', call: 'response_url', error: 'ratelimited' })
  const limited = await respond(url, { text: 'one' })
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1'])
  world.faults.add({ service: 'slack', call: 'response_url', drop: true, afterEffect: true })
  await expect(respond(url, { text: 'two' })).rejects.toThrow()
  expect(await world.get('/people/maria/private')).toMatchObject([{ text: 'two' }])
})
