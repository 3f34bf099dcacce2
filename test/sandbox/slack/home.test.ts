import type { JsonObject } from '../../../sandbox/slack/types.ts'
import { type RunningSlack, refusalOf, startSlack } from './start-slack.ts'

let world: RunningSlack
beforeEach(async () => {
  world = await startSlack()
})
afterEach(() => world.stop())

const home = (text: string) => ({
  type: 'home',
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text } },
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
    },
  ],
})
const publish = (view: JsonObject, more: JsonObject = {}) =>
  world.client.apiCall('views.publish', { user_id: 'U0MARIA', view, ...more })

test('opening Home for the first time sends an event, later only reads', async () => {
  world.botAnswers(async () => {
    await publish(home('Welcome'))
    return new Response('')
  })
  const look = () => world.get<JsonObject>('/people/maria/home')
  expect(await look()).toMatchObject({ type: 'home', blocks: [{ text: { text: 'Welcome' } }, {}] })
  await look()
  expect(world.received).toHaveLength(1)
  expect(world.received[0]?.isGenuine).toBe(true)
  expect(world.received[0]?.body).toMatchObject({
    type: 'event_callback',
    team_id: 'T0SANDBOX',
    api_app_id: 'A0AMIOPS',
    event_id: expect.stringMatching(/^Ev/),
    event: { type: 'app_home_opened', user: 'U0MARIA', channel: 'D0MARIA', tab: 'home' },
  })
})

test('a Home opened again carries the view that is shown', async () => {
  await publish(home('Welcome'))
  await world.post('/people/maria/home')
  expect(world.received[0]?.body.event).toMatchObject({ view: { type: 'home', blocks: [{}, {}] } })
})

test('nobody has published a Home yet', async () => {
  expect(await world.get('/people/alex/home')).toBeNull()
})

test('a button of the Home is clicked', async () => {
  await publish(home('Welcome'))
  await world.post('/people/maria/click', { action_id: 'go' })
  expect(world.received[0]?.body).toMatchObject({
    container: { type: 'view' },
    actions: [{ action_id: 'go' }],
  })
  expect(world.received[0]?.body).not.toHaveProperty('channel')
})

test('two publish at once: the one with the old hash loses', async () => {
  const { view } = (await publish(home('one'))) as unknown as { view: { hash: string } }
  await publish(home('two'), { hash: view.hash })
  expect((await refusalOf(publish(home('three'), { hash: view.hash }))).error).toBe('hash_conflict')
})

test('a modal is no Home, and nobody is no person', async () => {
  const modal = { ...home('x'), type: 'modal', title: { type: 'plain_text', text: 'x' } }
  expect((await refusalOf(publish(modal))).error).toBe('invalid_arguments')
  expect((await refusalOf(publish(home('x'), { user_id: 'U0NOBODY' }))).error).toBe('user_not_found')
})

/** Lets the bot hear so many deliveries, and the next one be set up. */
const heard = async (count: number) => {
  while (world.received.length < count || world.slack.pending() > 0) await new Promise(setImmediate)
  // The next sleep is set up once the answer has been read.
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate)
}
const header = (name: string) => world.received.map(({ headers }) => headers.get(name))

test('an event that the bot fails is sent again: at once, after a minute, after five, then no more', async () => {
  world.botAnswers(() => new Response('', { status: 500 }))
  await world.post('/people/maria/home')
  await heard(2)
  world.clock.advance(59_999)
  await heard(2)
  expect(world.received).toHaveLength(2)
  world.clock.advance(1)
  await heard(3)
  world.clock.advance(299_999)
  await heard(3)
  expect(world.received).toHaveLength(3)
  world.clock.advance(1)
  await heard(4)
  world.clock.advance(3_600_000)
  await heard(4)
  expect(header('x-slack-retry-num')).toEqual([null, '1', '2', '3'])
  expect(header('x-slack-retry-reason')).toEqual([null, 'http_error', 'http_error', 'http_error'])
  expect(new Set(world.received.map(({ body }) => body.event_id)).size).toBe(1)
  expect(world.received.every(({ isGenuine }) => isGenuine)).toBe(true)
})

test('an event that came too late is sent again, and an answer ends it', async () => {
  let deliveries = 0
  world.botAnswers(() => {
    deliveries += 1
    if (deliveries > 1) return new Response('')
    world.clock.advance(3_000)
    return new Promise(resolve => setImmediate(() => resolve(new Response(''))))
  })
  await world.post('/people/maria/home')
  await heard(2)
  world.clock.advance(3_600_000)
  await heard(2)
  expect(header('x-slack-retry-reason')).toEqual([null, 'http_timeout'])
})

test('an event that met nobody is sent again for that reason', async () => {
  const lonely = await startSlack({ botUrl: () => 'http://127.0.0.1:1/' })
  await lonely.post('/people/maria/home')
  const titles = () => lonely.timeline.recent().map(({ title }) => title)
  while (titles().length < 2) await new Promise(setImmediate)
  expect(titles()[1]).toMatch(/^maria opened Home \(retry 1\) -> dispatch_failed/)
  await lonely.stop()
})

test('the bot fails and asks for no retry', async () => {
  world.botAnswers(() => new Response('', { status: 500, headers: { 'x-slack-no-retry': '1' } }))
  await world.post('/people/maria/home')
  world.clock.advance(3_600_000)
  await heard(1)
  expect(world.received).toHaveLength(1)
})

test('a request URL is verified by its challenge, bare or as JSON', async () => {
  const verify = () => world.post('/slack/verify')
  world.botAnswers(({ body }) => new Response(String(body.challenge)))
  expect(await verify()).toEqual({ status: 200, verified: true })
  world.botAnswers(({ body }) => Response.json({ challenge: body.challenge }))
  expect(await verify()).toEqual({ status: 200, verified: true })
  world.botAnswers(() => new Response('ok'))
  expect(await verify()).toEqual({ status: 200, verified: false })
  expect(world.received[0]?.isGenuine).toBe(true)
  expect(world.received[0]?.body).toMatchObject({ type: 'url_verification' })
})

/** An app whose manifest subscribes to these events. */
const subscribed = async (events: readonly string[]) => {
  await world.stop()
  world = await startSlack({ events })
}
const state = async () => (await world.get<JsonObject>('/slack')).eventsUrl

test('events wait for a URL that answered the challenge: refused at first, sent after Retry', async () => {
  await subscribed(['app_home_opened'])
  expect(await state()).toBe('not asked')
  world.botAnswers(() => new Response('', { status: 503 }))
  expect(await world.post('/people/maria/home')).toEqual({ status: 0 })
  await world.post('/people/maria/home')
  expect(await state()).toBe('refused')
  expect(world.received.map(({ body }) => body.type)).toEqual(['url_verification'])
  world.botAnswers(({ body }) => Response.json({ challenge: body.challenge ?? '' }))
  expect(await world.post('/slack/verify')).toEqual({ status: 200, verified: true })
  expect(await world.post('/people/maria/home')).toEqual({ status: 200 })
  expect(await state()).toBe('verified')
  expect(world.received.at(-1)?.body).toMatchObject({ event: { type: 'app_home_opened' } })
})

test('an event that the manifest does not name is not sent', async () => {
  await subscribed(['member_joined_channel'])
  expect(await world.post('/people/maria/home')).toEqual({ status: 0 })
  expect(world.received).toEqual([])
})

test('whether the URL is verified outlives the process', async () => {
  await subscribed(['app_home_opened'])
  world.botAnswers(({ body }) => Response.json({ challenge: body.challenge ?? '' }))
  await world.post('/people/maria/home')
  const kept = JSON.parse(JSON.stringify(world.slack.snapshot()))
  await subscribed(['app_home_opened'])
  world.slack.restore(kept)
  expect(await state()).toBe('verified')
})

test('an app without a Home tab publishes none', async () => {
  const tabless = await startSlack({ hasHomeTab: false })
  const refused = tabless.client.apiCall('views.publish', { user_id: 'U0MARIA', view: home('x') })
  expect((await refusalOf(refused)).error).toBe('not_enabled')
  await tabless.stop()
})
