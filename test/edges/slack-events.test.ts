import fc from 'fast-check'
import { parseAsk } from '../../src/aws/sqs/ask-message.ts'
import { groupOf } from '../../src/aws/sqs/request-queue.ts'
import { parseEventCallback } from '../../src/slack/event-callback.ts'
import { parseMessageShortcut } from '../../src/slack/message-shortcut.ts'

const NOW_MS = Date.UTC(2026, 10, 30, 12)
const RUNS = { seed: 20261130, numRuns: 500 }
const KEY = '123456789012/us-east-1/ami-0123456789abcdef0'

const callback = (event: object, envelope: object = {}) => ({
  type: 'event_callback',
  team_id: 'T0SANDBOX',
  api_app_id: 'A0AMIOPS',
  event_id: 'Ev0ONE',
  event,
  ...envelope,
})
const opened = { type: 'app_home_opened', user: 'U0MARIA', channel: 'D0MARIA', tab: 'home' }
const joined = { type: 'member_joined_channel', user: 'U0AMIOPS', channel: 'C0READY', inviter: 'U0MARIA' }

const shortcut = (more: object = {}, message: object = {}) => ({
  type: 'message_action',
  callback_id: 'image-details',
  action_ts: '1.5',
  team: { id: 'T0SANDBOX' },
  enterprise: null,
  user: { id: 'U0MARIA', team_id: 'T0SANDBOX', username: 'maria' },
  channel: { id: 'C0READY', name: 'ami-ready' },
  response_url: 'https://hooks.slack.com/actions/secret',
  message: { ts: '1.000001', user: 'U0AMIOPS', bot_id: 'B0AMIOPS', text: '', ...message },
  ...more,
})

test('Home opened, and somebody joined: what the queue gets is read back the same', () => {
  for (const [event, kind, group] of [
    [opened, 'home', 'home/U0MARIA'],
    [joined, 'joined', 'channel/C0READY'],
  ] as const) {
    const ask = parseEventCallback(callback(event), NOW_MS)
    if (!ask) throw new Error(`Expected ${event.type} to be read.`)
    expect(ask).toMatchObject({ kind, workspaceId: 'T0SANDBOX', person: { workspaceId: '' } })
    expect(groupOf(ask)).toBe(group)
    expect(parseAsk(JSON.stringify(ask))).toEqual({ ok: true, ask })
  }
})

test('the same event has the same key, another one another', () => {
  const keyOf = (event_id: string) => parseEventCallback(callback(opened, { event_id }), NOW_MS)?.key
  expect(keyOf('Ev0ONE')).toBe(keyOf('Ev0ONE'))
  expect(keyOf('Ev0ONE')).not.toBe(keyOf('Ev0TWO'))
})

test('an app of a whole organization: the envelope names the organization', () => {
  const ask = parseEventCallback(callback(opened, { team_id: null, enterprise_id: 'E0ORG' }), NOW_MS)
  expect(ask).toMatchObject({ workspaceId: 'E0ORG', organizationId: 'E0ORG' })
})

test.each([
  ['another tab', callback({ ...opened, tab: 'messages' })],
  ['another event', callback({ type: 'reaction_added', user: 'U0MARIA' })],
  ['no id', callback(opened, { event_id: '' })],
  ['a person that is none', callback({ ...opened, user: '<script>' })],
  ['no event', callback(null as unknown as object)],
])('%s is not read', (_what, body) => expect(parseEventCallback(body, NOW_MS)).toBeUndefined())

test('the image of a card is found in the values of its buttons, and counted once', () => {
  const blocks = [
    { type: 'actions', elements: [{ type: 'button', value: KEY }, { options: [{ value: `uses|${KEY}` }] }] },
    { type: 'section', accessory: { type: 'button', value: 'no key' } },
  ]
  const ask = parseMessageShortcut(shortcut({}, { blocks }), NOW_MS)
  expect(ask).toMatchObject({
    kind: 'message',
    appId: '',
    author: { userId: 'U0AMIOPS', botId: 'B0AMIOPS' },
    images: [{ account: '123456789012', region: 'us-east-1', imageId: 'ami-0123456789abcdef0' }],
  })
  expect(parseAsk(JSON.stringify(ask))).toEqual({ ok: true, ask })
  expect(ask && groupOf(ask)).toBe('command/U0MARIA')
})

test('a line of a thread names its image in the text', () => {
  const text = 'web-1 (`ami-0123456789abcdef0`) disabled; ami-0123456789abcdef0, not ami-xyz'
  expect(parseMessageShortcut(shortcut({}, { text }), NOW_MS)?.imageIds).toEqual(['ami-0123456789abcdef0'])
})

test('a thousand images in one message: ten are read', () => {
  const elements = Array.from({ length: 1_000 }, (_, i) => ({
    value: KEY.replace('0123', String(1_000 + i)),
  }))
  expect(parseMessageShortcut(shortcut({}, { blocks: [{ elements }] }), NOW_MS)?.images).toHaveLength(10)
})

test('anything at all is read as an ask that the queue takes, or as nothing', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (any, other) => {
      const asks = [
        parseEventCallback(any, NOW_MS),
        parseEventCallback(callback(any as object), NOW_MS),
        parseMessageShortcut(any, NOW_MS),
        parseMessageShortcut(shortcut({ message: { ts: '1', blocks: any, text: 'x' }, user: other }), NOW_MS),
        parseMessageShortcut(shortcut({}, { blocks: any }), NOW_MS),
      ]
      for (const ask of asks) if (ask) expect(parseAsk(JSON.stringify(ask)).ok).toBe(true)
    }),
    RUNS,
  )
})
