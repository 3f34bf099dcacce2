import type { Config } from '../../src/domain/config.ts'
import { countOwners, ownerPlaceOf, unreachedOwners } from '../../src/domain/owner-place.ts'
import { IMAGE } from './given.ts'

const CONFIG: Pick<Config, 'channels' | 'rules' | 'families' | 'fleet'> = {
  channels: { available: 'ready', disabled: 'off', failed: 'failed', fallback: 'ops' },
  rules: [],
  families: {
    web: { name: ['web-*'], channel: 'web', owner: 'S0WEB' },
    api: { name: ['api-*'], owner: 'S0API' },
    db: { name: ['db-*'] },
  },
  fleet: { ownerTags: ['Owner', 'Team'], ownerChannels: { pay: 'pay' } },
}
const placeOf = (name: string, tags = {}, state: 'available' | 'disabled' = 'available', config = CONFIG) =>
  ownerPlaceOf(config, { image: IMAGE, state, facts: { name, tags } })

test.each([
  ['the channel and owner of its family', 'web-1', { Team: 'pay' }, { channel: 'web', mention: ['S0WEB'] }],
  ['the channel of its owner tag', 'api-1', { Team: 'pay' }, { channel: 'pay', mention: ['S0API'] }],
  ['the first tag counts', 'db-1', { Team: 'pay', Owner: 'shop' }, { channel: 'ready', mention: [] }],
  ['an empty tag does not', 'db-1', { Team: 'pay', Owner: '' }, { channel: 'pay', mention: [] }],
  ['the channel of its events', 'api-1', {}, { channel: 'ready', mention: ['S0API'] }],
  ['a tag that every object has', 'other', { Owner: 'toString' }, { channel: 'ready', mention: [] }],
])('%s', (_what, name, tags, place) => {
  expect(placeOf(name, tags)).toEqual(place)
})

test('by its state; where its events have no channel, that of failures, then the fallback channel', () => {
  expect(placeOf('db-1', {}, 'disabled').channel).toBe('off')
  const muted = { ...CONFIG, rules: [{ when: {}, mute: true as const }] } as unknown as typeof CONFIG
  expect(placeOf('db-1', {}, 'available', muted).channel).toBe('failed')
  const bare = { ...muted, channels: { fallback: 'ops' } }
  expect(placeOf('db-1', {}, 'available', bare).channel).toBe('ops')
})

test('whom the config gives no way to reach, the most first', () => {
  expect(
    unreachedOwners(CONFIG, [
      { name: 'web-1', tags: { Team: 'shop' } },
      { name: 'api-1', tags: { Team: 'shop' } },
      { name: 'db-1', tags: { Team: 'pay' } },
      { name: 'db-2' },
      { name: 'db-3', tags: { Team: 'shop' } },
      { name: 'other', tags: { Owner: 'shop', Team: 'pay' } },
    ]),
  ).toEqual([{ owner: 'shop', count: 2 }, { count: 1 }])
  expect(unreachedOwners(CONFIG, [])).toEqual([])
  expect(countOwners([undefined, 'a', 'b', 'b'])).toEqual([
    { owner: 'b', count: 2 },
    { count: 1 },
    { owner: 'a', count: 1 },
  ])
})
