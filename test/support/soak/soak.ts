import type { Ask } from '../../../src/domain/ask.ts'
import { availableActionsOf } from '../../../src/domain/available-actions.ts'
import type { Config } from '../../../src/domain/config.ts'
import type { EventState, ImageEvent } from '../../../src/domain/event.ts'
import { type ImageRef, imageKey } from '../../../src/domain/image.ts'
import { retryAfterSec } from '../../../src/domain/retry.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { serve } from '../../../src/flows/serve.ts'
import { reconcile } from '../memory/reconcile.ts'
import { CONFIG, createMemoryWorld, MINUTE } from '../memory/world.ts'
import { compare } from './compare.ts'
import { createOutages } from './outages.ts'
import { createRandom } from './random.ts'

export interface SoakOptions {
  seed: number
  /** Events, clicks, faults, deaths and repetitions together. */
  steps: number
  images: number
}

/** The result of a soak; `disagreements` is empty if ledger, EC2 and Slack agree on every image. */
export interface SoakResult {
  events: number
  clicks: number
  failed: number
  /** Hours without Slack, DynamoDB or EC2. */
  outages: number
  repeated: number
  lost: number
  changes: number
  disagreements: readonly string[]
}

const MAY = { roles: ['operator'] }
const SOAKED: Config = {
  ...CONFIG,
  channels: { available: 'ami-ready', disabled: 'ami-ready', fallback: 'ami-alerts' },
  rules: [],
  actions: { enable: MAY, disable: MAY, deregister: MAY, restore: MAY, share: MAY },
  limits: { destructivePerHour: 1_000_000 },
}

type Message = { sentAtMs: number; dueMs: number } & (
  | { kind: 'event'; event: ImageEvent }
  | { kind: 'ask'; ask: Ask }
)

const CALLS_OF_A_RUN = 40
/** While one lasts, little else happens. */
const STEPS_TO_AN_OUTAGE = 400
const STEP_MS = 4_000
const STEP_OF_AN_OUTAGE_MS = 2 * MINUTE
/** What still waits by then is never delivered. */
const CALM_MINUTES = 24 * 60

/**
 * Runs random events, clicks and faults on a fleet, on a virtual clock, with the real flows: functions die or fail at any call, queues
 * repeat and reorder, AWS loses events. Then the faults end, and ledger, EC2 and Slack are compared.
 */
export const soak = async (options: SoakOptions): Promise<SoakResult> => {
  const random = createRandom(options.seed)
  const world = createMemoryWorld(SOAKED)
  const { clock, images, ledger, messenger } = world
  const fleet = Array.from(
    { length: options.images },
    (_, i): ImageRef => ({
      account: '123456789012',
      region: 'us-east-1',
      imageId: `ami-${String(i).padStart(17, '0')}`,
    }),
  )
  for (const [i, image] of fleet.entries())
    images.put(image, { state: 'available', name: `web-${i}`, tags: {}, snapshots: [] })
  images.keepUntil(clock.nowMs() + 365 * 24 * 60 * MINUTE)

  const queue: Message[] = []
  const outages = createOutages(random, clock.nowMs)
  const counts = { events: 0, clicks: 0, failed: 0, repeated: 0, lost: 0, changes: 0 }
  const keys = new Map<string, number>()
  const { post } = messenger
  messenger.post = async (channel, message, thread) => {
    const delivery = await post(channel, message, thread)
    const key = message.metadata?.event_payload.key
    if (key && delivery.kind === 'delivered') keys.set(key, (keys.get(key) ?? 0) + 1)
    return delivery
  }

  /** AWS sends the event of a change: late, twice, out of order, or not at all. */
  const sendEvent = (image: ImageRef, state: EventState): void => {
    if (random.chance(0.03)) {
      counts.lost += 1
      return
    }
    counts.events += 1
    const atMs = Math.floor(clock.nowMs() / 1000) * 1000
    const event: ImageEvent = { ...image, id: `event-${counts.events}`, state, atMs }
    const dueMs = clock.nowMs() + random.below(20_000)
    const sentAtMs = dueMs
    queue.push({ kind: 'event', event, sentAtMs, dueMs })
    if (!random.chance(0.05)) return
    counts.repeated += 1
    queue.push({ kind: 'event', event, sentAtMs, dueMs: dueMs + random.below(120_000) })
  }

  // AWS also sends events of the changes that are made from Slack.
  const { change } = images
  images.change = async wanted => {
    const before = images.stateOf(wanted.image)
    const answer = await change(wanted)
    const after = images.stateOf(wanted.image)
    if (answer.kind === 'accepted') counts.changes += 1
    if (before !== after && wanted.call !== 'RestoreImageFromRecycleBin')
      sendEvent(wanted.image, after as EventState)
    return answer
  }

  const outside = (): void => {
    const image = random.pick(fleet)
    const state = images.stateOf(image)
    if (state === 'deregistered') return
    const next = state === 'available' ? 'disabled' : 'available'
    const live = random.chance(0.02) ? undefined : next
    if (live) images.put(image, { state: live, name: `web-${fleet.indexOf(image)}`, tags: {}, snapshots: [] })
    else images.remove(image)
    sendEvent(image, live ?? 'deregistered')
  }

  const click = async (): Promise<void> => {
    const image = random.pick(fleet)
    const record = (await ledger.readImages([image])).get(imageKey(image))
    const offers = record ? availableActionsOf(record) : []
    if (offers.length === 0) return
    counts.clicks += 1
    const action = random.pick(offers)
    const person = random.pick([
      { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0SANDBOX' },
      { userId: 'U0ALEX', name: 'alex', workspaceId: 'T0SANDBOX' },
      { userId: 'U0SAM', name: 'sam', workspaceId: 'T0SANDBOX' },
    ])
    const key = String(counts.clicks).padStart(40, '0')
    const by = {
      key,
      person,
      place: { channelId: 'C0READY', isPrivate: false },
      workspaceId: 'T0SANDBOX',
      appId: 'A0AMIOPS',
      askedAtMs: clock.nowMs(),
    }
    const dueMs = clock.nowMs()
    const add = (ask: Ask, afterMs: number): void => {
      const sentAtMs = dueMs + afterMs
      queue.push({ kind: 'ask', ask, sentAtMs, dueMs: sentAtMs })
      if (!random.chance(0.05)) return
      counts.repeated += 1
      queue.push({ kind: 'ask', ask, sentAtMs, dueMs: sentAtMs + random.below(60_000) })
    }
    if (action !== 'disable' && action !== 'deregister')
      return add({ ...by, kind: 'change', action, image }, 0)
    add({ ...by, kind: 'propose', action, image, viewId: `V${key}` }, 0)
    const filled = { typedName: record?.facts?.name ?? '', purpose: 'soaked', options: {} }
    const submitted = { ...by, key: `sent-${key}`, askedAtMs: dueMs + 30_000 }
    add({ ...submitted, kind: 'submit', proposalId: key, viewId: `V${key}`, filled }, 30_000)
  }

  const failingNeeds = (share: number) => {
    if (!random.chance(share)) return outages.wrap(world.needs)
    counts.failed += 1
    const failurePoint = {
      at: 1 + random.below(CALLS_OF_A_RUN),
      moment: random.pick(['before', 'after'] as const),
      failure: random.pick(['error', 'crash', 'refusal'] as const),
    }
    return outages.wrap(world.inject(failurePoint).needs)
  }

  const deliver = async (share: number): Promise<void> => {
    const due = queue.filter(message => message.dueMs <= clock.nowMs()).slice(0, 20)
    for (const message of due) queue.splice(queue.indexOf(message), 1)
    const again = (message: Message, askedSec = 0): void => {
      const { sentAtMs, kind } = message
      const afterSec = retryAfterSec({ sentAtMs, askedSec, isAwaited: kind === 'ask' }, clock.nowMs())
      queue.push({ ...message, dueMs: clock.nowMs() + afterSec * 1_000 })
    }
    const told = due.flatMap(message => (message.kind === 'event' ? [message] : []))
    if (told.length > 0) {
      const outcomes = await announce(
        failingNeeds(share),
        told.map(({ event }) => event),
      ).catch(() => new Map())
      for (const message of told) {
        const outcome = outcomes.get(message.event.id)
        if (outcome?.kind !== 'done') again(message, outcome?.afterSec)
      }
    }
    for (const message of due)
      if (message.kind === 'ask') await serve(failingNeeds(share), message.ask).catch(() => again(message))
  }

  let nextScheduleMs = clock.nowMs()
  const tick = async (share: number, ms: number): Promise<void> => {
    clock.advance(ms)
    await deliver(share)
    if (clock.nowMs() < nextScheduleMs) return
    nextScheduleMs = clock.nowMs() + 5 * MINUTE
    await reconcile(failingNeeds(share)).catch(() => {})
  }

  for (let step = 0; step < options.steps; step++) {
    if (random.chance(0.5)) outside()
    else await click()
    if (step % STEPS_TO_AN_OUTAGE === STEPS_TO_AN_OUTAGE - 1) outages.begin()
    await tick(0.05, random.below(outages.isUnderWay() ? STEP_OF_AN_OUTAGE_MS : STEP_MS))
  }
  // All calms down: what waits is delivered, the schedule runs for two hours.
  outages.end()
  for (let minutes = 0; minutes < CALM_MINUTES && (minutes < 120 || queue.length > 0); minutes++)
    await tick(0, MINUTE)

  const posts = ['ami-ready', 'ami-alerts'].flatMap(channel =>
    messenger.posts(channel).flatMap(root => [root, ...root.replies]),
  )
  const disagreements = compare({
    fleet,
    truthOf: image => images.stateOf(image),
    records: await ledger.readImages(fleet),
    texts: new Map(posts.map(({ ts, message }) => [ts, message.text])),
    keys,
  })
  const left = queue.map(({ kind }) => `${kind}: it still waits a day later`)
  return { ...counts, outages: outages.count(), disagreements: [...disagreements, ...left] }
}
