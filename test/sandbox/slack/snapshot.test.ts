import type { JsonObject } from '../../../sandbox/slack/types.ts'
import { type RunningSlack, refusalOf, startSlack } from './start-slack.ts'

const running: RunningSlack[] = []
const start = async () => {
  const world = await startSlack()
  running.push(world)
  return world
}
afterEach(async () => {
  for (const world of running.splice(0)) await world.stop()
})

const section = { type: 'section', text: { type: 'mrkdwn', text: '<@U0SAM> look' } }
const go = {
  type: 'actions',
  elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
}
const file = { filename: 'a.txt', file: Buffer.from('Größe'), channel_id: 'C0READY' }
const respond = (url: string) =>
  fetch(url, {
    method: 'POST',
    body: '{"text":"x"}',
    headers: { 'content-type': 'application/json' },
  })

/** A workspace in which all has happened that can be kept. */
const used = async () => {
  const world = await start()
  const { chat, views } = world.client
  const metadata = { event_type: 'card', event_payload: { id: 'ami-1' } }
  const root = await chat.postMessage({ channel: 'C0READY', text: 'root', blocks: [section, go], metadata })
  await chat.postMessage({ channel: 'C0READY', text: 'reply', thread_ts: String(root.ts) })
  await chat.postMessage({ channel: 'U0SAM', text: 'direct' })
  await chat.postEphemeral({ channel: 'C0READY', user: 'U0MARIA', text: 'only you', blocks: [go] })
  await views.publish({ user_id: 'U0MARIA', view: { type: 'home', blocks: [section] } } as never)
  await world.post('/channels', { name: 'old', archived: true })
  await world.post('/channels/ami-ready/read', { person: 'alex' })
  await world.post('/usergroups/ami-operators', { people: ['alex'] })
  await world.post('/people/maria/click', { channel: 'C0READY', ts: root.ts, action_id: 'go' })
  await world.client.filesUploadV2(file)
  return { world, ts: String(root.ts), responseUrl: String(world.received[0]?.body.response_url) }
}

const kept = (world: RunningSlack): JsonObject => JSON.parse(JSON.stringify(world.slack.snapshot()))
const withoutHost = (world: RunningSlack, value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll(world.urlOf(''), 'http://here'))

const EMPTY: JsonObject = {
  lastTsMicros: 1,
  userGroups: [],
  channels: [],
  ephemerals: [],
  homes: [],
  homeVisitors: [],
  files: [],
  responseUrls: [],
}

const ROUTES = [
  '/channels',
  '/channels/ami-ready/messages',
  '/channels/old/messages',
  '/people',
  '/people/maria/private',
  '/people/sam/private',
  '/people/maria/home',
  '/usergroups',
]

test('a used workspace, put into a new one, gives the same answers', async () => {
  const { world } = await used()
  const fresh = await start()
  fresh.slack.restore(kept(world))
  for (const route of ROUTES) {
    expect(withoutHost(fresh, await fresh.get(route))).toEqual(withoutHost(world, await world.get(route)))
  }
  const history = (of: RunningSlack) =>
    of.client.conversations.history({ channel: 'C0READY', include_all_metadata: true })
  expect((await history(fresh)).messages?.length).toBe(2)
  expect(withoutHost(fresh, (await history(fresh)).messages)).toEqual(
    withoutHost(world, (await history(world)).messages),
  )
  expect(kept(fresh)).toMatchObject({ lastTsMicros: kept(world).lastTsMicros })
})

test('a card still works after the new start, and new messages come after the old ones', async () => {
  const { world, ts } = await used()
  const fresh = await start()
  fresh.slack.restore(kept(world))
  const gesture = { channel: 'C0READY', ts, action_id: 'go' }
  expect(await fresh.post('/people/alex/click', gesture)).toEqual({ status: 200 })
  expect((await fresh.client.chat.update({ channel: 'C0READY', ts, text: 'after' })).ok).toBe(true)
  const { ts: next } = await fresh.client.chat.postMessage({ channel: 'C0READY', text: 'next' })
  const messages = await fresh.get('/channels/C0READY/messages')
  expect(messages.at(-1)?.ts).toBe(next)
  expect(new Set(messages.map(message => message.ts)).size).toBe(messages.length)
})

test('a file is still there, at the address of the new start', async () => {
  const { world } = await used()
  const fresh = await start()
  fresh.slack.restore(kept(world))
  const shared = (await fresh.get<{ files?: JsonObject[] }[]>('/channels/ami-ready/messages')).at(-1)
  const address = String(shared?.files?.[0]?.url_private)
  expect(address).toContain(fresh.urlOf('/slack/files/'))
  const bytes = await fetch(address, { headers: { authorization: 'Bearer xoxb-sandbox' } })
  expect(await bytes.text()).toBe('Größe')
})

test('a response_url keeps the uses that it has left', async () => {
  const { world, responseUrl } = await used()
  await respond(responseUrl)
  await respond(responseUrl)
  const fresh = await start()
  fresh.slack.restore(kept(world))
  const again = responseUrl.replace(world.urlOf(''), fresh.urlOf(''))
  const statuses = []
  for (let use = 1; use <= 4; use += 1) statuses.push((await respond(again)).status)
  expect(statuses).toEqual([200, 200, 200, 404])
})

test('an open modal does not outlive the client', async () => {
  const world = await start()
  await world.post('/people/maria/command', { channel: 'C0READY', command: '/ami' })
  const title = { type: 'plain_text', text: 'Title' }
  const view = { type: 'modal', title, blocks: [] }
  await world.client.views.open({ trigger_id: world.received[0]?.body.trigger_id, view } as never)
  const fresh = await start()
  fresh.slack.restore(kept(world))
  expect(await fresh.get('/people/maria/modal')).toBeNull()
  expect(JSON.stringify(kept(world))).not.toContain('trigger_id')
})

test('readers are notified of everything that was restored', async () => {
  const { world } = await used()
  const fresh = await start()
  const changes: unknown[] = []
  fresh.slack.onChange(change => changes.push(change))
  fresh.slack.restore(kept(world))
  expect(changes).toContainEqual({ type: 'channel', name: 'old' })
  expect(changes).toContainEqual({ type: 'person', name: 'guest' })
})

test.each([
  ['nothing', undefined, 'the whole'],
  ['another file', { images: [] }, 'lastTsMicros'],
  ['a damaged channel', { ...EMPTY, channels: [{ id: 'C1' }] }, 'channels.0.name'],
])('%s is no snapshot, and the workspace stays as it was', async (_name, snapshot, where) => {
  const { world } = await used()
  const before = kept(world)
  expect(() => world.slack.restore(snapshot)).toThrow(
    `Expected a snapshot of the Slack workspace, but ${where} does not fit.`,
  )
  expect(kept(world)).toEqual(before)
})

test('a restored workspace still refuses what Slack refuses', async () => {
  const { world } = await used()
  const fresh = await start()
  fresh.slack.restore(kept(world))
  const old = (await fresh.get('/channels')).find(({ name }) => name === 'old')
  const post = fresh.client.chat.postMessage({ channel: String(old?.id), text: 'x' })
  expect((await refusalOf(post)).error).toBe('is_archived')
})
