import { type RunningSlack, startSlack } from './start-slack.ts'

let world: RunningSlack
beforeEach(async () => {
  world = await startSlack()
})
afterEach(() => world.stop())

const typed = { channel: 'ami-ready', command: '/ami', text: 'list failed' }
const json = (body: object) => Response.json(body)

test('a command reaches the bot with every field that Slack sends', async () => {
  expect(await world.post('/people/maria/command', typed)).toEqual({ status: 200 })
  const [request] = world.received
  expect(request?.isGenuine).toBe(true)
  expect(request?.body).toEqual({
    token: 'sandbox-verification-token',
    team_id: 'T0SANDBOX',
    team_domain: 'sandbox',
    enterprise_id: 'E0SANDBOX',
    enterprise_name: 'Sandbox Organization',
    channel_id: 'C0READY',
    channel_name: 'ami-ready',
    user_id: 'U0MARIA',
    user_name: 'maria',
    command: '/ami',
    text: 'list failed',
    api_app_id: 'A0AMIOPS',
    is_enterprise_install: 'false',
    response_url: expect.stringContaining('/slack/response/commands/T0SANDBOX/'),
    trigger_id: expect.any(String),
  })
})

test('a plain answer is shown to the one who asked, and to nobody else', async () => {
  world.botAnswers(() => new Response('Looking…'))
  expect(await world.post('/people/maria/command', typed)).toEqual({ status: 200, body: 'Looking…' })
  expect(await world.get('/people/maria/private')).toMatchObject([
    { text: 'Looking…', channel: 'C0READY', is_ephemeral: true },
  ])
  expect(await world.get('/people/alex/private')).toEqual([])
  expect(await world.get('/channels/ami-ready/messages')).toEqual([])
})

test('an answer for the channel shows the command too', async () => {
  world.botAnswers(() => json({ response_type: 'in_channel', text: 'Two images failed' }))
  await world.post('/people/maria/command', typed)
  expect(await world.get('/channels/ami-ready/messages')).toMatchObject([
    { user: 'U0MARIA', text: '/ami list failed' },
    { user: 'U0AMIOPS', text: 'Two images failed' },
  ])
})

test('the person sees that Slack refused the blocks of an answer', async () => {
  world.botAnswers(() => json({ text: 'x', blocks: [{ type: 'header' }] }))
  await world.post('/people/maria/command', typed)
  expect(await world.get('/people/maria/private')).toMatchObject([
    { text: '/ami failed with the error "invalid_blocks"' },
  ])
})

test('the bot fails and the person reads so', async () => {
  world.botAnswers(() => new Response('', { status: 502 }))
  expect(await world.post('/people/maria/command', typed)).toMatchObject({ status: 502 })
  expect(await world.get('/people/maria/private')).toMatchObject([
    { text: '/ami failed with the error "dispatch_failed"' },
  ])
})

test('the bot needs more than three seconds', async () => {
  world.botAnswers(async () => {
    world.clock.advance(3_001)
    await new Promise(resolve => setImmediate(resolve))
    return new Response('too late')
  })
  expect(await world.post('/people/maria/command', typed)).toEqual({ status: 0, error: 'operation_timeout' })
  expect(await world.get('/people/maria/private')).toMatchObject([
    { text: '/ami failed with the error "operation_timeout"' },
  ])
})

test('nobody listens at the bot’s address', async () => {
  const lonely = await startSlack({ botUrl: () => 'http://127.0.0.1:1/' })
  expect(await lonely.post('/people/maria/command', typed)).toMatchObject({
    status: 0,
    error: 'dispatch_failed',
  })
  await lonely.stop()
})

test('a guest’s client does not know the command', async () => {
  expect(await world.post('/people/guest/command', typed)).toEqual({ status: 0, error: 'invalid_command' })
  expect(world.received).toHaveLength(0)
  expect(await world.get('/people/guest/private')).toMatchObject([{ text: '/ami is not a valid command.' }])
})
