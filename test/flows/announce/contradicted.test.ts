import type { ImageEvent } from '../../../src/domain/event.ts'
import { EC2_LAG_MS } from '../../../src/domain/image.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { readImage } from '../../../src/stored/change-image.ts'
import { CONFIG, createMemoryWorld, IMAGE } from '../../support/memory/world.ts'

/** An administrator of a member account makes up events of an image of another account, and sends them by the member's role. */

const FORGED = { sentByRole: true } as const
const GOOD = { state: 'available', name: 'payments-1', tags: {}, snapshots: [] } as const

const open = async () => {
  const world = createMemoryWorld({
    ...CONFIG,
    channels: { available: 'ami-ready', failed: 'ami-failed', fallback: 'ami-alerts', audit: 'ami-audit' },
    rules: [
      { when: { state: ['failed', 'deregistered', 'disabled'] }, to: ['ami-alerts'], mention: ['S0ONCALL'] },
    ],
  })
  world.images.put(IMAGE, GOOD)
  await announce(world.needs, [world.event('available', { atMs: world.clock.nowMs() - 3_600_000 })])
  const deliver = async (event: ImageEvent) => (await announce(world.needs, [event])).get(event.id)
  const everything = () =>
    ['ami-ready', 'ami-failed', 'ami-alerts'].flatMap(channel =>
      world.messenger
        .posts(channel)
        .flatMap(({ message, replies }) => [message.text, ...replies.map(reply => reply.message.text)]),
    )
  return { world, deliver, everything }
}

const HELD = expect.objectContaining({ kind: 'again', afterSec: EC2_LAG_MS / 1000 })
const DONE = { kind: 'done' }

test.each(['failed', 'disabled', 'deregistered'] as const)(
  'a made-up %s is held as long as EC2 may lag, and then changes no card, calls nobody and confirms nothing',
  async state => {
    const { world, deliver, everything } = await open()
    const [card] = everything()
    const event = world.event(state, { ...FORGED, ...(state === 'failed' && { reason: 'made up' }) })
    expect(await deliver(event)).toEqual(HELD)
    expect(everything()).toEqual([card])
    world.clock.advance(EC2_LAG_MS)
    expect(await deliver(event)).toEqual(DONE)
    expect(everything()).toEqual([card, expect.stringMatching(/⚠️ not confirmed: EC2 shows 🟢 Available/)])
    expect(everything().join()).not.toContain('S0ONCALL')
    expect((await readImage(world.ledger, IMAGE)).lastEvent?.state).toBe('available')
    expect(await world.ledger.readHistory(IMAGE, 10)).toContainEqual(
      expect.objectContaining({ state, shownAs: 'available' }),
    )
    expect(world.messenger.posts('ami-audit')).toHaveLength(1)
  },
)

test('an event of an image that EC2 does not know says so', async () => {
  const { world, deliver, everything } = await open()
  const other = { ...IMAGE, imageId: 'ami-0ffffffffffffffff' }
  const event = { ...world.event('failed', FORGED), ...other, id: 'made-up' }
  expect(await deliver(event)).toEqual(HELD)
  world.clock.advance(EC2_LAG_MS)
  expect(await deliver(event)).toEqual(DONE)
  expect(everything().at(-1)).toMatch(
    /^ami-0ffffffffffffffff: .*Failed .*not confirmed: EC2 shows no such image/,
  )
})

test.each(['disabled', 'deregistered'] as const)(
  'a true %s that EC2 shows at once is announced at once',
  async state => {
    const { world, deliver, everything } = await open()
    if (state === 'deregistered') world.images.remove(IMAGE)
    else world.images.put(IMAGE, { ...GOOD, state })
    expect(await deliver(world.event(state, FORGED))).toEqual(DONE)
    expect(everything().join()).toContain('S0ONCALL')
  },
)

test('a true one that EC2 shows late is announced when it comes again', async () => {
  const { world, deliver, everything } = await open()
  const event = world.event('disabled', FORGED)
  expect(await deliver(event)).toEqual(HELD)
  world.clock.advance(EC2_LAG_MS)
  world.images.put(IMAGE, { ...GOOD, state: 'disabled' })
  expect(await deliver(event)).toEqual(DONE)
  expect(everything().join()).toContain('S0ONCALL')
})

test('of two events of an image the last one is compared', async () => {
  const { world, everything } = await open()
  const atMs = world.clock.nowMs()
  const events = [
    world.event('disabled', { ...FORGED, atMs: atMs - 2_000 }),
    world.event('available', { ...FORGED, atMs }),
  ]
  const outcomes = await announce(world.needs, events)
  expect([...outcomes.values()]).toEqual([DONE, DONE])
  expect(everything().join()).not.toContain('not confirmed')
})

test.each([
  ['EC2 is still making the image', { state: 'pending' as const }],
  ['EC2 refuses the look', { state: 'available' as const, refused: 'UnauthorizedOperation' }],
])(
  'nothing contradicts it where %s',
  async (_what, { state, refused }: { state: 'pending' | 'available'; refused?: string }) => {
    const { world, deliver } = await open()
    world.images.put(IMAGE, { ...GOOD, state })
    if (refused !== undefined)
      world.needs.images.describe = async () => {
        throw Object.assign(new Error('no'), { name: refused })
      }
    expect(await deliver(world.event('failed', FORGED))).toEqual(DONE)
  },
)

test('an event that EventBridge itself delivers is announced at once, whatever EC2 shows', async () => {
  const { world, deliver, everything } = await open()
  expect(await deliver(world.event('disabled'))).toEqual(DONE)
  expect(everything().join()).not.toContain('not confirmed')
})

test('an account that the config does not name is not compared: amiops would ask EC2 with the credentials of its own', async () => {
  const { world, deliver, everything } = await open()
  const event = { ...world.event('available', FORGED), account: '999999999999', id: 'theirs' }
  expect(await deliver(event)).toEqual(DONE)
  expect(everything().join()).toContain('in 999999999999')
  expect(everything().join()).not.toContain('not confirmed')
})
