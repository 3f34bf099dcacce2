import type { Ask } from '../../../src/domain/ask.ts'
import type { Config } from '../../../src/domain/config.ts'
import { serve } from '../../../src/flows/serve.ts'
import { CONFIG, createMemoryWorld } from '../../support/memory/world.ts'

const OURS: Config = {
  ...CONFIG,
  channels: { ...CONFIG.channels, audit: 'C0AUDIT' },
  rules: [
    { name: 'production', when: { tags: { Environment: 'production' } }, to: ['ami-ready'], mention: [] },
    { when: { state: ['failed'] }, to: ['ami-alerts'], mention: [] },
    { name: 'muted', when: {}, to: ['ami-ready'], mention: [], mute: true },
  ],
  families: { 'payments-base': { name: ['payments-*'], channel: 'ami-ready' } },
  actions: {
    deregister: {
      roles: ['operator'],
      approval: { when: [], roles: ['operator'], channel: 'ami-ready', withinMinutes: 60 },
    },
  },
}

const joined = (channelId: string, key = 'join-key', userId = 'U0AMIOPS'): Ask => ({
  kind: 'joined',
  key,
  person: { userId, workspaceId: '' },
  place: { channelId, isPrivate: false },
  workspaceId: 'T0SANDBOX',
  appId: 'A0AMIOPS',
  askedAtMs: 0,
})

const greeted = async (channelId: string, config = OURS) => {
  const world = createMemoryWorld(config)
  await serve(world.needs, joined(channelId))
  return world.messenger.posts(channelId).map(({ message }) => message.text)
}

test('a channel is told what will be posted there, by which rules, and how to change it', async () => {
  const [text = ''] = await greeted('C0READY')
  expect(text).toContain('images that became available or were disabled, unless a rule or a family')
  expect(text).toContain('images that fit the rule “production”')
  expect(text).not.toContain('muted')
  expect(text).toContain('images of the family “payments-base”')
  expect(text).toContain('requests for approval to deregister an image')
  expect(text).toContain('edit channels, rules and families in amiops.config.yml')
})

test('a rule without a name says what it looks at; the fallback says what it is for', async () => {
  const [text = ''] = await greeted('C0ALERTS')
  expect(text).toContain('images that fit the rule “state failed”')
  expect(text).toContain('images that failed or were deregistered')
  expect(text).toContain('what another channel does not take')
})

test('a channel that the config names by its id', async () => {
  expect((await greeted('C0AUDIT'))[0]).toContain('a line for each change and each attempt (audit)')
})

test('in a channel that the config does not name, it says that nothing is posted there', async () => {
  const world = createMemoryWorld(OURS)
  const posts: string[] = []
  world.messenger.post = async (_channel, message) => {
    posts.push(message.text)
    return { kind: 'delivered', channelId: 'C0OTHER', ts: '1' }
  }
  await serve(world.needs, joined('C0OTHER'))
  expect(posts).toEqual([expect.stringContaining('posts nothing here by itself')])
})

test('a channel shared with another organization is warned', async () => {
  const world = createMemoryWorld(OURS)
  world.messenger.setChannel('C0READY', { known: true, name: 'ami-ready', isShared: true })
  await serve(world.needs, joined('C0READY'))
  expect(world.messenger.posts('C0READY')[0]?.message.text).toContain('shared with another organization')
})

test('an invitation that is delivered twice is answered once; the next one again', async () => {
  const world = createMemoryWorld(OURS)
  await serve(world.needs, joined('C0READY'))
  await serve(world.needs, joined('C0READY'))
  expect(world.messenger.posts('C0READY')).toHaveLength(1)
  await serve(world.needs, joined('C0READY', 'join-again'))
  expect(world.messenger.posts('C0READY')).toHaveLength(2)
})

test('other members are greeted by nobody, whatever the event says', async () => {
  const world = createMemoryWorld(OURS)
  await serve(world.needs, joined('C0READY', 'key-of-maria', 'U0MARIA'))
  expect(world.messenger.posts('C0READY')).toEqual([])
})

test.each([
  [{ known: false as const, reason: 'ratelimited', retryAfterSec: 9 }, 9],
  [{ known: false as const, reason: 'invalid_auth' }, 30],
])('while Slack does not say who the bot is, the event waits', async (self, afterSec) => {
  const world = createMemoryWorld(OURS)
  world.messenger.setSelf(self)
  await expect(serve(world.needs, joined('C0READY'))).rejects.toMatchObject({ afterSec })
})

test('hostile names in the config stay text', async () => {
  const [text = ''] = await greeted('C0READY', {
    ...OURS,
    rules: [{ name: '<!channel> *x* ”', when: {}, to: ['ami-ready'], mention: [] }],
  })
  expect(text).toContain('&lt;!channel&gt;')
  expect(text).not.toContain('<!channel>')
})
