import { parseKeep } from '../../../src/domain/keep-until.ts'
import { createAsk } from '../../support/memory/ask-queue.ts'
import type { AskedWorld } from '../../support/memory/asking.ts'
import { PLAN_CONFIG, planWorld, ref } from '../../support/plans.ts'

const NOW = Date.UTC(2026, 10, 30, 12)

test.each([
  ['web-1 until 2027-01-31', { ok: true, image: 'web-1', until: '2027-01-31' }],
  ['ami-1 us-east-1 UNTIL 2026-11-30', { ok: true, image: 'ami-1 us-east-1', until: '2026-11-30' }],
  ['web-1 2027-01-31', { ok: true, image: 'web-1', until: '2027-01-31' }],
  ['web-1 until 10d', { ok: true, image: 'web-1', until: '2026-12-10' }],
  ['web-1 2w', { ok: true, image: 'web-1', until: '2026-12-14' }],
  ['web-1 1y', { ok: true, image: 'web-1', until: '2027-11-30' }],
  ['web-1 off', { ok: true, image: 'web-1', until: '2026-11-29', isEnd: true }],
  ['', { ok: false, why: 'It needs an image, and until when it is kept.' }],
  ['web-1', { ok: false, why: 'It needs an image, and until when it is kept.' }],
  ['web-1 until', { ok: false, why: 'It needs an image, and until when it is kept.' }],
  ['web-1 until 31.1.2027', { ok: false, why: '"31.1.2027" is no day.' }],
  ['web-1 until 2027-02-30', { ok: false, why: '"2027-02-30" is no day.' }],
  ['web-1 until 2026-11-29', { ok: false, why: '2026-11-29 is over.' }],
  ['web-1 until 2031-01-01', { ok: false, why: '2031-01-01 is too far away: three years at most.' }],
  ['web-1 for 10d', { ok: true, image: 'web-1', until: '2026-12-10' }],
])('%p', (words, expected) => expect(parseKeep(words, NOW)).toEqual(expected))

const keepWorld = async () => {
  const world = await planWorld(5, {
    families: { web: { name: ['web-*'], channel: 'ami-ready' } },
    actions: { ...PLAN_CONFIG.actions, keep: { roles: ['operator'] } },
    cleanup: { weekday: 'monday', hour: 9, rules: [{ when: {}, disableAfterDays: 90, keepNewest: 1 }] },
  })
  const ask = createAsk(world as unknown as AskedWorld, 'e')
  const command = async (text: string, userId = 'U0MARIA'): Promise<string> => {
    await ask('command', { text, place: { channelId: 'C0READY', isPrivate: false } }, userId)
    return world.messenger.privateMessages(userId).at(-1) ?? ''
  }
  const tagOf = async (number: number) =>
    (await world.images.describe(ref(number).account, ref(number).region, [ref(number).imageId])).get(
      ref(number).imageId,
    )?.tags['amiops:keep-until']
  return { ...world, command, tagOf }
}

describe('/ami keep', () => {
  test('sets the tag, proved by a look; the image is not suggested, and its status says so; off ends it', async () => {
    const world = await keepWorld()
    expect(await world.command(`keep ${ref(4).imageId} until 2027-01-31`)).toMatch(
      /web-4.*is kept from clean-up until 2027-01-31/,
    )
    expect(await world.tagOf(4)).toBe('2027-01-31')
    const record = [...(await world.ledger.readImages([ref(4)])).values()][0]
    expect(record?.request).toMatchObject({ action: 'keep', state: 'confirmed' })
    expect(await world.ledger.readKeeps(world.clock.nowMs())).toMatchObject([
      { image: ref(4), by: { userId: 'U0MARIA' } },
    ])
    expect(await world.command(`status ${ref(4).imageId}`)).toMatch(/Kept from clean-up until 2027-01-31/)
    expect(await world.command('cleanup')).toMatch(/disable 3 images.*somebody keeps it: web-4/)
    expect(await world.command(`keep ${ref(4).imageId} off`)).toMatch(/no longer kept/)
    expect(await world.ledger.readKeeps(world.clock.nowMs())).toEqual([])
    expect(world.images.changed.every(change => change.startsWith('CreateTags'))).toBe(true)
  })

  test('no right, a bad day and several images get a clear sentence, and change nothing', async () => {
    const world = await keepWorld()
    expect(await world.command(`keep ${ref(4).imageId} 90d`, 'U0STRANGER')).toMatch(/permission to keep/)
    expect(await world.command(`keep ${ref(4).imageId} until tomorrow`)).toMatch(
      /"tomorrow" is no day\. Nothing was changed/,
    )
    expect(await world.command('keep web-* 90d')).toMatch(/5 images match.*Name one by its id/)
    expect(await world.command('keep nothing-like-it 90d')).toMatch(/No image matches/)
    expect(world.images.changed).toEqual([])
  })
})
