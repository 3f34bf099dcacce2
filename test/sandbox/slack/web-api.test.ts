import { ErrorCode } from '@slack/web-api'
import { type RunningSlack, refusalOf, startSlack } from './start-slack.ts'

const running: RunningSlack[] = []
const start = async (...options: Parameters<typeof startSlack>) => {
  const world = await startSlack(...options)
  running.push(world)
  return world
}
afterEach(async () => {
  for (const world of running.splice(0)) await world.stop()
})

const post = (world: RunningSlack, text = 'hello') =>
  world.client.chat.postMessage({ channel: 'C0READY', text })
const textsIn = async (world: RunningSlack) =>
  (await world.get('/channels/C0READY/messages')).map(({ text }) => text)

test('no token, and a wrong one', async () => {
  const world = await start()
  expect((await refusalOf(world.createClient('').auth.test())).error).toBe('not_authed')
  expect((await refusalOf(world.createClient('xoxb-other').auth.test())).error).toBe('invalid_auth')
})

test('the token may stand in a form, not in JSON', async () => {
  const world = await start()
  const call = async (contentType: string, body: string) => {
    const headers = { 'content-type': contentType }
    const response = await fetch(world.urlOf('/slack/api/auth.test'), { method: 'POST', headers, body })
    return response.json()
  }
  expect(await call('application/x-www-form-urlencoded', 'token=xoxb-sandbox')).toMatchObject({ ok: true })
  expect(await call('application/json', '{"token":"xoxb-sandbox"}')).toEqual({
    ok: false,
    error: 'not_authed',
  })
  expect(await call('application/json', 'nonsense')).toEqual({ ok: false, error: 'invalid_json' })
  expect(await call('text/plain', 'x')).toEqual({ ok: false, error: 'invalid_post_type' })
})

test('arguments may come as JSON too', async () => {
  const world = await start()
  const response = await fetch(world.urlOf('/slack/api/chat.postMessage'), {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', authorization: 'Bearer xoxb-sandbox' },
    body: JSON.stringify({ channel: 'C0READY', text: 'json', blocks: [{ type: 'divider' }] }),
  })
  expect(await response.json()).toMatchObject({ ok: true, message: { blocks: [{ type: 'divider' }] } })
})

test('a method that Slack does not have', async () => {
  const world = await start()
  expect((await refusalOf(world.client.apiCall('chat.shout'))).error).toBe('unknown_method')
})

test('a token without the scope is refused with the scope that it needs', async () => {
  const world = await start({ scopes: ['chat:write', 'commands'] })
  const refusal = world.client.usergroups.users.list({ usergroup: 'S0ONCALL' })
  await expect(refusal).rejects.toMatchObject({
    data: { error: 'missing_scope', needed: 'usergroups:read', provided: 'chat:write,commands' },
  })
  expect((await post(world)).ok).toBe(true)
})

test('posting uninvited needs its own scope', async () => {
  const world = await start({ scopes: ['chat:write'] })
  await world.post('/channels', { name: 'away', botIsMember: false })
  const uninvited = world.client.chat.postMessage({ channel: 'away', text: 'x' })
  expect((await refusalOf(uninvited)).error).toBe('not_in_channel')
})

test('the next call fails with Slack’s own word, once', async () => {
  const world = await start()
  world.faults.add({ service: 'slack', call: 'chat.postMessage', error: 'internal_error' })
  expect((await refusalOf(post(world))).error).toBe('internal_error')
  expect((await post(world)).ok).toBe(true)
})

test('the next call is rate limited as Slack does it', async () => {
  const world = await start()
  world.faults.add({ service: 'slack', call: '*', error: 'ratelimited' })
  await expect(post(world)).rejects.toMatchObject({ code: ErrorCode.RateLimitedError, retryAfter: 1 })
})

test('the next call meets a broken server', async () => {
  const world = await start()
  world.faults.add({ service: 'slack', call: 'chat.postMessage', error: '503' })
  await expect(post(world)).rejects.toMatchObject({ code: ErrorCode.HTTPError, statusCode: 503 })
})

test('the connection is cut before the message is posted', async () => {
  const world = await start()
  world.faults.add({ service: 'slack', call: 'chat.postMessage', drop: true })
  await expect(post(world)).rejects.toMatchObject({ code: ErrorCode.RequestError })
  expect(await textsIn(world)).toEqual([])
})

test('the connection is cut after the message was posted: a client that tries again posts twice', async () => {
  const world = await start()
  world.faults.add({ service: 'slack', call: 'chat.postMessage', drop: true, afterEffect: true })
  const retrying = world.createClient('xoxb-sandbox', {
    retryConfig: { retries: 1, minTimeout: 1, maxTimeout: 1 },
  })
  await retrying.chat.postMessage({ channel: 'C0READY', text: 'hello' })
  expect(await textsIn(world)).toEqual(['hello', 'hello'])
})

test('an answer that is late by the clock', async () => {
  const world = await start()
  world.faults.add({ service: 'slack', call: 'auth.test', delayMs: 5_000 })
  let isAnswered = false
  const answer = world.client.auth.test().then(() => {
    isAnswered = true
  })
  while (world.faults.list().length > 0) await new Promise(setImmediate)
  expect(isAnswered).toBe(false)
  world.clock.advance(5_000)
  await answer
})

test('strict limits: the 51st update within a minute has to wait', async () => {
  const world = await start({ rateLimits: 'strict' })
  const { ts } = await post(world)
  const update = () => world.client.chat.update({ channel: 'C0READY', ts: String(ts), text: 'x' })
  for (let count = 1; count <= 50; count += 1) await update()
  await expect(update()).rejects.toMatchObject({ code: ErrorCode.RateLimitedError, retryAfter: 2 })
  world.clock.advance(2_000)
  expect((await update()).ok).toBe(true)
})

test('strict limits: one message per second and channel, after a short burst', async () => {
  const world = await start({ rateLimits: 'strict' })
  for (let count = 1; count <= 10; count += 1) await post(world)
  await expect(post(world)).rejects.toMatchObject({ code: ErrorCode.RateLimitedError, retryAfter: 1 })
  expect((await world.client.chat.postMessage({ channel: 'C0ALERTS', text: 'x' })).ok).toBe(true)
  world.clock.advance(1_000)
  expect((await post(world)).ok).toBe(true)
})

test('without strict limits nobody has to wait', async () => {
  const world = await start()
  for (let count = 1; count <= 60; count += 1) await post(world)
  expect(await textsIn(world)).toHaveLength(60)
})

test('every call stands on the timeline with its target and its outcome', async () => {
  const world = await start()
  await post(world)
  await refusalOf(world.client.chat.postEphemeral({ channel: 'C0READY', user: 'U0MARIA', text: '' }))
  world.faults.add({ service: 'slack', call: 'usergroups.users.list', drop: true })
  await world.client.usergroups.users.list({ usergroup: 'S0ONCALL' }).catch(() => undefined)
  const moments = world.timeline.recent()
  expect(moments.map(({ title }) => title)).toEqual([
    'chat.postMessage #ami-ready -> ok',
    'chat.postEphemeral #ami-ready @maria -> no_text',
    'usergroups.users.list @on-call -> dropped',
  ])
  expect(JSON.stringify(moments)).not.toContain('xoxb-sandbox')
})
