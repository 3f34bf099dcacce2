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
    enterprise: null,
    is_enterprise_install: false,
    container: { type: 'message', message_ts: ts, channel_id: 'C0READY', is_ephemeral: false },
    channel: { id: 'C0READY', name: 'ami-ready' },
    message: { ts, text: 'An image', user: 'U0AMIOPS', bot_id: 'B0AMIOPS' },
    state: { values: {} },
    actions: [{ type: 'button', action_id: 'enable', block_id: 'actions', value: 'one' }],
  })
  expect(world.timeline.recent().map(moment => moment.title)).toContain('maria clicked Enable -> 200 in 0 ms')
})
