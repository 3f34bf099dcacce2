import { renderOpeningForm } from '../../blocks/change-form.ts'
import { homeView } from '../../blocks/home-view.ts'
import { renderNote } from '../../blocks/note.ts'
import type { Messenger } from '../../src/ports.ts'
import { createStillClock } from '../support/clock.ts'
import { connectEdges } from '../support/edges.ts'
import { createMemoryMessenger } from '../support/memory/messenger.ts'
import { startBareWorld, type TestWorld } from '../support/world.ts'

/** One suite for Slack in memory and for the real client on the sandbox's Slack. */

interface Stage {
  messenger: Messenger
  clock: ReturnType<typeof createStillClock>
  said(channel: string): Promise<{ ts: string; text: string; replies: string[] }[]>
  /** The titles of the files in a thread. */
  filesOf(channel: string, ts: string): Promise<string[]>
  toldPrivately(userId: string): Promise<string[]>
  setMembers(people: string[]): Promise<void>
  /** A form that a person has closed. */
  closedForm(): string
  /** The blocks of a person's Home, as text. */
  homeOf(userId: string): Promise<string>
}

let world: TestWorld
beforeAll(async () => {
  // More posts than a minute has room for.
  world = await startBareWorld({ slack: { rateLimits: 'off' } })
})
afterAll(() => world.close())

const inMemory = (): Stage => {
  const clock = createStillClock()
  const messenger = createMemoryMessenger({ 'ami-ready': 'C0READY', 'ami-alerts': 'C0ALERTS' })
  messenger.setMembers('S0OPERATORS', ['U0MARIA', 'U0ALEX'])
  messenger.setHandle('S0OPERATORS', 'ami-operators')
  return {
    messenger,
    clock,
    said: async channel =>
      messenger.posts(channel).map(({ ts, message, replies }) => ({
        ts,
        text: message.text,
        replies: replies.map(r => r.message.text),
      })),
    filesOf: async (_channel, ts) => messenger.files(ts).map(file => file.title),
    toldPrivately: async userId => [...messenger.privateMessages(userId)],
    setMembers: async people => messenger.setMembers('S0OPERATORS', people),
    closedForm: () => {
      messenger.closeForm('V0CLOSED')
      return 'V0CLOSED'
    },
    homeOf: async userId => JSON.stringify(messenger.homes(userId).at(-1)?.blocks),
  }
}

const inSandbox = (): Stage => {
  const clock = createStillClock()
  const nameOf = (userId: string): string => userId.slice(2).toLowerCase()
  return {
    messenger: connectEdges(world.sandbox, clock).messenger,
    clock,
    said: async channel =>
      (await world.roots(channel)).map(({ ts, text, replies = [] }) => ({
        ts,
        text,
        replies: replies.map(r => r.text),
      })),
    filesOf: async (channel, ts) => {
      const root = (await world.roots(channel)).find(message => message.ts === ts)
      const files = (root?.replies ?? []).flatMap(reply => reply.files ?? [])
      return files.flatMap(({ title, mode }) => (mode === 'tombstone' || !title ? [] : [title]))
    },
    toldPrivately: async userId => (await world.privateOf(nameOf(userId))).map(message => message.text),
    setMembers: async people =>
      void (await world.post('/usergroups/ami-operators', { people: people.map(nameOf) })),
    closedForm: () => 'V0NOTTHERE',
    homeOf: async userId =>
      JSON.stringify((await world.get<{ blocks: object[] }>(`/people/${nameOf(userId)}/home`)).blocks),
  }
}

const note = (words: string) => renderNote('🔔', words)

describe.each([
  ['in memory', inMemory],
  ['behind the real client', inSandbox],
])('Slack %s', (_name, open) => {
  let stage: Stage
  let messenger: Messenger
  beforeAll(() => {
    stage = open()
    messenger = stage.messenger
  })

  const posted = async (words: string): Promise<{ channelId: string; ts: string }> => {
    const delivery = await messenger.post('ami-ready', note(words))
    if (delivery.kind !== 'delivered') throw new Error(`Expected it to be delivered, got ${delivery.kind}.`)
    return delivery
  }

  test.each(['ami-ready', 'C0READY'])('a post to %s is told its channel and its time', async channel => {
    const delivery = await messenger.post(channel, note(`to ${channel}`))
    expect(delivery).toEqual({
      kind: 'delivered',
      channelId: 'C0READY',
      ts: expect.stringMatching(/^\d+\.\d{6}$/),
    })
    expect((await stage.said('ami-ready')).at(-1)).toEqual({
      ts: delivery.kind === 'delivered' ? delivery.ts : '',
      text: `🔔 to ${channel}`,
      replies: [],
    })
  })

  test('a channel that is not there', async () => {
    expect(await messenger.post('nowhere', note('x'))).toEqual({
      kind: 'unusable',
      code: 'channel_not_found',
    })
  })

  test('an edit changes that message alone', async () => {
    const [first, second] = [await posted('one'), await posted('two')]
    expect(await messenger.update(first.channelId, first.ts, note('one, changed'))).toEqual({
      kind: 'delivered',
      ...{ channelId: first.channelId, ts: first.ts },
    })
    const said = await stage.said('ami-ready')
    expect(said.find(m => m.ts === first.ts)?.text).toBe('🔔 one, changed')
    expect(said.find(m => m.ts === second.ts)?.text).toBe('🔔 two')
  })

  test('a Home is drawn, and drawn again in its place', async () => {
    for (const words of ['as it was', 'as it is'])
      expect((await messenger.publishHome('U0MARIA', homeView(note(words).blocks))).kind).toBe('delivered')
    const home = await stage.homeOf('U0MARIA')
    expect(home).toContain('as it is')
    expect(home).not.toContain('as it was')
  })

  test('who the bot is, and which channel this is', async () => {
    expect(await messenger.self()).toEqual({ known: true, userId: 'U0AMIOPS', botId: 'B0AMIOPS' })
    expect(await messenger.channel('C0READY')).toMatchObject({ known: true, name: 'ami-ready' })
  })

  test('a form that is not open any more', async () => {
    const form = renderOpeningForm('disable', 'a'.repeat(40))
    expect(await messenger.showForm(stage.closedForm(), form)).toEqual({ kind: 'gone' })
  })

  test('an edit of what is not there', async () => {
    expect(await messenger.update('C0READY', '1.000009', note('x'))).toEqual({ kind: 'gone' })
  })

  test('a line in a thread stands there, not in the channel', async () => {
    const { channelId, ts } = await posted('a card')
    const before = (await stage.said('ami-ready')).length
    expect((await messenger.post(channelId, note('a line'), { ts, broadcast: false })).kind).toBe('delivered')
    expect((await messenger.post(channelId, note('a loud line'), { ts, broadcast: true })).kind).toBe(
      'delivered',
    )
    const said = await stage.said('ami-ready')
    expect(said).toHaveLength(before)
    expect(said.find(m => m.ts === ts)?.replies).toEqual(['🔔 a line', '🔔 a loud line'])
  })

  test('a thread whose card is gone', async () => {
    expect(await messenger.post('C0READY', note('x'), { ts: '1.000009', broadcast: false })).toEqual({
      kind: 'gone',
    })
  })

  describe('a message that may have been posted', () => {
    // Behind the real client Slack's clock runs, not ours.
    const anyTime = { fromMs: 0, toMs: Date.UTC(2100, 0) }
    const keyed = (key: string) => ({
      ...note(`of ${key}`),
      metadata: { event_type: 'amiops_post', event_payload: { key, event: 'e' } },
    })

    test.each(['ami-ready', 'C0READY'])('is found in %s by its key', async channel => {
      const key = `post/${channel}`
      const delivery = await messenger.post('ami-ready', keyed(key))
      await posted('something after it')
      expect(await messenger.find(channel, { key, ...anyTime })).toEqual({
        kind: 'found',
        channelId: 'C0READY',
        ts: delivery.kind === 'delivered' ? delivery.ts : '',
        payload: { key, event: 'e' },
      })
      expect(await messenger.find('ami-alerts', { key, ...anyTime })).toEqual({ kind: 'absent' })
    })

    test('is found in its thread, and only there', async () => {
      const { channelId, ts } = await posted('a card')
      await messenger.post(channelId, keyed('line'), { ts, broadcast: false })
      expect(await messenger.find(channelId, { key: 'line', threadTs: ts, ...anyTime })).toMatchObject({
        kind: 'found',
      })
      expect(await messenger.find(channelId, { key: 'line', ...anyTime })).toEqual({ kind: 'absent' })
      expect(await messenger.find(channelId, { key: 'line', threadTs: '1.000009', ...anyTime })).toEqual({
        kind: 'absent',
      })
    })

    test('where the bot is not', async () => {
      expect(await messenger.find('nowhere', { key: 'x', ...anyTime })).toEqual({
        kind: 'unreadable',
        code: 'not_in_channel',
      })
    })
  })

  test('a file stands in a thread, and is taken away again', async () => {
    const { channelId, ts } = await posted('a digest')
    const content = 'state\tname\nfailed\tgrün 🟢\n'
    const open = await messenger.openFile('list.tsv', new TextEncoder().encode(content).length)
    if (open.kind !== 'open') throw new Error(`Expected a place for the file, got ${open.kind}.`)
    const as = { content, title: 'All', channelId, threadTs: ts }
    expect(await messenger.shareFile(open, as)).toEqual({ kind: 'shared' })
    expect(await stage.filesOf('ami-ready', ts)).toEqual(['All'])
    await messenger.removeFile(open.fileId)
    expect(await stage.filesOf('ami-ready', ts)).toEqual([])
    await messenger.removeFile('F0NOWHERE')
  })

  test('an ephemeral message reaches one person', async () => {
    expect((await messenger.postEphemeral('C0READY', 'U0SAM', note('psst'))).kind).toBe('delivered')
    expect((await stage.toldPrivately('U0SAM')).at(-1)).toBe('🔔 psst')
    expect(await stage.toldPrivately('U0ALEX')).toEqual([])
  })

  test('the members of a group, as they are now', async () => {
    const members = async () => messenger.members('S0OPERATORS')
    expect(await members()).toEqual({ known: true, userIds: ['U0MARIA', 'U0ALEX'] })
    await stage.setMembers(['U0ALEX'])
    expect(await members()).toEqual({ known: true, userIds: ['U0ALEX'] })
  })

  test('the handles of the groups, by their ids', async () => {
    const handles = await messenger.groupHandles()
    expect([handles.get('S0OPERATORS'), handles.get('S0NOBODY')]).toEqual(['ami-operators', undefined])
  })

  test('a group that is not there gives no members and no error', async () => {
    expect(await messenger.members('S0NOBODY')).toEqual({ known: false, reason: 'no_such_subteam' })
  })
})

describe('the real client alone: what goes wrong on the way', () => {
  let messenger: Messenger
  beforeAll(() => {
    messenger = inSandbox().messenger
  })
  afterEach(() => world.sandbox.faults.clear())

  test.each([
    ['not_in_channel', { kind: 'unusable', code: 'not_in_channel' }],
    ['is_archived', { kind: 'unusable', code: 'is_archived' }],
    ['ratelimited', { kind: 'busy', retryAfterSec: 1 }],
    ['503', { kind: 'busy', retryAfterSec: 5, inDoubt: true }],
    ['internal_error', { kind: 'busy', retryAfterSec: 5, inDoubt: true }],
  ])('a post that ends with %s is tried once', async (error, delivery) => {
    const before = world.moments('slack', /^chat\.postMessage/).length
    world.fault({ service: 'slack', call: 'chat.postMessage', error })
    expect(await messenger.post('ami-ready', note('x'))).toEqual(delivery)
    expect(world.moments('slack', /^chat\.postMessage/)).toHaveLength(before + 1)
  })

  test('a cut connection is busy: nobody knows whether it was posted', async () => {
    world.fault({ service: 'slack', call: 'chat.postMessage', drop: true })
    expect(await messenger.post('ami-ready', note('x'))).toMatchObject({ kind: 'busy' })
  })

  const search = { key: 'x', fromMs: 0, toMs: Date.UTC(2100, 0) }

  test.each([
    ['ratelimited', { kind: 'busy', retryAfterSec: 1 }],
    ['503', { kind: 'busy', retryAfterSec: 5 }],
    ['not_in_channel', { kind: 'unreadable', code: 'not_in_channel' }],
    ['missing_scope', { kind: 'unreadable', code: 'missing_scope' }],
  ])('a search that ends with %s', async (error, finding) => {
    world.fault({ service: 'slack', call: 'conversations.history', error })
    expect(await messenger.find('C0READY', search)).toEqual(finding)
  })

  test('a name that no post has taught is looked up, once', async () => {
    const fresh = inSandbox().messenger
    const asked = () => world.moments('slack', /^users\.conversations/).length
    const before = asked()
    expect(await fresh.find('ami-alerts', search)).toEqual({ kind: 'absent' })
    expect(await fresh.find('ami-alerts', search)).toEqual({ kind: 'absent' })
    expect(asked()).toBe(before + 1)
  })

  test('only the messages of that time are read', async () => {
    const nowMs = Date.now()
    const metadata = { event_type: 'amiops_post', event_payload: { key: 'timed' } }
    await messenger.post('ami-ready', { ...note('timed'), metadata })
    const find = (fromMs: number, toMs: number) => messenger.find('C0READY', { key: 'timed', fromMs, toMs })
    expect((await find(nowMs - 60_000, nowMs + 60_000)).kind).toBe('found')
    expect((await find(nowMs - 120_000, nowMs - 60_000)).kind).toBe('absent')
  })

  test.each([
    ['missing_scope', { kind: 'refused', code: 'missing_scope' }],
    ['ratelimited', { kind: 'busy', retryAfterSec: 1 }],
  ])('a file for which Slack says %s', async (error, answer) => {
    world.fault({ service: 'slack', call: 'files.getUploadURLExternal', error })
    expect(await messenger.openFile('list.tsv', 7)).toEqual(answer)
  })

  test('a wrong token is an error, for no message and no file would ever arrive', async () => {
    world.fault({ service: 'slack', call: 'chat.postMessage', error: 'invalid_auth' })
    await expect(messenger.post('ami-ready', note('x'))).rejects.toThrow('invalid_auth')
    world.fault({ service: 'slack', call: 'files.getUploadURLExternal', error: 'invalid_auth' })
    await expect(messenger.openFile('list.tsv', 7)).rejects.toThrow('invalid_auth')
  })

  test('refused blocks are posted as words', async () => {
    world.fault({ service: 'slack', call: 'chat.postMessage', error: 'invalid_blocks' })
    expect((await messenger.post('ami-ready', note('plain words'))).kind).toBe('delivered')
    const last = (await world.roots('ami-ready')).at(-1)
    expect(last?.text).toBe('🔔 plain words')
    expect(last?.blocks ?? []).toEqual([])
  })

  test('a message of a channel that was archived cannot be changed any more', async () => {
    world.fault({ service: 'slack', call: 'chat.update', error: 'is_inactive' })
    expect((await messenger.update('C0READY', '1.000001', note('x'))).kind).toBe('unusable')
  })

  test('the handles could not be read: none, and no error', async () => {
    world.fault({ service: 'slack', call: 'usergroups.list', error: 'missing_scope' })
    expect((await messenger.groupHandles()).size).toBe(0)
    expect((await messenger.groupHandles()).get('S0ONCALL')).toBe('on-call')
  })

  test('the members could not be read: no members, and the next call asks again', async () => {
    world.fault({ service: 'slack', call: 'usergroups.users.list', error: 'missing_scope' })
    expect(await messenger.members('S0ONCALL')).toEqual({ known: false, reason: 'missing_scope' })
    expect(await messenger.members('S0ONCALL')).toEqual({ known: true, userIds: ['U0MARIA'] })
  })

  test('Slack does not say who the bot is, or which channel it is: why, and how long to wait', async () => {
    const { messenger: fresh } = connectEdges(world.sandbox, createStillClock())
    world.fault({ service: 'slack', call: 'auth.test', error: 'ratelimited', retryAfterSec: 3 })
    expect(await fresh.self()).toEqual({ known: false, reason: 'ratelimited', retryAfterSec: 3 })
    expect(await fresh.self()).toMatchObject({ known: true })
    world.fault({ service: 'slack', call: 'auth.test', error: 'invalid_auth' })
    expect(await fresh.self()).toMatchObject({ known: true })
    expect(await fresh.channel('C0NOWHERE')).toEqual({ known: false, reason: 'channel_not_found' })
    world.sandbox.faults.clear()
  })

  test('a person of the workspace, and whose workspace it is', async () => {
    expect(await messenger.person('U0MARIA')).toMatchObject({ workspaceId: 'T0SANDBOX', isStranger: false })
    expect(await messenger.person('U0GUEST')).toMatchObject({ workspaceId: 'T0ELSEWHERE', isStranger: true })
  })

  test('Slack has no room to say who is in a group: it says how long to wait', async () => {
    world.fault({ service: 'slack', call: 'usergroups.users.list', error: 'ratelimited' })
    expect(await messenger.members('S0ONCALL')).toEqual({
      known: false,
      reason: 'ratelimited',
      retryAfterSec: expect.any(Number),
    })
  })

  test('an answer address that nobody gave', async () => {
    const { url } = world
    const delivery = await messenger.respond(`${url}/slack/response/nobody`, note('x'), false)
    expect(delivery.kind).toBe('unusable')
    expect(JSON.stringify(delivery)).not.toContain('nobody')
    expect((await messenger.respond('http://127.0.0.1:9/closed', note('x'), false)).kind).toBe('unusable')
  })
})
