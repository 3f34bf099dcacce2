import { isNothing, postsIn } from '../../src/domain/channel-posts.ts'
import type { Config } from '../../src/domain/config.ts'

const CONFIG = {
  channels: { available: 'ready', fallback: 'C0ALERTS', audit: 'audit' },
  rules: [
    { name: 'production', when: {}, to: ['ready', 'C0ALERTS'], mention: [] },
    { when: { state: ['failed'] }, to: ['C0ALERTS'], mention: [] },
    { name: 'quiet', when: {}, to: ['ready'], mention: [], mute: true },
  ],
  families: { web: { channel: 'ready' }, api: {} },
  actions: {
    enable: { roles: [] },
    disable: { roles: [], approval: { when: [], roles: [], withinMinutes: 1 } },
    deregister: { roles: [], approval: { when: [], roles: [], channel: 'ready', withinMinutes: 1 } },
  },
  fleet: { ownerTags: ['Team'], ownerChannels: { payments: 'team', search: 'C0OTHER1' } },
  accounts: [
    { id: '123456789012', regions: [], channel: 'team' },
    { id: '345678901234', alias: 'lab', regions: [], channel: 'team' },
    { id: '456789012345', regions: [] },
  ],
} as unknown as Config

test('a channel by its name', () => {
  expect(postsIn(CONFIG, { id: 'C0READY', name: 'ready' })).toEqual({
    states: ['available'],
    rules: ['production'],
    families: ['web'],
    approvals: ['deregister'],
    warned: [],
    isAudit: false,
    isFallback: false,
  })
})

test('a channel by its id, also where its name is not known; it gets what names no channel', () => {
  const posts = postsIn(CONFIG, { id: 'C0ALERTS' })
  expect(posts).toMatchObject({
    rules: ['production', 'state failed'],
    families: [],
    approvals: ['disable'],
    isFallback: true,
  })
  expect([...posts.states].sort()).toEqual(['deregistered', 'disabled', 'failed'])
})

test('a channel that is not named gets nothing', () => {
  expect(isNothing(postsIn(CONFIG, { id: 'C0OTHER', name: 'other' }))).toBe(true)
  expect(isNothing(postsIn(CONFIG, { id: 'C0AUDIT', name: 'audit' }))).toBe(false)
  expect(isNothing(postsIn(CONFIG, { id: 'C0READY', name: 'ready' }))).toBe(false)
  expect(isNothing(postsIn(CONFIG, { id: 'C0ALERTS' }))).toBe(false)
})

test('a channel of owners and accounts that are warned of deprecation dates', () => {
  const posts = postsIn(CONFIG, { id: 'C0TEAM', name: 'team' })
  expect(posts.warned).toEqual(['payments', '123456789012', 'lab'])
  expect(isNothing(posts)).toBe(false)
})
