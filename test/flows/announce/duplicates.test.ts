import { parseMessage } from '../../../src/aws/events/bus-message.ts'
import { EVENT_STATES, type EventState, type ImageEvent } from '../../../src/domain/event.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { serve } from '../../../src/flows/serve.ts'
import { asked, imageCard, worldWith } from '../../support/memory/asking.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

/** An event that comes a second time under another envelope id: forwarded, matched by two rules, replayed. */

const envelope = (
  state: EventState,
  atMs: number,
  more: { id?: string; requestId?: string | undefined; imageId?: string; replay?: string } = {},
): object => ({
  version: '0',
  id: more.id ?? crypto.randomUUID(),
  'detail-type': 'EC2 AMI State Change',
  source: 'aws.ec2',
  account: IMAGE.account,
  region: IMAGE.region,
  time: `${new Date(atMs).toISOString().slice(0, 19)}Z`,
  resources: [],
  ...(more.replay && { 'replay-name': more.replay }),
  detail: {
    ...('requestId' in more ? more.requestId && { RequestId: more.requestId } : { RequestId: 'req-1' }),
    ImageId: more.imageId ?? IMAGE.imageId,
    State: state,
    ErrorMessage: '',
  },
})

const read = (body: object, nowMs: number): ImageEvent => {
  const parsed = parseMessage(JSON.stringify(body), nowMs)
  if (parsed.kind !== 'event') throw new Error(`Expected an event, got ${JSON.stringify(parsed)}.`)
  return parsed.event
}

const audited = { ...CONFIG, channels: { ...CONFIG.channels, audit: 'ami-audit' } }

describe('what makes two deliveries one event', () => {
  const atMs = Date.UTC(2026, 10, 25, 19, 16, 50)
  const idOf = (body: object, nowMs = atMs + MINUTE) => read(body, nowMs).id

  test('the same request, image, state and second, whatever the envelope is called', () => {
    expect(idOf(envelope('disabled', atMs))).toBe(idOf(envelope('disabled', atMs), atMs + 60 * MINUTE))
    expect(idOf(envelope('disabled', atMs))).toBe(idOf(envelope('disabled', atMs, { replay: 'archive' })))
  })

  test('a time ahead of our clock makes no difference either', () => {
    expect(idOf(envelope('disabled', atMs), atMs - 3_000)).toBe(idOf(envelope('disabled', atMs)))
  })

  test('another request, image, state or second is another event', () => {
    const all = [
      envelope('disabled', atMs),
      envelope('disabled', atMs, { requestId: 'req-2' }),
      envelope('disabled', atMs, { imageId: 'ami-0fedcba9876543210' }),
      envelope('available', atMs),
      envelope('disabled', atMs + 1_000),
    ]
    expect(new Set(all.map(body => idOf(body))).size).toBe(all.length)
  })

  test.each([undefined, ''])('where EC2 names no request (%j), the envelope’s id counts', requestId => {
    const first = envelope('disabled', atMs, { id: 'a', requestId })
    expect(idOf(first)).toBe(idOf(envelope('disabled', atMs, { id: 'a', requestId })))
    expect(idOf(first)).not.toBe(idOf(envelope('disabled', atMs, { id: 'b', requestId })))
  })
})

test.each(EVENT_STATES)(
  'a copy of %s is dropped: one card, no line, one entry, one audit line',
  async state => {
    const world = createMemoryWorld(audited)
    const atMs = world.clock.nowMs()
    await world.deliver(read(envelope(state, atMs), atMs))
    const before = JSON.stringify([
      world.messenger.posts('ami-ready'),
      world.messenger.posts('ami-alerts'),
      world.messenger.posts('ami-audit'),
    ])
    world.clock.advance(3 * MINUTE)
    await world.deliver(read(envelope(state, atMs), world.clock.nowMs()))
    expect(
      JSON.stringify([
        world.messenger.posts('ami-ready'),
        world.messenger.posts('ami-alerts'),
        world.messenger.posts('ami-audit'),
      ]),
    ).toBe(before)
    expect(world.messenger.posts('ami-audit')).toHaveLength(1)
    expect(await world.ledger.readHistory(IMAGE, 10)).toHaveLength(1)
  },
)

test('a copy of what somebody asked for in Slack: the card still says who', async () => {
  const w = worldWith({ enable: { roles: ['operator'] } })
  w.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await w.deliver(w.event('disabled'))
  await serve(w.needs, { ...asked(w, 'click-00'), kind: 'change', action: 'enable', image: IMAGE })
  w.clock.advance(1_000)
  const atMs = w.clock.nowMs()
  await w.deliver(read(envelope('available', atMs), atMs))
  const card = imageCard(w)
  expect(card).toMatch(/U0MARIA.*confirmed/)
  w.clock.advance(MINUTE)
  await w.deliver(read(envelope('available', atMs), w.clock.nowMs()))
  expect(imageCard(w)).toBe(card)
})

test('copies within one batch: each image counts once in the digest', async () => {
  const world = createMemoryWorld(audited)
  const atMs = world.clock.nowMs()
  const bodies = Array.from({ length: 8 }, (_, i) => `ami-0000000000000000${i}`).flatMap(imageId => [
    envelope('available', atMs, { imageId }),
    envelope('available', atMs, { imageId }),
  ])
  await announce(
    world.needs,
    bodies.map(body => read(body, atMs)),
  )
  expect(world.messenger.posts('ami-ready').map(({ message }) => message.text)).toEqual([
    expect.stringMatching(/8 images became available/),
  ])
})
