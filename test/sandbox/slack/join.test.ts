import type { JsonObject } from '../../../sandbox/slack/types.ts'
import { type RunningSlack, startSlack } from './start-slack.ts'

let world: RunningSlack
beforeEach(async () => {
  world = await startSlack({ shortcuts: [{ name: 'Image details', callback_id: 'image-details' }] })
})
afterEach(() => world.stop())

test('the app gets events of its own joining and of others in its channels, and none of other channels', async () => {
  await world.post('/channels', { name: 'builds', botIsMember: false, is_private: false })
  await world.post('/people/maria/command', { channel: 'builds', command: '/remove', text: '@sam' })
  expect(await world.post('/channels/builds/invite', { who: 'sam', by: 'maria' })).toEqual({ status: 0 })
  expect(world.received).toEqual([])
  await world.post('/people/maria/command', { channel: 'builds', command: '/invite', text: '@amiops' })
  expect(world.received.at(-1)?.body.event).toMatchObject({
    type: 'member_joined_channel',
    user: 'U0AMIOPS',
    inviter: 'U0MARIA',
    channel_type: 'C',
  })
  await world.post('/people/maria/command', { channel: 'builds', command: '/remove', text: '@sam' })
  await world.post('/channels/builds/invite', { who: 'sam' })
  expect(world.received.at(-1)?.body.event).toMatchObject({ user: 'U0SAM' })
  // Who is a member already joins nothing.
  await world.post('/channels/builds/invite', { who: 'amiops' })
  expect(world.received).toHaveLength(2)
  expect((await world.ask('POST', '/channels/builds/invite', { who: 'nobody' })).status).toBe(404)
  expect((await world.ask('POST', '/channels/none/invite', { who: 'sam' })).status).toBe(404)
})

test('a shortcut in the menu of a message reaches the bot with that message, and with no app', async () => {
  const { ts } = (await world.client.chat.postMessage({ channel: 'C0READY', text: 'web-1 is ready' })) as {
    ts: string
  }
  const choose = (more: JsonObject = {}) =>
    world.ask('POST', '/people/maria/shortcut', {
      channel: 'ami-ready',
      ts,
      callback_id: 'image-details',
      ...more,
    })
  expect((await choose()).body).toEqual({ status: 200 })
  const payload = world.received[0]?.body ?? {}
  expect(world.received[0]?.isGenuine).toBe(true)
  expect(payload).toMatchObject({
    type: 'message_action',
    callback_id: 'image-details',
    message_ts: ts,
    message: { ts, user: 'U0AMIOPS', text: 'web-1 is ready' },
    user: { id: 'U0MARIA', team_id: 'T0SANDBOX' },
    channel: { id: 'C0READY' },
    response_url: expect.stringContaining('/slack/response/'),
  })
  expect(payload).not.toHaveProperty('api_app_id')
  expect((await choose({ ts: '1.000001' })).status).toBe(404)
  expect((await choose({ callback_id: 'other' })).status).toBe(404)
  expect((await choose({ ts: null })).status).toBe(422)
})
