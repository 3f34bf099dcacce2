import type { JsonObject } from '../../../sandbox/slack/types.ts'
import { type RunningSlack, refusalOf, startSlack } from './start-slack.ts'

let world: RunningSlack
beforeEach(async () => {
  world = await startSlack()
})
afterEach(() => world.stop())

const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'Hello' } }]
const post = async (text = 'hello', more: JsonObject = {}) =>
  world.client.chat.postMessage({ channel: 'C0READY', text, ...more } as never)
const messages = () => world.get('/channels/ami-ready/messages')

test('a message is posted by id, by name and by name with a hash', async () => {
  for (const channel of ['C0READY', 'ami-ready', '#ami-ready']) {
    expect(await world.client.chat.postMessage({ channel, text: channel })).toMatchObject({
      ok: true,
      channel: 'C0READY',
    })
  }
  expect(await messages()).toMatchObject([{ text: 'C0READY' }, { text: 'ami-ready' }, { text: '#ami-ready' }])
})

test('messages in the same millisecond have timestamps of their own, in order', async () => {
  const sent = await Promise.all([post('a'), post('b'), post('c')])
  const stamps = sent.map(({ ts }) => String(ts))
  expect(new Set(stamps).size).toBe(3)
  expect((await messages()).map(({ ts }) => ts)).toEqual([...stamps].sort())
  for (const ts of stamps) expect(ts).toMatch(/^\d{10}\.\d{6}$/)
})

test('a message is stored as Slack stores it: ids filled in, defaults written out', async () => {
  await post('hello', {
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: 'Title' } },
      { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' } }] },
    ],
  })
  const [message] = await messages()
  expect(message).toMatchObject({
    type: 'message',
    user: 'U0AMIOPS',
    bot_id: 'B0AMIOPS',
    app_id: 'A0AMIOPS',
    team: 'T0SANDBOX',
    replies: [],
    blocks: [
      { block_id: expect.any(String), text: { emoji: true } },
      { block_id: expect.any(String), elements: [{ action_id: expect.any(String) }] },
    ],
  })
})

test('a message without text takes its wording from the blocks', async () => {
  await world.client.chat.postMessage({ channel: 'C0READY', blocks } as never)
  expect(await messages()).toMatchObject([{ text: 'Hello' }])
})

test('a very long text is cut when posted and refused when updated', async () => {
  const { ts } = await post('x'.repeat(40_001))
  const [message] = (await messages()) as [{ text: string }]
  expect(message.text).toHaveLength(40_000)
  const update = (length: number) =>
    world.client.chat.update({ channel: 'C0READY', ts: String(ts), text: 'x'.repeat(length) })
  expect((await update(4_000)).ok).toBe(true)
  expect((await refusalOf(update(4_001))).error).toBe('msg_too_long')
})

const refusedPosts: [string, JsonObject, string][] = [
  ['into a channel that is not there', { channel: 'C0NOWHERE', text: 'x' }, 'channel_not_found'],
  ['without anything to say', { channel: 'C0READY', text: '' }, 'no_text'],
  ['with blocks that are no list', { channel: 'C0READY', text: 'x', blocks: '{' }, 'invalid_blocks_format'],
  [
    'with 101 attachments',
    { channel: 'C0READY', attachments: Array(101).fill({ text: 'x' }) },
    'too_many_attachments',
  ],
  [
    'into a thread that is not there',
    { channel: 'C0READY', text: 'x', thread_ts: '1.000001' },
    'thread_not_found',
  ],
  [
    'into a thread without a real ts',
    { channel: 'C0READY', text: 'x', thread_ts: 'root' },
    'invalid_thread_ts',
  ],
  [
    'with metadata that is no object',
    { channel: 'C0READY', text: 'x', metadata: '[]' },
    'invalid_metadata_format',
  ],
  [
    'with metadata without event_type',
    { channel: 'C0READY', text: 'x', metadata: { event_payload: {} } },
    'invalid_metadata_schema',
  ],
  [
    'with metadata nested too deeply',
    { channel: 'C0READY', text: 'x', metadata: { event_type: 'e', event_payload: { a: { b: { c: 1 } } } } },
    'invalid_metadata_schema',
  ],
]

test.each(refusedPosts)('a post %s is refused', async (_name, args, error) => {
  const refusal = await refusalOf(world.client.apiCall('chat.postMessage', args))
  expect(refusal.error).toBe(error)
  expect(await messages()).toEqual([])
})

test('a post without a channel says which field is missing', async () => {
  const refusal = await refusalOf(world.client.apiCall('chat.postMessage', { text: 'x' }))
  expect(refusal).toEqual({
    error: 'invalid_arguments',
    messages: ['[ERROR] missing required field: channel'],
  })
})

test('an archived channel, one without the bot, and a private one without the bot', async () => {
  await world.post('/channels', { name: 'old', archived: true })
  await world.post('/channels', { name: 'away', botIsMember: false })
  await world.post('/channels', { name: 'secret', is_private: true, botIsMember: false })
  const postTo = (channel: string) => world.client.chat.postMessage({ channel, text: 'x' })
  expect((await refusalOf(postTo('old'))).error).toBe('is_archived')
  expect((await refusalOf(postTo('secret'))).error).toBe('channel_not_found')
  expect((await postTo('away')).ok).toBe(true)
})

test('a channel is archived while a card still stands in it', async () => {
  const { ts } = await post('before')
  await world.post('/channels/ami-ready/archive')
  const update = world.client.chat.update({ channel: 'C0READY', ts: String(ts), text: 'after' })
  expect((await refusalOf(update)).error).toBe('is_inactive')
  expect((await refusalOf(post('more'))).error).toBe('is_archived')
  expect(await messages()).toMatchObject([{ text: 'before' }])
})

test('an update with text alone takes the blocks away and marks the message as edited', async () => {
  const { ts } = await post('before', {
    blocks,
    metadata: { event_type: 'card', event_payload: { id: 'ami-1' } },
  })
  await world.client.chat.update({ channel: 'C0READY', ts: String(ts), text: 'after' })
  const [message] = await messages()
  expect(message).toMatchObject({
    text: 'after',
    edited: { user: 'U0AMIOPS' },
    metadata: { event_type: 'card' },
  })
  expect(message).not.toHaveProperty('blocks')
})

test('an update with blocks leaves no mark, and an empty metadata removes it', async () => {
  const { ts } = await post('before', { metadata: { event_type: 'card', event_payload: { id: 'ami-1' } } })
  await world.client.chat.update({ channel: 'C0READY', ts, text: 'after', blocks, metadata: {} } as never)
  const [message] = await messages()
  expect(message).toMatchObject({ text: 'after', blocks: [{ type: 'section' }] })
  expect(message).not.toHaveProperty('edited')
  expect(message).not.toHaveProperty('metadata')
})

test('what cannot be updated: another’s message, a missing one, an ephemeral one, a channel by name', async () => {
  const update = async (channel: string, ts: unknown) =>
    (await refusalOf(world.client.chat.update({ channel, ts: String(ts), text: 'x' }))).error
  world.botAnswers(() => Response.json({ response_type: 'in_channel', text: 'hi' }))
  await world.post('/people/maria/command', { channel: 'C0READY', command: 'ami' })
  const [hers, mine] = await messages()
  const { message_ts } = await world.client.chat.postEphemeral({
    channel: 'C0READY',
    user: 'U0SAM',
    text: 'x',
  })
  expect(await update('C0READY', hers?.ts)).toBe('cant_update_message')
  expect(await update('C0READY', '1.000001')).toBe('message_not_found')
  expect(await update('C0READY', message_ts)).toBe('message_not_found')
  expect(await update('ami-ready', mine?.ts)).toBe('channel_not_found')
})

test('replies are counted on the root and listed under it', async () => {
  const { ts } = await post('root')
  await post('one', { thread_ts: String(ts) })
  const second = await post('two', { thread_ts: String(ts) })
  expect(await messages()).toMatchObject([
    {
      ts,
      thread_ts: ts,
      reply_count: 2,
      reply_users: ['U0AMIOPS'],
      latest_reply: second.ts,
      replies: [{ text: 'one', thread_ts: ts, parent_user_id: 'U0AMIOPS' }, { text: 'two' }],
    },
  ])
  expect((await refusalOf(post('three', { thread_ts: String(second.ts) }))).error).toBe('invalid_thread_ts')
})

test('a broadcast reply stands in the thread and in the channel', async () => {
  const { ts } = await post('root')
  await post('failed', { thread_ts: String(ts), reply_broadcast: true })
  expect(await messages()).toMatchObject([
    { text: 'root', replies: [{ text: 'failed' }] },
    { text: 'failed', subtype: 'thread_broadcast', thread_ts: ts, replies: [] },
  ])
})

test('a deleted message is gone; one with replies leaves a tombstone', async () => {
  const alone = await post('alone')
  const root = await post('root')
  const reply = await post('reply', { thread_ts: String(root.ts) })
  for (const { ts } of [alone, root]) await world.client.chat.delete({ channel: 'C0READY', ts: String(ts) })
  expect(await messages()).toMatchObject([{ ts: root.ts, subtype: 'tombstone', reply_count: 1 }])
  await world.client.chat.delete({ channel: 'C0READY', ts: String(reply.ts) })
  expect(await messages()).toMatchObject([{ ts: root.ts, reply_count: 0, replies: [] }])
})

test('a permalink leads to the message, and for a reply to its thread', async () => {
  const root = await post('root')
  const reply = await post('reply', { thread_ts: String(root.ts) })
  const link = async (ts: unknown) =>
    (await world.client.chat.getPermalink({ channel: 'C0READY', message_ts: String(ts) })).permalink
  expect(await link(root.ts)).toBe(`https://sandbox.slack.com/archives/C0READY/p${root.ts?.replace('.', '')}`)
  expect(await link(reply.ts)).toContain(`?thread_ts=${root.ts}&cid=C0READY`)
})

test('an ephemeral message is seen by one person; strangers to the channel get none', async () => {
  await world.client.chat.postEphemeral({ channel: 'ami-ready', user: 'U0MARIA', text: 'psst' })
  expect(await world.get('/people/maria/private')).toMatchObject([{ text: 'psst', channel: 'C0READY' }])
  expect(await messages()).toEqual([])
  const toGuest = world.client.chat.postEphemeral({ channel: 'C0AUDIT', user: 'U0GUEST', text: 'psst' })
  expect((await refusalOf(toGuest)).error).toBe('user_not_in_channel')
  const withBlocks = { channel: 'C0READY', user: 'U0MARIA', attachments: [{ color: 'good', blocks }] }
  expect((await refusalOf(world.client.chat.postEphemeral(withBlocks as never))).error).toBe(
    'invalid_attachments',
  )
})

test('a message to a person arrives as a direct message', async () => {
  await world.client.chat.postEphemeral({ channel: 'ami-ready', user: 'U0ALEX', text: 'first' })
  const { channel } = await world.client.chat.postMessage({ channel: 'U0ALEX', text: 'second' })
  expect(channel).toBe('D0ALEX')
  expect(await world.get('/people/alex/private')).toMatchObject([
    { text: 'first', is_ephemeral: true },
    { text: 'second', is_ephemeral: false, channel: 'D0ALEX' },
  ])
})

test('attachments keep their colour and their blocks are judged', async () => {
  await post('', { attachments: [{ color: '#ff0000', blocks }] })
  expect(await messages()).toMatchObject([
    { attachments: [{ id: 1, color: '#ff0000', blocks: [{ type: 'section' }] }] },
  ])
  const bad = post('x', {
    attachments: [{ blocks: [{ type: 'header', text: { type: 'plain_text', text: '' } }] }],
  })
  expect(await refusalOf(bad)).toEqual({
    error: 'invalid_blocks',
    messages: ['[ERROR] must be more than 0 characters [json-pointer:/attachments/0/blocks/0/text/text]'],
  })
})

test('a reaction is added once', async () => {
  const { ts } = await post()
  const react = () => world.client.reactions.add({ channel: 'C0READY', timestamp: String(ts), name: 'eyes' })
  await react()
  expect((await refusalOf(react())).error).toBe('already_reacted')
  expect(await messages()).toMatchObject([{ reactions: [{ name: 'eyes', users: ['U0AMIOPS'], count: 1 }] }])
})

test('readers are notified of every change', async () => {
  const changes: unknown[] = []
  const stop = world.slack.onChange(change => changes.push(change))
  await post()
  await world.client.chat.postEphemeral({ channel: 'C0READY', user: 'U0SAM', text: 'x' })
  stop()
  await post()
  expect(changes).toEqual([
    { type: 'channel', name: 'ami-ready' },
    { type: 'person', name: 'sam' },
  ])
})
