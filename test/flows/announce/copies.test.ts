import type { Config } from '../../../src/domain/config.ts'
import type { EventState, ImageEvent } from '../../../src/domain/event.ts'
import { type ImageFacts, type ImageRef, imageKey } from '../../../src/domain/image.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { refreshOutdated } from '../../../src/flows/reconcile/refresh-outdated.ts'
import { serve } from '../../../src/flows/serve.ts'
import { everyFailure, type FailurePoint } from '../../support/inject-failure.ts'
import { asked, MARIA } from '../../support/memory/asking.ts'
import { CONFIG, createMemoryWorld, MINUTE } from '../../support/memory/world.ts'

const [OWN, STAGING] = ['123456789012', '345678901234']
const FIRST: ImageRef = { account: OWN, region: 'us-east-1', imageId: 'ami-00000000000000001' }
const COPY: ImageRef = { account: OWN, region: 'eu-west-1', imageId: 'ami-00000000000000002' }
const OTHER: ImageRef = { account: STAGING, region: 'us-east-1', imageId: 'ami-00000000000000003' }
const ALL = [FIRST, COPY, OTHER]

const CONFIGURED: Config = {
  ...CONFIG,
  channels: { ...CONFIG.channels, failed: 'ami-alerts', deregistered: 'ami-ready' },
  rules: [],
  accounts: [
    { id: OWN, alias: 'production', regions: ['us-east-1', 'eu-west-1'] },
    { id: STAGING, alias: 'staging', regions: ['us-east-1'] },
  ],
}

/** By its title or by a row; a copy's facts name its source as well. */
const isOn = (text: string, imageId: string): boolean =>
  [`: ${imageId} in production`, `(${imageId})`, `\`${imageId}\``].some(words => text.includes(words))

const createWorldOfCopies = (config = CONFIGURED) => {
  const world = createMemoryWorld(config)
  const put = (image: ImageRef, special: Partial<ImageFacts> = {}): void => {
    const of =
      image === FIRST
        ? { sourceInstanceId: 'i-1' }
        : { sourceImageId: FIRST.imageId, sourceImageRegion: 'us-east-1' }
    world.images.put(image, {
      state: 'available',
      name: 'base-7',
      tags: {},
      snapshots: [],
      createdAtMs: world.clock.nowMs(),
      ...of,
      ...special,
    })
  }
  const tell = (image: ImageRef, state: EventState = 'available', more: Partial<ImageEvent> = {}) =>
    world.deliver(world.event(state, { ...image, ...more }))
  const cards = (channel = 'ami-ready') => world.messenger.posts(channel)
  const recordOf = async (image: ImageRef) => (await world.ledger.readImages([image])).get(imageKey(image))
  return { ...world, put, tell, cards, recordOf }
}

const withFirst = async (config = CONFIGURED) => {
  const world = createWorldOfCopies(config)
  for (const image of ALL) world.put(image)
  await world.tell(FIRST)
  return world
}

test('copies are rows on the card of the first image, and quiet lines in its thread', async () => {
  const world = await withFirst()
  await world.tell(COPY)
  await world.tell(OTHER)
  const [card, ...more] = world.cards()
  expect(more).toEqual([])
  expect(card?.message.text).toMatch(
    /^🟢 Available: base-7 \(ami-00000000000000001\).*Copies: 🟢 production · eu-west-1 · `ami-00000000000000002`; 🟢 staging · us-east-1 · `ami-00000000000000003`/,
  )
  expect(card?.replies.map(({ message, isBroadcast }) => [message.text.split(': ')[0], isBroadcast])).toEqual(
    [
      ['base-7 (ami-00000000000000002) in production eu-west-1', false],
      ['base-7 (ami-00000000000000003) in staging us-east-1', false],
    ],
  )
})

test.each([
  ['the original comes last', [COPY, OTHER, FIRST], OTHER.imageId],
  ['the original comes between its copies', [OTHER, FIRST, COPY], COPY.imageId],
])('%s: one card of the one that was first, a row for each other', async (_order, order) => {
  const world = createWorldOfCopies()
  for (const image of ALL) world.put(image)
  for (const image of order) await world.tell(image)
  const [card, ...more] = world.cards()
  expect(more).toEqual([])
  const [first, ...rows] = order
  expect(card?.message.text).toContain(`🟢 Available: base-7 (${first?.imageId})`)
  for (const { imageId } of rows) expect(card?.message.text).toContain(`\`${imageId}\``)
})

test('all of them in one batch', async () => {
  const world = createWorldOfCopies()
  for (const image of ALL) world.put(image)
  const events = ALL.map(image => world.event('available', image))
  let left = events
  for (let tried = 0; tried < 5 && left.length > 0; tried++) {
    const outcomes = await announce(world.needs, left)
    left = left.filter(({ id }) => outcomes.get(id)?.kind !== 'done')
    world.clock.advance(2 * MINUTE)
  }
  expect(left).toEqual([])
  const [card, ...more] = world.cards()
  expect(more).toEqual([])
  for (const { imageId } of ALL) expect(isOn(card?.message.text ?? '', imageId)).toBe(true)
})

test('a copy of a copy', async () => {
  const world = await withFirst()
  world.put(OTHER, { sourceImageId: COPY.imageId, sourceImageRegion: COPY.region })
  await world.tell(COPY)
  await world.tell(OTHER)
  expect(world.cards()).toHaveLength(1)
  expect(world.cards()[0]?.message.text).toContain(`\`${OTHER.imageId}\``)
})

test('a later change of a copy updates its row and adds a line to the thread; the first image keeps its card', async () => {
  const world = await withFirst()
  await world.tell(COPY)
  world.clock.advance(MINUTE)
  world.put(COPY, { state: 'disabled' })
  await world.tell(COPY, 'disabled')
  const [card, ...more] = world.cards()
  expect(more).toEqual([])
  expect(card?.message.text).toContain('🟢 Available: base-7')
  expect(card?.message.text).toContain('Copies: 🟡 Disabled production · eu-west-1 · `ami-00000000000000002`')
  expect(card?.replies.at(-1)).toMatchObject({ isBroadcast: true })
  world.clock.advance(MINUTE)
  world.put(FIRST, { state: 'disabled' })
  await world.tell(FIRST, 'disabled')
  expect(world.cards()).toHaveLength(1)
  expect(world.cards()[0]?.message.text).toMatch(/^🟡 Disabled: base-7/)
})

test('Slack is busy with the card: the schedule draws the row', async () => {
  const world = await withFirst()
  const { update } = world.messenger
  world.messenger.update = async () => ({ kind: 'busy', retryAfterSec: 5 })
  await world.tell(COPY)
  expect(world.cards()[0]?.message.text).not.toContain(COPY.imageId)
  world.messenger.update = update
  world.clock.advance(5 * MINUTE)
  await refreshOutdated(world.needs)
  expect(world.cards()[0]?.message.text).toContain(`\`${COPY.imageId}\``)
})

test('a copy that was made more than a day later, one that failed, and one of an image that is disabled have cards of their own', async () => {
  const late = await withFirst()
  late.clock.advance(25 * 60 * MINUTE)
  late.put(COPY)
  await late.tell(COPY)
  expect(late.cards()).toHaveLength(2)

  const failed = await withFirst()
  failed.put(COPY, { state: 'failed' })
  await failed.tell(COPY, 'failed', { reason: 'the key is not accessible' })
  expect(failed.cards()).toHaveLength(1)
  expect(failed.cards()[0]?.message.text).not.toContain(COPY.imageId)
  expect(failed.cards('ami-alerts')).toHaveLength(1)

  const disabled = await withFirst()
  disabled.clock.advance(MINUTE)
  disabled.put(FIRST, { state: 'disabled' })
  await disabled.tell(FIRST, 'disabled')
  await disabled.tell(COPY)
  expect(disabled.cards()).toHaveLength(2)
})

test('a failed copy in the same channel does not keep later copies from sharing a card', async () => {
  const world = createWorldOfCopies({
    ...CONFIGURED,
    channels: { ...CONFIGURED.channels, failed: 'ami-ready' },
  })
  for (const image of ALL) world.put(image)
  await world.tell(FIRST)
  world.put(COPY, { state: 'failed' })
  await world.tell(COPY, 'failed', { reason: 'no' })
  await world.tell(OTHER)
  expect(world.cards()).toHaveLength(2)
  expect(world.cards()[0]?.message.text).toContain(`\`${OTHER.imageId}\``)
})

test('somebody deletes the card: the next event of each image has a card of its own', async () => {
  const world = await withFirst()
  await world.tell(COPY)
  world.messenger.clear('ami-ready')
  world.clock.advance(MINUTE)
  world.put(COPY, { state: 'disabled' })
  await world.tell(COPY, 'disabled')
  expect(world.cards().map(({ message }) => message.text.slice(0, 40))).toEqual([
    '🟡 Disabled: base-7 (ami-000000000000000',
  ])
  world.clock.advance(MINUTE)
  world.put(FIRST, { state: 'disabled' })
  await world.tell(FIRST, 'disabled')
  expect(world.cards()).toHaveLength(2)
  expect(world.cards()[1]?.message.text).not.toContain('Copies')
})

test('those whom the card mentions are not mentioned again; others are', async () => {
  const rules = [
    { when: { region: ['us-east-1'] }, to: [], mention: ['S0ONCALL'] },
    { when: { region: ['eu-west-1'] }, to: [], mention: ['S0ONCALL', 'S0EUROPE'] },
  ]
  const world = await withFirst({ ...CONFIGURED, rules })
  await world.tell(COPY)
  await world.tell(OTHER)
  const [card] = world.cards()
  expect(card?.message.text).toContain('<!subteam^S0ONCALL>')
  expect(card?.replies.map(({ message }) => message.text.match(/<!subteam\^\w+>/g))).toEqual([
    ['<!subteam^S0EUROPE>'],
    null,
  ])
})

test('a later change of a copy mentions those whom its rule wants, also where the card has mentioned them', async () => {
  const rules = [{ when: {}, to: [], mention: ['S0ONCALL'] }]
  const world = await withFirst({ ...CONFIGURED, rules })
  await world.tell(COPY)
  world.clock.advance(MINUTE)
  world.put(COPY, { state: 'disabled' })
  await world.tell(COPY, 'disabled')
  const calls = world.cards()[0]?.replies.map(({ message }) => message.text.includes('<!subteam^S0ONCALL>'))
  expect(calls).toEqual([false, true])
})

test('/ami status of a copy names the card that shows it, and a menu on the card opens the copy', async () => {
  const world = await withFirst()
  await world.tell(COPY)
  await serve(world.needs, { ...asked(world, 'question'), kind: 'command', text: `status ${COPY.imageId}` })
  expect(world.messenger.privateMessages(MARIA.userId).at(-1)).toContain(
    'A copy: shown on the card of `base-7` in <#C0READY>',
  )
  expect(JSON.stringify(world.cards()[0]?.message.blocks)).toContain(`status|${imageKey(COPY)}`)
})

describe('wherever a function ends', () => {
  /** Delivers the events as their queue does; the first delivery of the second one fails at a point. */
  const live = async (order: readonly ImageRef[], failing: number, failurePoint?: FailurePoint) => {
    const world = createWorldOfCopies()
    for (const image of ALL) world.put(image)
    const events = order.map(image => world.event('available', image))
    const { injection, needs } = world.inject(failurePoint)
    const left = new Set(events)
    for (const [at, event] of events.entries()) {
      const outcome = (
        await announce(at === failing ? needs : world.needs, [event]).catch(() => undefined)
      )?.get(event.id)
      if (outcome?.kind === 'done' && !(at === failing && injection.hasCrashed())) left.delete(event)
    }
    // The others overtake the one that failed, which comes again.
    for (let tried = 0; tried < 8 && left.size > 0; tried++) {
      world.clock.advance(6 * MINUTE)
      for (const event of left) {
        const outcome = (await announce(world.needs, [event])).get(event.id)
        if (outcome?.kind === 'done') left.delete(event)
      }
    }
    world.clock.advance(5 * MINUTE)
    await refreshOutdated(world.needs)
    // Without EC2's facts nobody knows what is a copy of what: such an image has a card of its own.
    const isUnseen = injection.called[(failurePoint?.at ?? 0) - 1] === 'images.describe'
    const roots = world.cards()
    const lines = roots.flatMap(({ replies }) => replies).length
    const faults = [
      ...(left.size > 0 ? ['an event was not announced'] : []),
      ...(roots.length > 1 && !isUnseen ? [`${roots.length} cards`] : []),
      ...(lines !== ALL.length - roots.length ? [`${lines} lines`] : []),
      ...ALL.flatMap(({ imageId }) => {
        const times = roots.filter(({ message }) => isOn(message.text, imageId)).length
        return times === 1 ? [] : [`${imageId} is on ${times} cards`]
      }),
    ]
    return { called: [...injection.called], faults, hasFailed: injection.hasFailed() }
  }

  test.each([
    ['the first image', [FIRST, COPY, OTHER], 0],
    ['a copy', [FIRST, COPY, OTHER], 1],
    ['a copy before its original', [COPY, FIRST, OTHER], 0],
    ['the original after its copy', [COPY, FIRST, OTHER], 1],
  ] as const)('%s: one card, a row for each other image, a line for each', async (_what, order, failing) => {
    const whole = await live(order, failing)
    expect(whole.faults).toEqual([])
    expect(whole.called.length).toBeGreaterThan(5)
    const wrong: Record<string, string[]> = {}
    for (const failurePoint of everyFailure(whole.called)) {
      const { called, faults, hasFailed } = await live(order, failing, failurePoint)
      expect(hasFailed).toBe(true)
      const where = `${failurePoint.failure} ${failurePoint.moment} call ${failurePoint.at}, ${called[failurePoint.at - 1]}`
      if (faults.length > 0) wrong[where] = faults
    }
    expect(wrong).toEqual({})
  })
})
