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

test('the first look at Home tells the bot, later looks only read', async () => {
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

test('an event that the bot fails is sent again: at once, after a minute, after five', async () => {
  world.botAnswers(() => new Response('', { status: 500 }))
  await world.post('/people/maria/home')
  const heard = async (count: number) => {
    while (world.received.length < count || world.slack.pending() > 0) await new Promise(setImmediate)
    // The next sleep is set up once the answer has been read.
    await new Promise(setImmediate)
  }
  await heard(2)
  world.clock.advance(60_000)
  await heard(3)
  world.clock.advance(300_000)
  await heard(4)
  expect(world.received.map(({ headers }) => headers.get('x-slack-retry-num'))).toEqual([null, '1', '2', '3'])
  expect(world.received.map(({ headers }) => headers.get('x-slack-retry-reason'))).toEqual([
    null,
    'http_error',
    'http_error',
    'http_error',
  ])
  expect(new Set(world.received.map(({ body }) => body.event_id)).size).toBe(1)
})
