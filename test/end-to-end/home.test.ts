import { createHmac } from 'node:crypto'
import { envelopeOf, startWorld, type TestWorld } from '../support/world.ts'

/** The app's Home tab, from Slack's signed event to what a person sees. */

const SECRET = 'sandbox-signing-secret'

let world: TestWorld
afterEach(() => world.close())

const homeOf = (person: string) =>
  world.get<{ blocks: Record<string, unknown>[] } | null>(`/people/${person}/home`)
const open = async (person: string) => {
  await world.post(`/people/${person}/home`)
  await world.idle()
  return JSON.stringify((await homeOf(person))?.blocks ?? 'no Home')
}
const served = () => world.moments('sqs', /^SendMessage .*requests/).map(({ title }) => title)

/** An opened Home is drawn twice: from the ledger, then with the Recycle Bins. */
const drawn = () => world.moments('slack', /^views\.publish/).length

const sign = (body: string, secret = SECRET) => {
  const timestampSec = Math.floor(world.sandbox.clock.nowMs() / 1000)
  return {
    'content-type': 'application/json; charset=utf-8',
    'x-slack-request-timestamp': String(timestampSec),
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${timestampSec}:${body}`).digest('hex')}`,
  }
}
const send = async (body: string, headers: Record<string, string>) => {
  const answer = await fetch(`${world.url}/bot`, { method: 'POST', headers, body })
  const text = await answer.text()
  await world.idle()
  return { status: answer.status, text }
}

const opened = (event: object = {}, envelope: object = {}): string =>
  JSON.stringify({
    type: 'event_callback',
    team_id: 'T0SANDBOX',
    api_app_id: 'A0AMIOPS',
    event_id: 'Ev0HOME',
    event: { type: 'app_home_opened', user: 'U0SAM', channel: 'D0SAM', tab: 'home', ...event },
    ...envelope,
  })

test('somebody opens Home: it is drawn, with buttons that answer as direct messages', async () => {
  world = await startWorld()
  expect(await open('maria')).toContain('Image status')
  await world.post('/people/maria/click', { action_id: 'command-5' })
  await world.idle()
  const [answer] = await world.privateOf('maria')
  expect(answer?.text).toMatch(/^Each begins with `\/ami`\. Look at an image: `status /)
  expect(answer?.is_ephemeral).toBe(false)
})

test('a guest of another company sees nothing of the images', async () => {
  world = await startWorld()
  expect(await open('guest')).toMatch(/External \(Slack Connect\) users can’t use amiops here/)
})

test('the challenge is answered once its signature is right, and to nobody else', async () => {
  world = await startWorld()
  const body = JSON.stringify({ type: 'url_verification', challenge: 'once-upon-3e4' })
  expect(await send(body, { 'content-type': 'application/json' })).toEqual({ status: 401, text: '' })
  expect(await send(body, sign(body, 'not-the-secret'))).toEqual({ status: 401, text: '' })
  const answer = await send(body, sign(body))
  expect(answer.status).toBe(200)
  expect(JSON.parse(answer.text)).toEqual({ challenge: 'once-upon-3e4' })
})

test('Slack verifies the URL only after the signing secret is stored; Retry, and Home is drawn', async () => {
  world = await startWorld()
  world.fault({ service: 'ssm', call: 'GetParameters', error: 'InternalServerError', times: 500 })
  expect(await open('maria')).toBe('"no Home"')
  expect(await world.get('/slack')).toMatchObject({ eventsUrl: 'refused' })
  world.sandbox.faults.clear()
  await world.advance(60_000)
  expect(await world.post('/slack/verify')).toEqual({ status: 200, verified: true })
  expect(await open('maria')).toContain('All images')
})

test('hostile events draw nothing: unsigned, of another workspace or app, unreadable', async () => {
  world = await startWorld()
  const genuine = opened()
  expect((await send(genuine, { 'content-type': 'application/json' })).status).toBe(401)
  expect((await send(genuine, sign(`${genuine} `))).status).toBe(401)
  expect(served()).toEqual([])
  for (const envelope of [
    { team_id: 'T0ELSEWHERE', event_id: 'Ev0TEAM' },
    { api_app_id: 'A0OTHER', event_id: 'Ev0APP' },
  ]) {
    const body = opened({}, envelope)
    expect((await send(body, sign(body))).status).toBe(200)
  }
  expect(served()).toHaveLength(2)
  expect(drawn()).toBe(0)
  const before = served()
  for (const body of [
    opened({ user: 'sam<script>' }),
    opened({ tab: 'messages' }),
    opened({ type: 'reaction_added' }),
    opened({}, { event: null }),
    '{"type":"event_callback"}',
  ])
    expect((await send(body, sign(body))).status).toBe(200)
  expect(served()).toEqual(before)
})

test('an event that Slack delivers twice is drawn once', async () => {
  world = await startWorld()
  const body = opened()
  await send(body, sign(body))
  await send(body, sign(body))
  expect(drawn()).toBe(2)
})

test('an event that cannot be queued is not acknowledged: Slack delivers it again', async () => {
  world = await startWorld()
  const body = opened()
  world.fault({ service: 'sqs', call: 'SendMessage', error: 'InternalError', times: 50 })
  expect((await send(body, sign(body))).status).toBe(503)
  world.sandbox.faults.clear()
  expect((await send(body, sign(body))).status).toBe(200)
  expect(drawn()).toBe(2)
})

test('an image is disabled: a minute later the Home that is open shows it', async () => {
  world = await startWorld({ schedules: true })
  const { imageId } = await world.image({ name: 'web-1' })
  await world.advance(6 * 60_000)
  expect(await open('maria')).toContain('🟢 1 available')
  await world.change(imageId, 'disable')
  await world.advance(61_000)
  expect(JSON.stringify((await homeOf('maria'))?.blocks)).toContain('🟡 1 disabled')
})

describe('the bot is invited to a channel', () => {
  test('it says once what it will post there', async () => {
    world = await startWorld()
    await world.post('/people/maria/command', { channel: 'ami-ready', command: '/remove', text: '@amiops' })
    await world.post('/people/maria/command', { channel: 'ami-ready', command: '/invite', text: '@amiops' })
    await world.idle()
    const greetings = (await world.roots('ami-ready')).filter(({ text }) =>
      text.includes('amiops posts here'),
    )
    expect(greetings).toHaveLength(1)
    expect(greetings[0]?.text).toContain('amiops.config.yml')
    // Slack, or somebody else, sends the same request again.
    await world.post('/again')
    await world.idle()
    expect(await world.roots('ami-ready')).toHaveLength(1)
  })

  test('a person who joins is greeted by nobody, also where the event calls them the bot', async () => {
    world = await startWorld()
    const body = JSON.stringify({
      type: 'event_callback',
      team_id: 'T0SANDBOX',
      api_app_id: 'A0AMIOPS',
      event_id: 'Ev0JOIN',
      event: { type: 'member_joined_channel', user: 'U0SAM', channel: 'C0READY' },
      authorizations: [{ user_id: 'U0SAM', is_bot: true }],
    })
    expect((await send(body, sign(body))).status).toBe(200)
    expect(await world.roots('ami-ready')).toEqual([])
  })
})

describe('“Image details” in the menu of a message', () => {
  const choose = async (person: string, ts: string, channel = 'ami-ready') => {
    await world.post(`/people/${person}/shortcut`, { channel, ts, callback_id: 'image-details' })
    await world.idle()
    return (await world.privateOf(person)).at(-1)
  }

  test('of a card: the answer of /ami status, to the person alone', async () => {
    world = await startWorld()
    const { imageId } = await world.image({ name: 'web-1' })
    await world.put(envelopeOf(imageId, 'available'))
    const { ts } = await world.card('ami-ready', imageId)
    const details = await choose('maria', ts)
    expect(details?.is_ephemeral).toBe(true)
    expect(details?.text).toBe((await world.ask('maria', `status ${imageId}`)).text)
  })

  test('of a message that names no image, and for a guest: a sentence', async () => {
    world = await startWorld()
    await world.post('/people/maria/command', { channel: 'ami-ready', command: '/remove', text: '@amiops' })
    await world.post('/people/maria/command', { channel: 'ami-ready', command: '/invite', text: '@amiops' })
    await world.idle()
    const [greeting] = await world.roots('ami-ready')
    const ts = greeting?.ts ?? ''
    expect((await choose('maria', ts))?.text).toContain('this message names no image')
    expect((await choose('guest', ts))?.text).toContain('External (Slack Connect) users')
  })
})
