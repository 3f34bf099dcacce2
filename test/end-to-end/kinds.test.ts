import { createHmac } from 'node:crypto'
import { startWorld, type TestWorld } from '../support/world.ts'

/** Every kind of request that Slack makes, signed, at the bundle that holds only a part of Bolt. */

const SECRET = 'sandbox-signing-secret'
const IMAGE = '123456789012/us-east-1/ami-0d00d00d00d00d00d'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const send = async (body: string, contentType: string) => {
  const timestamp = Math.floor(world.sandbox.clock.nowMs() / 1000)
  const signature = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')
  const answer = await fetch(`${world.url}/bot`, {
    method: 'POST',
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  })
  const text = await answer.text()
  await world.idle()
  return { status: answer.status, body: text }
}
const sendForm = (fields: Record<string, string>) =>
  send(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded')
const sendPayload = (payload: object) => sendForm({ payload: JSON.stringify({ ...COMMON, ...payload }) })
const sendJson = (payload: object) => send(JSON.stringify({ ...COMMON, ...payload }), 'application/json')

const COMMON = {
  team: { id: 'T0SANDBOX', domain: 'sandbox' },
  team_id: 'T0SANDBOX',
  user: { id: 'U0MARIA', username: 'maria', team_id: 'T0SANDBOX' },
  api_app_id: 'A0AMIOPS',
  token: 'unused',
  trigger_id: '1.2.3',
}
const IN_A_MESSAGE = {
  type: 'block_actions',
  channel: { id: 'C0READY', name: 'ami-ready' },
  container: { type: 'message', message_ts: '1.000001', channel_id: 'C0READY', is_ephemeral: false },
}
const VIEW = {
  id: 'V0ELSE',
  type: 'modal',
  callback_id: 'of-another-app',
  state: { values: {} },
  hash: '1.a',
}

let times = 0
const button = () => ({
  type: 'button',
  action_id: 'history',
  block_id: 'b',
  value: IMAGE,
  action_ts: `${++times}.0`,
})

/** What the requests function was handed. */
const asked = (): number => world.moments('lambda', /^requests got/).length

test.each([
  ['a button', () => sendPayload({ ...IN_A_MESSAGE, actions: [button()] })],
  [
    'an overflow',
    () =>
      sendPayload({
        ...IN_A_MESSAGE,
        actions: [
          {
            ...button(),
            type: 'overflow',
            action_id: 'more',
            selected_option: { text: { type: 'plain_text', text: 'Details' }, value: `details|${IMAGE}` },
          },
        ],
      }),
  ],
  [
    'a slash command',
    () =>
      sendForm({
        command: '/ami',
        text: 'help',
        team_id: 'T0SANDBOX',
        api_app_id: 'A0AMIOPS',
        user_id: 'U0MARIA',
        channel_id: 'C0READY',
        trigger_id: '1.2.4',
      }),
  ],
])('%s is queued and answered with nothing', async (_kind, sendIt) => {
  const before = asked()
  expect(await sendIt()).toEqual({ status: 200, body: '' })
  expect(asked()).toBe(before + 1)
})

test('the check of a request URL is answered with its challenge', async () => {
  const { status, body } = await sendJson({ type: 'url_verification', challenge: 'three-words-of-slack' })
  expect({ status, body: JSON.parse(body) }).toEqual({
    status: 200,
    body: { challenge: 'three-words-of-slack' },
  })
})

test('the check of a certificate is answered with nothing', async () => {
  expect(await sendForm({ ssl_check: '1', token: 'unused' })).toEqual({ status: 200, body: '' })
})

const notOurs: [kind: string, sendIt: () => Promise<{ status: number; body: string }>][] = [
  ['a modal submitted', () => sendPayload({ type: 'view_submission', view: VIEW })],
  ['a modal closed', () => sendPayload({ type: 'view_closed', view: VIEW, is_cleared: false })],
  [
    'a menu that asks for options',
    () =>
      sendPayload({
        ...IN_A_MESSAGE,
        type: 'block_suggestion',
        action_id: 'of-another-app',
        block_id: 'b',
        value: 'a',
      }),
  ],
  ['a global shortcut', () => sendPayload({ type: 'shortcut', callback_id: 'x', action_ts: '1.0' })],
  [
    'a shortcut of a message',
    () =>
      sendPayload({
        ...IN_A_MESSAGE,
        type: 'message_action',
        callback_id: 'x',
        message: { ts: '1.000001' },
        message_ts: '1.000001',
      }),
  ],
  [
    'an attachment’s button, as long ago',
    () =>
      sendPayload({
        ...IN_A_MESSAGE,
        type: 'interactive_message',
        callback_id: 'x',
        actions: [{ type: 'button', name: 'y', value: 'z' }],
      }),
  ],
  [
    'a dialog, as long ago',
    () => sendPayload({ type: 'dialog_submission', callback_id: 'x', submission: {} }),
  ],
  ['a button in the App Home', () => sendPayload({ type: 'block_actions', view: VIEW, actions: [button()] })],
  [
    'an event',
    () => sendJson({ type: 'event_callback', event: { type: 'message', channel: 'C0READY', user: 'U0SAM' } }),
  ],
  ['a kind that Slack has not invented yet', () => sendPayload({ type: 'telepathy' })],
]
test.each(notOurs)('%s, not ours: a clean answer, and nothing is asked', async (_kind, sendIt) => {
  const before = asked()
  const { status, body } = await sendIt()
  expect([200, 404]).toContain(status)
  expect(body).toBe('')
  expect(asked()).toBe(before)
  expect(world.logs.filter(line => line.startsWith('slack') && line.includes('"level":"ERROR"'))).toEqual([])
})
