import type { JsonObject } from '../../../sandbox/slack/types.ts'
import { type RunningSlack, startSlack } from './start-slack.ts'

let world: RunningSlack
beforeEach(async () => {
  world = await startSlack()
})
afterEach(() => world.stop())

const plain = (text: string) => ({ type: 'plain_text', text })
const option = (value: string) => ({ text: plain(value), value })
const menu = (more: JsonObject = {}) => ({ type: 'external_select', action_id: 'image', ...more })
const answer = (...values: string[]) => Response.json({ options: values.map(option) })

const postMenu = async (element: JsonObject = menu()) => {
  const blocks = [{ type: 'actions', block_id: 'row', elements: [element] }]
  const { ts } = await world.client.chat.postMessage({ channel: 'C0READY', text: 'x', blocks } as never)
  return String(ts)
}
const openMenu = async (element: JsonObject = menu()) => {
  await world.post('/people/maria/command', { channel: 'C0READY', command: '/ami' })
  const blocks = [{ type: 'input', block_id: 'row', label: plain('Image'), element }]
  const view = { type: 'modal', title: plain('Title'), submit: plain('Go'), blocks }
  const opened = await world.client.views.open({
    trigger_id: world.received.at(-1)?.body.trigger_id,
    view,
  } as never)
  return (opened as unknown as { view: { id: string } }).view.id
}
const ask = (value: string, more: JsonObject = {}, person = 'maria') =>
  world.ask('POST', `/people/${person}/suggest`, { action_id: 'image', value, ...more })

test('what a person types in a message’s menu reaches the bot, signed, and its options come back', async () => {
  const ts = await postMenu()
  world.botAnswers(() => answer('ami-1', 'ami-2'))
  expect((await ask('ami', { channel: 'ami-ready', ts })).body).toEqual({
    status: 200,
    options: [option('ami-1'), option('ami-2')],
  })
  const [request] = world.received
  expect(request?.isGenuine).toBe(true)
  expect(request?.body).toMatchObject({
    type: 'block_suggestion',
    user: { id: 'U0MARIA', team_id: 'T0SANDBOX' },
    team: { id: 'T0SANDBOX' },
    api_app_id: 'A0AMIOPS',
    container: { type: 'message', message_ts: ts, channel_id: 'C0READY', is_ephemeral: false },
    channel: { id: 'C0READY' },
    message: { ts },
    action_id: 'image',
    block_id: 'row',
    value: 'ami',
  })
  expect(request?.body).not.toHaveProperty('trigger_id')
  expect(request?.body).not.toHaveProperty('response_url')
})

test('only what the bot suggested to this person can be chosen', async () => {
  const ts = await postMenu()
  world.botAnswers(() => answer('ami-1'))
  await ask('ami', { channel: 'ami-ready', ts })
  const choose = (person: string, value: string) =>
    world.ask('POST', `/people/${person}/click`, { channel: 'ami-ready', ts, action_id: 'image', value })
  expect((await choose('maria', 'ami-2')).status).toBe(422)
  expect((await choose('alex', 'ami-1')).status).toBe(422)
  expect(world.received).toHaveLength(1)
  expect((await choose('maria', 'ami-1')).status).toBe(200)
  expect(world.received[1]?.body.actions).toMatchObject([
    { type: 'external_select', selected_option: { value: 'ami-1' } },
  ])
})

test('a menu of a modal is searched, and the choice is submitted', async () => {
  const id = await openMenu()
  world.botAnswers(() => answer('ami-1'))
  await ask('ami')
  expect(world.received.at(-1)?.body).toMatchObject({
    container: { type: 'view', view_id: id },
    view: { id },
    block_id: 'row',
  })
  world.botAnswers(() => new Response(''))
  expect(await world.post('/people/maria/submit', { values: { row: { image: 'ami-1' } } })).toEqual({
    status: 200,
  })
  expect(world.received.at(-1)?.body).toMatchObject({
    view: { state: { values: { row: { image: { selected_option: { value: 'ami-1' } } } } } },
  })
})

test('several are chosen from several searches, and from groups', async () => {
  await openMenu({ type: 'multi_external_select', action_id: 'image' })
  world.botAnswers(() => answer('one'))
  await ask('one')
  const groups = { option_groups: [{ label: plain('More'), options: [option('two')] }] }
  world.botAnswers(() => Response.json(groups))
  expect((await ask('two')).body).toEqual({ status: 200, ...groups })
  world.botAnswers(() => new Response(''))
  await world.post('/people/maria/submit', { values: { row: { image: ['one', 'two'] } } })
  expect(world.received.at(-1)?.body).toMatchObject({
    view: {
      state: { values: { row: { image: { selected_options: [{ value: 'one' }, { value: 'two' }] } } } },
    },
  })
})

test('the bot is asked from the third character on, or from where the menu says', async () => {
  const waiting = await postMenu()
  const eager = await postMenu(menu({ min_query_length: 0 }))
  const statuses = async (ts: string, ...values: string[]) =>
    Promise.all(values.map(async value => (await ask(value, { channel: 'ami-ready', ts })).status))
  world.botAnswers(() => answer('ami-1'))
  expect(await statuses(waiting, 'am', 'ami')).toEqual([422, 200])
  expect(await statuses(eager, '', 'a')).toEqual([200, 200])
  expect(world.received).toHaveLength(3)
})

test('a menu with its own options asks nobody', async () => {
  const ts = await postMenu({ type: 'static_select', action_id: 'image', options: [option('one')] })
  expect((await ask('one', { channel: 'ami-ready', ts })).status).toBe(422)
  expect(world.received).toHaveLength(0)
})

const long = { text: plain('x'.repeat(76)), value: 'x' }
test.each([
  ['nothing', '', ['must provide an object [json-pointer:]']],
  ['no options', '{}', ['must define either `options` or `option_groups` [json-pointer:]']],
  [
    'a text that is too long',
    { options: [long] },
    ['must be less than 76 characters [json-pointer:/options/0/text/text]'],
  ],
  [
    '101 options',
    { options: Array.from({ length: 101 }, (_, index) => option(String(index))) },
    ['no more than 100 items allowed [json-pointer:/options]'],
  ],
  [
    'both lists',
    { options: [], option_groups: [] },
    ['must define only one of `options`, `option_groups` [json-pointer:]'],
  ],
])('the bot answers with %s, and the menu stays empty', async (_name, body, messages) => {
  const ts = await postMenu()
  world.botAnswers(() => new Response(typeof body === 'string' ? body : JSON.stringify(body)))
  const { body: outcome } = await ask('ami', { channel: 'ami-ready', ts })
  expect(outcome).toMatchObject({ status: 200, error: 'invalid_options' })
  expect(outcome).not.toHaveProperty('options')
  expect((outcome as { messages: string[] }).messages).toEqual(expect.arrayContaining(messages))
})

test('a hundred options are taken, and none at all too', async () => {
  const ts = await postMenu()
  const count = async (length: number) => {
    world.botAnswers(() => answer(...Array.from({ length }, (_, index) => String(index))))
    return (await ask('ami', { channel: 'ami-ready', ts })).body as { options: unknown[] }
  }
  expect((await count(100)).options).toHaveLength(100)
  expect((await count(0)).options).toEqual([])
})

test('the bot fails or needs more than three seconds', async () => {
  const ts = await postMenu()
  world.botAnswers(() => new Response('', { status: 500 }))
  expect((await ask('ami', { channel: 'ami-ready', ts })).body).toEqual({
    status: 500,
    error: 'dispatch_failed',
  })
  world.botAnswers(() => {
    world.clock.advance(3_000)
    return new Promise(resolve => setImmediate(() => resolve(answer('ami-1'))))
  })
  expect((await ask('ami', { channel: 'ami-ready', ts })).body).toEqual({
    status: 0,
    error: 'operation_timeout',
  })
})
