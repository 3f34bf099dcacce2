import { createTimeline } from '../../../sandbox/kernel/timeline.ts'
import { createManualClock } from './manual-clock.ts'
import { type RunningSlack, startSlack } from './start-slack.ts'

let world: RunningSlack
beforeEach(async () => {
  world = await startSlack()
})
afterEach(() => world.stop())

const card = (blockId = 'actions') => [
  { type: 'section', text: { type: 'mrkdwn', text: 'An image' } },
  {
    type: 'actions',
    block_id: blockId,
    elements: [
      { type: 'button', action_id: 'enable', text: { type: 'plain_text', text: 'Enable' }, value: 'one' },
      {
        type: 'overflow',
        action_id: 'more',
        options: [
          { text: { type: 'plain_text', text: 'Details' }, value: 'details' },
          { text: { type: 'plain_text', text: 'History' }, value: 'history' },
        ],
      },
    ],
  },
]

const postCard = async () => {
  const { ts } = await world.client.chat.postMessage({
    channel: 'ami-ready',
    text: 'An image',
    blocks: card(),
  })
  return String(ts)
}

test('a click reaches the bot as a signed form that Bolt accepts', async () => {
  const ts = await postCard()
  expect(await world.post('/people/maria/click', { channel: 'ami-ready', ts, action_id: 'enable' })).toEqual({
    status: 200,
  })
  const [request] = world.received
  expect(request?.isGenuine).toBe(true)
  expect(request?.headers.get('content-type')).toBe('application/x-www-form-urlencoded')
  expect(request?.body).toMatchObject({
    type: 'block_actions',
    user: { id: 'U0MARIA', username: 'maria', name: 'maria', team_id: 'T0SANDBOX' },
    api_app_id: 'A0AMIOPS',
    team: { id: 'T0SANDBOX', domain: 'sandbox' },
    enterprise: { id: 'E0SANDBOX', name: 'Sandbox Organization' },
    is_enterprise_install: false,
    container: { type: 'message', message_ts: ts, channel_id: 'C0READY', is_ephemeral: false },
    channel: { id: 'C0READY', name: 'ami-ready' },
    message: { ts, text: 'An image', user: 'U0AMIOPS', bot_id: 'B0AMIOPS' },
    state: { values: {} },
    actions: [{ type: 'button', action_id: 'enable', block_id: 'actions', value: 'one' }],
  })
  expect(world.timeline.recent().map(moment => moment.title)).toContain('maria clicked Enable -> 200 in 0 ms')
})

test('every click has an action_ts and a trigger of its own', async () => {
  const ts = await postCard()
  const gesture = { channel: 'C0READY', ts, action_id: 'enable' }
  await Promise.all([world.post('/people/maria/click', gesture), world.post('/people/alex/click', gesture)])
  const seen = world.received.map(
    ({ body }) => body as { trigger_id: string; actions: { action_ts: string }[] },
  )
  expect(new Set(seen.map(body => body.actions[0]?.action_ts)).size).toBe(2)
  expect(new Set(seen.map(body => body.trigger_id)).size).toBe(2)
})

test('an option of an overflow is chosen by its value', async () => {
  const ts = await postCard()
  const gesture = { channel: 'ami-ready', ts, action_id: 'more', value: 'history' }
  expect(await world.post('/people/sam/click', gesture)).toEqual({ status: 200 })
  expect(world.received[0]?.body.actions).toMatchObject([
    { type: 'overflow', action_id: 'more', selected_option: { value: 'history' } },
  ])
})

test('an option that is not offered cannot be chosen, and nothing is sent to the bot', async () => {
  const ts = await postCard()
  const gesture = { channel: 'ami-ready', ts, action_id: 'more', value: 'elsewhere' }
  expect((await world.ask('POST', '/people/sam/click', gesture)).status).toBe(422)
  expect(world.received).toHaveLength(0)
})

test('two buttons share an action_id and the value says which one is meant', async () => {
  const [, row] = card('first')
  const [, other] = card('second')
  const second = { ...other, elements: [{ ...other?.elements?.[0], value: 'two' }] }
  const posted = await world.client.chat.postMessage({
    channel: 'C0READY',
    text: 'Two images',
    blocks: [row, second] as never,
  })
  await world.post('/people/maria/click', {
    channel: 'C0READY',
    ts: posted.ts,
    action_id: 'enable',
    value: 'two',
  })
  expect(world.received[0]?.body.actions).toMatchObject([{ block_id: 'second', value: 'two' }])
})

test('a click carries what was typed beside it, in a message and in a view', async () => {
  const blocks = [
    {
      type: 'input',
      block_id: 'why',
      label: { type: 'plain_text', text: 'Why' },
      element: { type: 'plain_text_input', action_id: 'text' },
    },
    ...card(),
  ]
  const { ts } = await world.client.chat.postMessage({ channel: 'C0READY', text: 'x', blocks } as never)
  const values = { why: { text: 'too old' } }
  const state = { values: { why: { text: { type: 'plain_text_input', value: 'too old' } } } }
  await world.post('/people/maria/click', { channel: 'C0READY', ts, action_id: 'enable', values })
  expect(world.received.at(-1)?.body).toMatchObject({ state })
  await world.client.views.publish({ user_id: 'U0MARIA', view: { type: 'home', blocks } } as never)
  await world.post('/people/maria/click', { action_id: 'enable', values })
  expect(world.received.at(-1)?.body).toMatchObject({ view: { state } })
  expect(await world.get('/people/maria/home')).toMatchObject({ state })
  const gesture = { channel: 'C0READY', ts, action_id: 'enable', values: { nowhere: { text: 'x' } } }
  expect((await world.ask('POST', '/people/maria/click', gesture)).status).toBe(422)
})

test('a guest of another company clicks: the person is theirs, the workspace is ours', async () => {
  const ts = await postCard()
  await world.post('/people/guest/click', { channel: 'ami-ready', ts, action_id: 'enable' })
  expect(world.received[0]?.body).toMatchObject({
    user: { team_id: 'T0ELSEWHERE' },
    team: { id: 'T0SANDBOX' },
  })
})

test('a guest cannot reach a channel that is not shared with them', async () => {
  const { ts } = await world.client.chat.postMessage({ channel: 'C0AUDIT', text: 'x', blocks: card() })
  const gesture = { channel: 'C0AUDIT', ts, action_id: 'enable' }
  expect((await world.ask('POST', '/people/guest/click', gesture)).status).toBe(403)
})

test('a button in an ephemeral message is clicked by the one who sees it', async () => {
  const { message_ts } = await world.client.chat.postEphemeral({
    channel: 'C0READY',
    user: 'U0MARIA',
    text: 'Only you',
    blocks: card(),
  })
  const gesture = { channel: 'C0READY', ts: message_ts, action_id: 'enable' }
  expect((await world.ask('POST', '/people/alex/click', gesture)).status).toBe(404)
  expect(await world.post('/people/maria/click', gesture)).toEqual({ status: 200 })
  expect(world.received[0]?.body.container).toMatchObject({ message_ts, is_ephemeral: true })
  expect(world.received[0]?.body).not.toHaveProperty('message')
})

test('a click in a thread names the thread', async () => {
  const root = await world.client.chat.postMessage({ channel: 'C0READY', text: 'root' })
  const reply = await world.client.chat.postMessage({
    channel: 'C0READY',
    thread_ts: String(root.ts),
    text: 'reply',
    blocks: card(),
  })
  await world.post('/people/maria/click', { channel: 'C0READY', ts: reply.ts, action_id: 'enable' })
  expect(world.received[0]?.body.container).toMatchObject({ thread_ts: root.ts, message_ts: reply.ts })
})

test('the bot answers with an error, and the person sees it', async () => {
  world.botAnswers(() => new Response('', { status: 500 }))
  const ts = await postCard()
  const outcome = await world.post('/people/maria/click', { channel: 'C0READY', ts, action_id: 'enable' })
  expect(outcome).toEqual({ status: 500, error: 'dispatch_failed' })
  expect(await world.get('/people/maria/private')).toMatchObject([
    { text: ':warning: Enable failed with the error "dispatch_failed"', is_ephemeral: true },
  ])
})

test('a click in a thread fails, and the person sees it in the thread', async () => {
  const root = await world.client.chat.postMessage({ channel: 'C0READY', text: 'root' })
  const { ts } = await world.client.chat.postMessage({
    channel: 'C0READY',
    thread_ts: String(root.ts),
    text: 'reply',
    blocks: card(),
  })
  world.botAnswers(() => new Response('', { status: 404 }))
  await world.post('/people/maria/click', { channel: 'C0READY', ts, action_id: 'enable' })
  expect(await world.get('/people/maria/private')).toMatchObject([
    { text: ':warning: Enable failed with the error "dispatch_failed"', thread_ts: root.ts },
  ])
  expect(await world.get('/people/alex/private')).toEqual([])
})

test('the bot takes longer than three seconds: Slack gives up, the bot continues', async () => {
  let finish = (): void => undefined
  const isFinished = new Promise<void>(resolve => {
    finish = resolve
  })
  world.botAnswers(async () => {
    world.clock.advance(3_000)
    await isFinished
    return new Response('')
  })
  const ts = await postCard()
  const outcome = await world.post('/people/maria/click', { channel: 'C0READY', ts, action_id: 'enable' })
  expect(outcome).toEqual({ status: 0, error: 'operation_timeout' })
  expect(world.slack.pending()).toBe(1)
  finish()
  expect(await world.get('/people/maria/private')).toMatchObject([
    { text: ':warning: Enable failed with the error "operation_timeout"', is_ephemeral: true },
  ])
})

test('the last request is repeated as it was, and still carries a valid signature', async () => {
  const ts = await postCard()
  await world.post('/people/maria/click', { channel: 'C0READY', ts, action_id: 'enable' })
  expect(await world.post('/again')).toEqual({ status: 200 })
  expect(world.received[1]?.raw).toBe(world.received[0]?.raw)
  expect(world.received[1]?.isGenuine).toBe(true)
  world.clock.advance(301_000)
  await world.post('/again')
  expect(world.received[2]?.isGenuine).toBe(false)
})

test('the timeline shows what was clicked, and nothing that one could act with', async () => {
  const ts = await postCard()
  await world.post('/people/maria/click', { channel: 'C0READY', ts, action_id: 'enable' })
  const shown = JSON.stringify(world.timeline.recent())
  const { response_url, trigger_id, token } = world.received[0]?.body ?? {}
  for (const secret of [response_url, trigger_id, token, 'xoxb-sandbox', 'v0=']) {
    expect(shown).not.toContain(String(secret))
  }
})

test('a busy machine tells of a click some time after its end: it still began before the function that it called', async () => {
  const clock = createManualClock()
  // A task that reads the clock again was delayed meanwhile.
  const nowMs = () => {
    clock.advance(7)
    return clock.nowMs()
  }
  const busy = { ...clock, nowMs }
  const timeline = createTimeline(busy)
  await world.stop()
  world = await startSlack({ clock: busy, timeline })
  let calledAtMs = 0
  world.botAnswers(() => {
    calledAtMs = clock.nowMs()
    return new Response('')
  })
  const ts = await postCard()
  await world.post('/people/maria/click', { channel: 'ami-ready', ts, action_id: 'enable' })
  const clicked = timeline.recent().find(({ title }) => title.startsWith('maria clicked'))
  expect(Number(clicked?.atMs) - Number(clicked?.tookMs)).toBeLessThanOrEqual(calledAtMs)
})
