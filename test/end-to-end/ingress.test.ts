import { createHmac } from 'node:crypto'
import { envelopeOf, filled, startWorld, type TestWorld } from '../support/world.ts'

/** The one function that the internet can reach, entered with raw requests. */

const SECRET = 'sandbox-signing-secret'
const FORM = 'application/x-www-form-urlencoded'
const IMAGE = '123456789012/us-east-1/ami-0d00d00d00d00d00d'

let world: TestWorld
let askedBefore: number

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const sign = (body: string, timestampSec: number, secret = SECRET): Record<string, string> => ({
  'x-slack-request-timestamp': String(timestampSec),
  'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${timestampSec}:${body}`).digest('hex')}`,
})
const nowSec = (): number => Math.floor(world.sandbox.clock.nowMs() / 1000)

const send = async (body: string, headers: Record<string, string>, method = 'POST') => {
  const answer = await fetch(`${world.url}/bot`, {
    method,
    headers,
    ...(method === 'POST' && { body }),
  })
  const text = await answer.text()
  await world.idle()
  return { status: answer.status, body: text }
}
const sendSigned = (body: string, headers: Record<string, string> = {}) =>
  send(body, { 'content-type': FORM, ...sign(body, nowSec()), ...headers })

const clickPayload = (more: Record<string, unknown> = {}) => ({
  type: 'block_actions',
  team: { id: 'T0SANDBOX', domain: 'sandbox' },
  user: { id: 'U0MARIA', username: 'maria', team_id: 'T0SANDBOX' },
  api_app_id: 'A0AMIOPS',
  token: 'verification-token',
  trigger_id: 'trigger-secret-1',
  channel: { id: 'C0READY', name: 'ami-ready' },
  container: { type: 'message', message_ts: '1.000001', channel_id: 'C0READY', is_ephemeral: false },
  response_url: `${world.url}/slack/response/secret-part`,
  actions: [{ type: 'button', action_id: 'enable', block_id: 'b', value: IMAGE, action_ts: '1.0' }],
  ...more,
})
const asForm = (payload: object): string => `payload=${encodeURIComponent(JSON.stringify(payload))}`

/** What the requests function was handed. */
const asked = (): number => world.moments('lambda', /^requests got/).length

beforeEach(() => {
  askedBefore = asked()
})

describe('without a true signature: 401, and nothing on the queue', () => {
  const body = () => asForm(clickPayload())
  const unsigned: [situation: string, headers: () => Record<string, string>][] = [
    ['none', () => ({})],
    ['of another secret', () => sign(body(), nowSec(), 'not-the-secret')],
    ['of another body', () => sign('payload=%7B%7D', nowSec())],
    ['six minutes old', () => sign(body(), nowSec() - 360)],
    ['from the future', () => sign(body(), nowSec() + 600)],
    ['with a time that is none', () => ({ ...sign(body(), nowSec()), 'x-slack-request-timestamp': 'soon' })],
    ['of another version', () => ({ ...sign(body(), nowSec()), 'x-slack-signature': 'v1=00' })],
    ['too short', () => ({ ...sign(body(), nowSec()), 'x-slack-signature': 'v0=' })],
  ]
  test.each(unsigned)('%s', async (_situation, headers) => {
    const answer = await send(body(), { 'content-type': FORM, ...headers() })
    expect(answer).toEqual({ status: 401, body: '' })
    expect(asked()).toBe(askedBefore)
  })

  test('not even for what calls itself a certificate check', async () => {
    expect((await send('ssl_check=1', { 'content-type': FORM })).status).toBe(401)
    const body = `${asForm(clickPayload())}&ssl_check=1`
    expect((await send(body, { 'content-type': FORM })).status).toBe(401)
  })

  test('a GET, a HEAD and an empty POST', async () => {
    expect((await send('', {}, 'GET')).status).toBe(401)
    expect((await send('', {}, 'HEAD')).status).toBe(401)
    expect((await send('', { 'content-type': FORM })).status).toBe(401)
  })

  test('two megabytes are refused before anything looks at them', async () => {
    expect((await send('x'.repeat(2 * 1024 * 1024), { 'content-type': FORM })).status).toBe(413)
  })
})

describe('what a Function URL may hand over', () => {
  const handOver = async (request: object): Promise<unknown> => {
    const invocation = await world.sandbox.lambda.urlFunction?.invoke(request, 'by hand')
    return invocation?.ok ? invocation.result : invocation
  }
  const turnedAway: [situation: string, request: () => object][] = [
    ['nothing at all', () => ({})],
    ['no headers', () => ({ body: 'payload=', isBase64Encoded: false })],
    ['no body', () => ({ headers: {}, isBase64Encoded: true })],
    ['base64 that is none', () => ({ headers: sign('%%%', nowSec()), body: '%%%', isBase64Encoded: true })],
    [
      'text that calls itself base64',
      () => ({ headers: sign('a=b', nowSec()), body: 'a=b', isBase64Encoded: true }),
    ],
  ]
  test.each(turnedAway)('%s: 401', async (_situation, request) => {
    expect(await handOver(request())).toEqual({ statusCode: 401, body: '' })
    expect(asked()).toBe(askedBefore)
  })

  test('true base64 of a true request', async () => {
    const body = 'command=%2Fami&text=grüße'
    const request = {
      headers: { ...sign(body, nowSec()), 'content-type': FORM },
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    }
    expect(await handOver(request)).toMatchObject({ statusCode: 200 })
  })
})

describe('signed, but nothing that Slack would send: 4xx or a quiet 200, never 5xx, nothing on the queue', () => {
  const bodies: [situation: string, body: string, headers?: Record<string, string>][] = [
    ['no body', ''],
    ['not a form', 'hello'],
    ['a payload that is not JSON', 'payload=%7Bnot-json'],
    ['a payload that is null', 'payload=null'],
    ['a payload that is a list', 'payload=%5B%5D'],
    ['a payload without actions', asForm({ type: 'block_actions' })],
    ['JSON that is broken', '{"type":', { 'content-type': 'application/json' }],
    ['JSON that is null', 'null', { 'content-type': 'application/json' }],
    ['percent signs that are no encoding', 'payload=%E0%A4%A&text=%'],
    ['a type of content that nobody knows', 'payload', { 'content-type': 'image/png' }],
    ['a certificate check', 'ssl_check=1'],
    ['a command that is not ours', 'command=%2Fother&team_id=T0SANDBOX&api_app_id=A0AMIOPS'],
    ['our command, and nothing else', 'command=%2Fami'],
    [
      'an event that amiops has not asked for',
      '{"type":"event_callback","event":{"type":"message"}}',
      { 'content-type': 'application/json' },
    ],
  ]
  test.each(bodies)('%s', async (_situation, body, headers = {}) => {
    const { status } = await sendSigned(body, headers)
    expect(status).toBeGreaterThanOrEqual(200)
    expect(status).toBeLessThan(500)
    expect(asked()).toBe(askedBefore)
  })

  test('an action that amiops does not have', async () => {
    const actions = [{ type: 'button', action_id: 'explode', block_id: 'b', value: IMAGE, action_ts: '1.0' }]
    expect((await sendSigned(asForm(clickPayload({ actions })))).status).toBeLessThan(500)
    expect(asked()).toBe(askedBefore)
  })

  test.each(['', 'ami-0d00d00d00d00d00d', '../../etc', '123456789012/us-east-1/ami-1\n', `${IMAGE}|x`])(
    'a button with the value %j',
    async value => {
      const actions = [{ type: 'button', action_id: 'enable', block_id: 'b', value, action_ts: '1.0' }]
      expect((await sendSigned(asForm(clickPayload({ actions })))).status).toBe(200)
      expect(asked()).toBe(askedBefore)
    },
  )
})

describe('signed by Slack, for somebody else', () => {
  test.each([
    ['another workspace', { team: { id: 'T0OTHER' } }],
    ['another app', { api_app_id: 'A0OTHER' }],
  ])('%s: dropped, EC2 is not asked', async (_who, more) => {
    const before = world.moments('ec2', /./).length
    const messages = (await world.privateOf('maria')).length
    expect((await sendSigned(asForm(clickPayload(more)))).status).toBe(200)
    expect(world.moments('ec2', /./)).toHaveLength(before)
    expect(await world.privateOf('maria')).toHaveLength(messages)
    expect(world.logs.some(line => line.includes('another workspace or app was dropped'))).toBe(true)
  })
})

describe('signed and true', () => {
  test('an overflow, a charset, odd capitals in the headers', async () => {
    const body = asForm(
      clickPayload({
        actions: [
          {
            type: 'overflow',
            action_id: 'more',
            block_id: 'b',
            action_ts: '2.0',
            selected_option: { text: { type: 'plain_text', text: 'Details' }, value: `details|${IMAGE}` },
          },
        ],
      }),
    )
    const headers = Object.fromEntries(
      Object.entries(sign(body, nowSec())).map(([name, value]) => [name.toUpperCase(), value]),
    )
    const answer = await send(body, { 'Content-Type': `${FORM}; charset=UTF-8`, ...headers })
    expect(answer).toEqual({ status: 200, body: '' })
    expect(asked()).toBe(askedBefore + 1)
  })

  test('words of any script arrive whole', async () => {
    const fields = {
      command: '/ami',
      text: 'status grüße-日本-🟢',
      team_id: 'T0SANDBOX',
      api_app_id: 'A0AMIOPS',
      user_id: 'U0MARIA',
      channel_id: 'C0READY',
      trigger_id: 'trigger-secret-2',
    }
    const before = (await world.privateOf('maria')).length
    expect((await sendSigned(new URLSearchParams(fields).toString())).status).toBe(200)
    // Without a response_url the answer comes as a note in the channel.
    expect((await world.privateOf('maria')).slice(before).at(-1)?.text).toContain('grüße-日本-🟢')
  })

  test('the identical request again is answered, and asks for nothing twice', async () => {
    const body = asForm(
      clickPayload({
        actions: [{ type: 'button', action_id: 'history', block_id: 'b', value: IMAGE, action_ts: '3.0' }],
      }),
    )
    const headers = { 'content-type': FORM, ...sign(body, nowSec()) }
    expect((await send(body, headers)).status).toBe(200)
    expect((await send(body, headers)).status).toBe(200)
    expect(asked()).toBe(askedBefore + 1)
  })
})

describe('the queue does not answer', () => {
  beforeEach(() => world.fault({ service: 'sqs', call: 'SendMessage', error: 'InternalError', times: 50 }))
  afterEach(() => world.sandbox.faults.clear())
  const notTaken = 'amiops’s queue did not confirm your request: it may still be carried out.'

  test('a click without an answer address: Slack warns the person', async () => {
    const { response_url: _none, ...payload } = clickPayload({
      actions: [{ type: 'button', action_id: 'history', block_id: 'b', value: IMAGE, action_ts: '4.0' }],
    })
    expect((await sendSigned(asForm(payload))).status).toBeGreaterThanOrEqual(400)
  })

  test('a click on a card: the person is told privately', async () => {
    world.sandbox.faults.clear()
    const { imageId } = await world.image({ quiet: false })
    await world.change(imageId, 'disable')
    world.fault({ service: 'sqs', call: 'SendMessage', error: 'InternalError', times: 50 })
    const before = (await world.privateOf('maria')).length
    await world.clickCard('maria', 'ami-ready', imageId, 'enable')
    expect((await world.privateOf('maria')).slice(before).map(m => m.text)).toEqual([
      expect.stringContaining(notTaken),
    ])
  })

  test('a command: its own answer says so', async () => {
    const { text } = await world.ask('maria', 'health')
    expect(text).toContain(notTaken)
  })

  test('a form: the field says so, everything typed stays, and it can be sent again', async () => {
    world.sandbox.faults.clear()
    const { imageId } = await world.image({ quiet: false })
    await world.openForm('maria', 'ami-ready', imageId, 'disable')
    world.fault({ service: 'sqs', call: 'SendMessage', error: 'InternalError', times: 50 })
    const answer = await world.submit('maria', filled({ purpose: 'it is old' }))
    expect(JSON.stringify(answer)).toContain(notTaken)
    world.sandbox.faults.clear()
    await world.submit('maria', filled({ purpose: 'it is old' }))
    expect(world.changes(imageId)).toHaveLength(1)
  })
})

describe('the signing secret cannot be read, and none is known', () => {
  let cold: TestWorld
  beforeAll(async () => {
    cold = await startWorld()
    cold.fault({ service: 'ssm', call: 'GetParameters', error: 'InternalServerError', times: 500 })
  })
  afterAll(() => cold.close())
  const post = (body: string) =>
    fetch(`${cold.url}/bot`, {
      method: 'POST',
      headers: { 'content-type': FORM, ...sign(body, nowSec()) },
      body,
    })

  test('a command is answered: it cannot be verified', async () => {
    const answer = await post('command=%2Fami&text=help&team_id=T0SANDBOX')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({
      response_type: 'ephemeral',
      text: expect.stringMatching(/cannot verify requests.*Nothing was done\. Try again/),
    })
  })

  test('a click is answered 503, and nothing is queued', async () => {
    const answer = await post(asForm(clickPayload()))
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('cannot verify')
    expect(cold.moments('lambda', /^requests got/)).toEqual([])
  })
})

test('no secret, no signature, no body and no answer address in any line of any log', async () => {
  const { imageId } = await world.image({ quiet: false })
  await world.act('maria', 'ami-ready', imageId, 'disable')
  await world.clickCard('sam', 'ami-ready', imageId, 'enable')
  await world.put(envelopeOf(imageId, 'failed', { errorMessage: 'words-of-an-error-message' }))
  const all = world.logs.join('\n')
  expect(world.logs.length).toBeGreaterThan(10)
  for (const secret of [
    SECRET,
    'xoxb-',
    'v0=',
    'response_url',
    '/slack/response/',
    'verification-token',
    'trigger-secret',
    'payload=',
    'words-of-an-error-message',
  ])
    expect(all).not.toContain(secret)
})
