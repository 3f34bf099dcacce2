import { createHmac } from 'node:crypto'
import { STUB_SECRET } from './stub.ts'

/** A click on a button of a card, as Slack signs it and a Function URL hands it over. */
export const createClick = (actionId: string, stubUrl: string, number = 0) => {
  const payload = {
    type: 'block_actions',
    team: { id: 'T0BENCH', domain: 'bench' },
    user: { id: 'U0MARIA', username: 'maria', name: 'maria', team_id: 'T0BENCH' },
    api_app_id: 'A0AMIOPS',
    token: 'unused',
    trigger_id: `1.2.${number}`,
    channel: { id: 'C0READY', name: 'ami-ready' },
    container: { type: 'message', message_ts: '1.000001', channel_id: 'C0READY', is_ephemeral: false },
    message: {
      type: 'message',
      ts: '1.000001',
      text: 'web-1 is available',
      user: 'U0AMIOPS',
      bot_id: 'B0AMIOPS',
    },
    response_url: `${stubUrl}/response/1`,
    state: { values: {} },
    actions: [
      {
        type: 'button',
        action_id: actionId,
        block_id: 'actions',
        text: { type: 'plain_text', text: 'Press' },
        value: '123456789012/us-east-1/ami-0123456789abcdef0',
        action_ts: `${number}.000001`,
      },
    ],
  }
  const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`
  const timestamp = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', STUB_SECRET).update(`v0:${timestamp}:${body}`).digest('hex')
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    rawQueryString: '',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
    },
    requestContext: { http: { method: 'POST', path: '/' }, stage: '$default' },
    body,
    isBase64Encoded: false,
  }
}
