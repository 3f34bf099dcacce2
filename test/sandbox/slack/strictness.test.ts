import { ErrorCode } from '@slack/web-api'
import { readManifest } from '../../../sandbox/slack/manifest.ts'
import { type RunningSlack, refusalOf, startSlack } from './start-slack.ts'

/** What the token may do, how often, and what the workspace has paid for. */

let world: RunningSlack
beforeEach(async () => {
  world = await startSlack({ ...readManifest(), rateLimits: 'strict' })
})
afterEach(() => world.stop())

const post = (channel = 'C0READY', more: object = {}) =>
  world.client.chat.postMessage({ channel, text: 'x', ...more } as never)
const many = async (count: number, call: (index: number) => Promise<unknown>) => {
  for (let index = 0; index < count; index += 1) await call(index)
}
const isLimited = (retryAfter: number) => ({ code: ErrorCode.RateLimitedError, retryAfter })
const settings = (body?: object) => world.ask(body ? 'POST' : 'GET', '/slack', body)

test('the scopes of the manifest are all that the token may use', async () => {
  expect((await post()).ok).toBe(true)
  const join = world.client.conversations.join({ channel: 'C0READY' })
  await expect(join).rejects.toMatchObject({
    data: {
      error: 'missing_scope',
      needed: 'channels:join',
      provided: readManifest().scopes.join(','),
    },
  })
})

test('a manifest without scopes is refused, and the file is named', () => {
  expect(() => readManifest('package.json')).toThrow(/package\.json.*oauth_config\.scopes\.bot/)
})

test('an app whose manifest has no messages tab cannot send direct messages', async () => {
  const silent = await startSlack({ hasMessagesTab: false })
  const direct = silent.client.chat.postMessage({ channel: 'U0SAM', text: 'hello' })
  await expect(direct).rejects.toMatchObject({ data: { error: 'messages_tab_disabled' } })
  expect((await silent.client.chat.postMessage({ channel: 'C0READY', text: 'hello' })).ok).toBe(true)
  await silent.stop()
})

test('a burst of ten into a channel passes, the eleventh waits, and a reply counts like a post', async () => {
  const { ts } = await post()
  await many(9, () => post('C0READY', { thread_ts: ts }))
  await expect(post('C0READY', { thread_ts: ts })).rejects.toMatchObject(isLimited(1))
  expect((await post('C0ALERTS')).ok).toBe(true)
  world.clock.advance(1_000)
  expect((await post('#ami-ready')).ok).toBe(true)
  await expect(post()).rejects.toMatchObject(isLimited(1))
})

test('a person and the direct message with them are one channel', async () => {
  await many(5, () => post('U0SAM'))
  await many(5, () => post('D0SAM'))
  await expect(post('U0SAM')).rejects.toMatchObject(isLimited(1))
})

test('an ephemeral message counts for its channel too', async () => {
  await many(10, () => post())
  const ephemeral = world.client.chat.postEphemeral({ channel: 'C0READY', user: 'U0SAM', text: 'x' })
  await expect(ephemeral).rejects.toMatchObject(isLimited(1))
})

test('300 posts a minute are all that a workspace takes, spread over however many channels', async () => {
  const names = Array.from({ length: 31 }, (_, index) => `many-${index}`)
  for (const name of names) await world.post('/channels', { name })
  await many(300, index => post(names[Math.floor(index / 10)]))
  await expect(post(names[30])).rejects.toMatchObject(isLimited(1))
})

test('the tiers: the call after the last allowed one has to wait', async () => {
  const view = { type: 'home', blocks: [] }
  const calls: [number, () => Promise<unknown>, number][] = [
    [20, () => world.client.usergroups.users.list({ usergroup: 'S0ONCALL' }), 3],
    [100, () => world.client.views.publish({ user_id: 'U0SAM', view } as never), 1],
    [600, () => world.client.auth.test(), 1],
  ]
  for (const [perMinute, call, retryAfter] of calls) {
    await many(perMinute, call)
    await expect(call()).rejects.toMatchObject(isLimited(retryAfter))
    world.clock.advance(retryAfter * 1_000)
    await call()
  }
})

test('limits are switched off and on while the workspace runs', async () => {
  expect((await settings()).body).toMatchObject({
    rateLimits: 'strict',
    plan: 'paid',
    gov: false,
    orgWide: false,
  })
  await many(10, () => post())
  await settings({ rateLimits: 'off' })
  await many(20, () => post())
  world.slack.rateLimits.mode = 'strict'
  expect((await settings()).body).toMatchObject({ rateLimits: 'strict' })
  await many(10, () => post())
  await expect(post()).rejects.toMatchObject(isLimited(1))
})

test('a setting that does not exist is refused, and nothing changes', async () => {
  for (const body of [{ rateLimits: 'lenient' }, { plan: 'gold' }, { limits: 'off' }]) {
    expect((await settings(body)).status).toBe(422)
  }
  expect((await settings()).body).toMatchObject({
    rateLimits: 'strict',
    plan: 'paid',
    gov: false,
    orgWide: false,
  })
})

test('GovSlack has its own domain in every link', async () => {
  await settings({ gov: true })
  expect((await world.client.auth.test()).url).toBe('https://sandbox.slack-gov.com/')
  const { channel = '', ts = '' } = await post()
  const { permalink } = await world.client.chat.getPermalink({ channel, message_ts: ts })
  expect(permalink).toMatch(/^https:\/\/sandbox\.slack-gov\.com\/archives\//)
  await settings({ gov: false })
  expect((await world.client.auth.test()).url).toBe('https://sandbox.slack.com/')
})

test('on the free plan there are no user groups', async () => {
  await settings({ plan: 'free' })
  const refusals = [
    refusalOf(world.client.usergroups.list()),
    refusalOf(world.client.usergroups.users.list({ usergroup: 'S0ONCALL' })),
  ]
  for (const refusal of refusals) expect((await refusal).error).toBe('plan_upgrade_required')
  await settings({ plan: 'paid' })
  expect((await world.client.usergroups.list()).ok).toBe(true)
})
