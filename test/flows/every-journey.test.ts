import type { Ask } from '../../src/domain/ask.ts'
import type { CloudTrailCall } from '../../src/domain/cloud-trail-call.ts'
import type { Config } from '../../src/domain/config.ts'
import type { EventState, ImageEvent } from '../../src/domain/event.ts'
import { imageKey } from '../../src/domain/image.ts'
import { RetryLater } from '../../src/domain/retry-later.ts'
import { decideRoute } from '../../src/domain/route.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { announce } from '../../src/flows/announce/announce.ts'
import { attribute } from '../../src/flows/attribute/attribute.ts'
import { receive } from '../../src/flows/receive.ts'
import { serve } from '../../src/flows/serve.ts'
import { everyFailure, type FailurePoint } from '../support/inject-failure.ts'
import type { Posted } from '../support/memory/messenger.ts'
import { createMemoryMetrics } from '../support/memory/metrics.ts'
import { reconcile } from '../support/memory/reconcile.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../support/memory/world.ts'

const CHANNELS = { C0READY: 'ami-ready', C0ALERTS: 'ami-alerts', C0AUDIT: 'ami-audit' }
const URL = 'https://answers.example/secret'
const VIEW = 'V0FORM'
const DECLINE_VIEW = 'V0DECLINE'
const MAY_CHANGE = ['operator']

const OURS: Config = {
  ...CONFIG,
  channels: { ...CONFIG.channels, audit: 'ami-audit' },
  roles: {
    operator: { users: [], userGroups: ['S0OPERATORS'] },
    approver: { users: ['U0ALEX'], userGroups: [] },
  },
  audiences: { partners: { accounts: ['210987654321'], ous: [] } },
  actions: {
    enable: { roles: MAY_CHANGE },
    disable: { roles: MAY_CHANGE },
    share: { roles: MAY_CHANGE },
    shareWith: { roles: MAY_CHANGE },
    makePrivate: { roles: MAY_CHANGE },
    restore: { roles: MAY_CHANGE },
    deregister: {
      roles: MAY_CHANGE,
      approval: { when: [{ inUse: true }], roles: ['approver'], channel: 'ami-alerts', withinMinutes: 60 },
      breakGlass: { roles: MAY_CHANGE },
    },
  },
}

/** A message as it was posted, whatever it was edited to afterwards. */
interface AsPosted {
  channel: string | undefined
  text: string
  key: string | undefined
  event: string | undefined
}

/** A world that notes every call to EC2 that is meant to change something, also one that fails, and every post. */
const createJourneyWorld = () => {
  const world = createMemoryWorld(OURS)
  const { change } = world.images
  const { post } = world.messenger
  const asked: string[] = []
  const posted: AsPosted[] = []
  world.images.change = async what => {
    asked.push(what.call)
    return change(what)
  }
  world.messenger.post = async (where, message, thread) => {
    const delivery = await post(where, message, thread)
    if (delivery.kind !== 'delivered') return delivery
    const channel = Object.entries(CHANNELS).find(([id]) => id === delivery.channelId)?.[1]
    const { key, event } = message.metadata?.event_payload ?? {}
    posted.push({ channel, text: message.text, key, event })
    return delivery
  }
  return { ...world, asked, posted }
}
type MemoryWorld = ReturnType<typeof createJourneyWorld>
type Needs = MemoryWorld['needs']

const MARIA = { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0SANDBOX' }
const ALEX = { userId: 'U0ALEX', name: 'alex', workspaceId: 'T0SANDBOX' }

const by = (world: MemoryWorld, key: string, person = MARIA) => ({
  key,
  person,
  place: {
    channelId: 'C0READY',
    messageTs: '1000.000001',
    isPrivate: false,
    responseUrl: `${URL}/${person.userId}`,
  },
  workspaceId: 'T0SANDBOX',
  appId: 'A0AMIOPS',
  askedAtMs: world.clock.nowMs(),
})
type Action = Extract<Ask, { kind: 'change' }>['action']
const click = (world: MemoryWorld, action: Action): Ask => ({
  ...by(world, 'click'),
  kind: 'change',
  action,
  image: IMAGE,
})
const form = (world: MemoryWorld, action: Action): Ask => ({
  ...by(world, 'click'),
  kind: 'propose',
  action,
  image: IMAGE,
  viewId: VIEW,
})
const send = (
  world: MemoryWorld,
  options: Extract<Ask, { kind: 'submit' }>['filled']['options'] = {},
): Ask => ({
  ...by(world, 'send'),
  kind: 'submit',
  proposalId: 'click',
  viewId: VIEW,
  filled: { typedName: 'web-1', purpose: 'clean-up', options },
})
const decision = (world: MemoryWorld, what: 'approve' | 'decline' | 'withdraw'): Ask => ({
  ...by(world, 'decision', what === 'withdraw' ? MARIA : ALEX),
  place: { channelId: 'C0ALERTS', isPrivate: false, responseUrl: `${URL}/${ALEX.userId}` },
  kind: 'decide',
  proposalId: 'click',
  decision: what,
  ...(what === 'decline' && { comment: 'it is still needed', viewId: DECLINE_VIEW }),
})
const command = (world: MemoryWorld, text: string): Ask => ({
  ...by(world, 'command'),
  kind: 'command',
  text,
})

/** One run of a function, as its handler makes it. @throws {RetryLater} where its queue is to deliver it again */
type Run = (needs: Needs) => Promise<unknown>

const told =
  (event: ImageEvent): Run =>
  async needs => {
    const outcome = (await announce(needs, [event])).get(event.id)
    if (outcome?.kind !== 'done') throw new RetryLater(outcome?.afterSec ?? 0, outcome?.why ?? '')
  }
const named =
  (call: CloudTrailCall): Run =>
  async needs => {
    const outcome = (await attribute(needs, [call])).get(call.id)
    if (outcome?.kind !== 'done') throw new RetryLater(outcome?.afterSec ?? 0, outcome?.why ?? '')
  }
const served =
  (ask: Ask): Run =>
  needs =>
    serve(needs, ask)

const EVENTS = { deliveries: 8, visibleAfterMs: 361_000 }
const REQUESTS = { deliveries: 5, visibleAfterMs: 360_000 }
type Queue = typeof EVENTS

/** Delivers as a queue does, until the function has done it; the first function may fail. */
const deliver = async (
  world: MemoryWorld,
  queue: Queue,
  run: Run,
  first: { needs: Needs; hasCrashed: () => boolean } = { needs: world.needs, hasCrashed: () => false },
  afterEach: () => Promise<void> = async () => {},
): Promise<boolean> => {
  for (let received = 1; received <= queue.deliveries; received++) {
    const { needs, hasCrashed } = received === 1 ? first : { needs: world.needs, hasCrashed: () => false }
    const end = await run(needs).then(
      () => undefined,
      (error: unknown) => (error instanceof RetryLater ? error.afterSec : 2 ** received),
    )
    await afterEach()
    if (end === undefined && !hasCrashed()) return true
    world.clock.advance(hasCrashed() ? queue.visibleAfterMs : (end ?? 0) * 1_000)
  }
  return false
}

const STATE_AFTER: Readonly<Record<string, ImageEvent['state']>> = {
  DisableImage: 'disabled',
  EnableImage: 'available',
  DeregisterImage: 'deregistered',
}

/** Delivers EC2's events of all changes that it has not told of yet. */
const createNews = (world: MemoryWorld) => {
  let from = world.images.changed.length
  return async (): Promise<void> => {
    const changes = world.images.changed.slice(from)
    from = world.images.changed.length
    for (const change of changes) {
      const state = STATE_AFTER[change.split(' ')[0] ?? '']
      if (state) await deliver(world, EVENTS, told(world.event(state)))
    }
  }
}

const runSchedule = async (world: MemoryWorld, times: number): Promise<void> => {
  for (let run = 0; run < times; run++) {
    world.clock.advance(5 * MINUTE)
    await reconcile(world.needs)
  }
}

/** An image whose card stands in its channel, in a fleet that was scanned. */
const withCard = async (): Promise<MemoryWorld> => {
  const world = createJourneyWorld()
  const snapshots = [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: true }]
  world.images.put(IMAGE, { state: 'available', name: 'web-1', tags: {}, snapshots })
  await deliver(world, EVENTS, told(world.event('available')))
  await runSchedule(world, 2)
  return world
}

/** The same beside a digest of six other images, in this state. */
const withDigest = async (state: EventState): Promise<MemoryWorld> => {
  const world = await withCard()
  const others = Array.from({ length: 6 }, (_, i) => ({ ...IMAGE, imageId: `ami-${String(i).repeat(17)}` }))
  for (const image of others)
    if (state !== 'deregistered') world.images.put(image, { state, name: 'api-1', tags: {}, snapshots: [] })
  await announce(world.needs, others.map(image => world.event(state, image))) // biome-ignore format: one a line
  world.clock.advance(5 * MINUTE)
  return world
}

/** The image is old, never launched, and not the newest of its family. */
const withStale = async (): Promise<MemoryWorld> => {
  const world = createJourneyWorld()
  const facts = { state: 'available', tags: {}, snapshots: [] } as const
  const nowMs = world.clock.nowMs()
  const YEAR_MS = 365 * 24 * 60 * MINUTE
  world.images.put(IMAGE, { ...facts, name: 'web-1', createdAtMs: nowMs - YEAR_MS })
  world.images.put(
    { ...IMAGE, imageId: 'ami-00000000000000002' },
    { ...facts, name: 'web-2', createdAtMs: nowMs - YEAR_MS / 2 },
  )
  await deliver(world, EVENTS, told(world.event('available')))
  await runSchedule(world, 2)
  return world
}

/** Somebody outside Slack changes the image, and AWS tells of it. */
const outside = async (
  world: MemoryWorld,
  call: 'DisableImage' | 'EnableImage' | 'DeregisterImage',
): Promise<void> => {
  const news = createNews(world)
  await world.images.change(
    call === 'DeregisterImage' ? { call, image: IMAGE, deleteSnapshots: true } : { call, image: IMAGE },
  )
  await news()
  world.asked.length = 0
  world.clock.advance(6 * MINUTE)
}

const madePublic = (world: MemoryWorld): CloudTrailCall => ({
  ...IMAGE,
  id: 'call-public',
  call: 'ModifyImageAttribute',
  atMs: world.clock.nowMs(),
  principal: { kind: 'role', name: 'ops' },
  requestId: 'ec2-public',
  sharing: { added: ['all'], removed: [] },
})

/** Somebody outside Slack made the image public, and an alert says so. */
const withExposure = async (): Promise<MemoryWorld> => {
  const world = await withCard()
  world.images.share(IMAGE, { ...NOBODY, isPublic: true, accounts: ['210987654321'] })
  await deliver(world, EVENTS, named(madePublic(world)))
  return world
}

/** One alert, that says what EC2 says. */
const isAlertTrue = async (world: MemoryWorld): Promise<string[]> => {
  const alerts = standing(world).filter(({ message }) => message.metadata?.event_type === 'amiops_exposure')
  const { isPublic } = await world.images.sharing(IMAGE)
  const wrong = alerts.filter(({ message }) => message.text.includes('🚨') !== isPublic)
  const record = (await world.ledger.readImages([IMAGE])).get(imageKey(IMAGE))
  return [
    ...(alerts.length === 1 ? [] : [`${alerts.length} alerts`]),
    ...wrong.map(({ message }) => `public: ${isPublic}, and an alert says ${message.text}`),
    ...(record?.savedPermissions === undefined ? [] : ['what was taken away would be given back']),
  ]
}

/** Maria has a form open, with all the facts in it. */
const withForm = async (action: Action, isInUse = false): Promise<MemoryWorld> => {
  const world = await withCard()
  if (isInUse)
    world.uses.set('instances', {
      known: true,
      value: [{ kind: 'instance', name: 'i-1', detail: 'running' }],
    })
  await deliver(world, REQUESTS, served(form(world, action)))
  return world
}

/** Her form is sent, and waits for a second person. */
const withProposal = async (): Promise<MemoryWorld> => {
  const world = await withForm('deregister', true)
  await deliver(world, REQUESTS, served(send(world)))
  expect((await world.ledger.readProposal('click'))?.approval?.card).toBeDefined()
  return world
}

/** Share… with an audience, and its snapshots. */
const chosen = (world: MemoryWorld, key: string): Ask => ({
  ...by(world, key),
  kind: 'submit',
  proposalId: 'click',
  viewId: VIEW,
  filled: { choice: { add: ['partners'], remove: [] }, options: { shareSnapshots: true } },
})

/** Maria has chosen an audience, and sees what that changes. */
const withDifference = async (): Promise<MemoryWorld> => {
  const world = await withForm('shareWith')
  await deliver(world, REQUESTS, served(chosen(world, 'review')))
  world.clock.advance(1_000)
  return world
}

/** All of the audience have access to the image and its snapshot, or none. */
const isSharedWhole = async (world: MemoryWorld): Promise<string[]> => {
  const { accounts } = await world.images.sharing(IMAGE)
  const ofSnapshot = await world.images.snapshotSharing(IMAGE, 'snap-1')
  const record = (await world.ledger.readImages([IMAGE])).get(imageKey(IMAGE))
  const isConfirmed = record?.request?.action === 'shareWith' && record.request.state === 'confirmed'
  const isRefused = record?.request?.notShared?.some(({ snapshotId }) => snapshotId === 'snap-1')
  return isConfirmed && !isRefused && accounts.join() !== ofSnapshot.join()
    ? [`confirmed, and the image is shared with ${accounts.join()}, its snapshot with ${ofSnapshot.join()}`]
    : []
}

interface Journey {
  name: string
  prepare: () => Promise<MemoryWorld>
  /** What its function is given: the same at each delivery. */
  run: (world: MemoryWorld) => Run
  queue?: Queue
  /** What Maria has heard in the end, in the form, privately or on a card, if not why it could not be. */
  heard?: RegExp
  /** EC2 is asked to change something. */
  acts?: true
  /** What else must be so. @returns what is not */
  also?: (world: MemoryWorld) => Promise<string[]> | string[]
  /** How often the schedule runs afterwards. */
  runs?: number
}

/** Nothing was done, and she was told. */
const NOT_NOW = /couldn’t read the image|don’t have permission|can approve or decline|impact has grown/i

const FAILED = { state: 'failed', name: 'web-1', tags: {}, snapshots: [] } as const

const rounds: Run = needs => reconcile(needs)
const textsOf = (world: MemoryWorld, start: string): string[] =>
  standing(world)
    .map(({ message }) => message.text)
    .filter(text => text.startsWith(start))

const JOURNEYS: readonly Journey[] = [
  {
    name: 'an event, told by a card',
    prepare: async () => {
      const world = createJourneyWorld()
      world.images.put(IMAGE, FAILED)
      return world
    },
    run: world => told(world.event('failed', { reason: 'the disk was full' })),
    queue: EVENTS,
  },
  {
    name: 'an event, told in the thread of a card',
    prepare: async () => {
      const world = await withCard()
      world.images.put(IMAGE, FAILED)
      return world
    },
    run: world => told(world.event('failed', { reason: 'the disk was full' })),
    queue: EVENTS,
  },
  {
    name: 'CloudTrail names who did it',
    prepare: async () => {
      const world = await withCard()
      await outside(world, 'DisableImage')
      return world
    },
    run: world =>
      named({
        ...IMAGE,
        id: 'call-1',
        call: 'DisableImage',
        atMs: world.clock.nowMs() - 6 * MINUTE,
        principal: { kind: 'role', name: 'deployer' },
      }),
    queue: EVENTS,
    heard: /deployer/,
  },
  {
    name: 'somebody opens Home',
    prepare: async () => {
      const world = await withCard()
      const isHere = {
        known: true,
        workspaceId: 'T0SANDBOX',
        isStranger: false,
        isDeactivated: false,
      } as const
      world.messenger.setPerson('U0MARIA', isHere)
      return world
    },
    run: world =>
      served({ ...by(world, 'home', { userId: 'U0MARIA', name: 'maria', workspaceId: '' }), kind: 'home' }),
    also: world => {
      const shown = JSON.stringify(world.messenger.homes('U0MARIA').at(-1) ?? 'nothing')
      return /Image status|Slack did not say which workspace/.test(shown) ? [] : [shown]
    },
  },
  {
    name: 'the bot is invited to a channel',
    prepare: withCard,
    run: world =>
      served({
        ...by(world, 'join', { userId: 'U0AMIOPS', name: 'amiops', workspaceId: '' }),
        kind: 'joined',
      }),
    also: world =>
      textsOf(world, '👋').length === 1 ? [] : [`greeted ${textsOf(world, '👋').length} times`],
  },
  {
    name: 'a click opens a form',
    prepare: withCard,
    run: world => served(form(world, 'disable')),
    heard: /web-1/,
  },
  {
    name: 'a click on what is gone',
    prepare: async () => {
      const world = await withCard()
      world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
      return world
    },
    run: world => served(form(world, 'disable')),
    heard: /is already disabled\. Nothing was changed/,
  },
  {
    name: 'a form is sent: Disable',
    prepare: () => withForm('disable'),
    run: world => served(send(world)),
    acts: true,
    heard: /was (not )?disabled/,
  },
  {
    name: 'a form is sent: Deregister a protected image with its snapshots',
    prepare: async () => {
      const world = await withCard()
      const facts = (await world.images.describe(IMAGE.account, IMAGE.region, [IMAGE.imageId])).get(
        IMAGE.imageId,
      )
      if (facts) world.images.put(IMAGE, { ...facts, deregistrationProtection: 'enabled' })
      world.images.keepUntil(world.clock.nowMs() + 7 * 24 * 60 * MINUTE)
      await deliver(world, REQUESTS, served(form(world, 'deregister')))
      return world
    },
    run: world => served(send(world, { deleteSnapshots: true, unprotect: true })),
    acts: true,
    heard: /was (not )?deregistered/,
  },
  {
    name: 'a form is sent that needs a second person',
    prepare: () => withForm('deregister', true),
    run: world => served(send(world)),
    heard: /Awaiting approval by/,
  },
  {
    name: 'a form is sent by somebody who breaks the glass',
    prepare: () => withForm('deregister', true),
    run: world => served(send(world, { emergencyOverride: true })),
    acts: true,
    heard: /was (not )?deregistered/,
    also: world =>
      world.asked.length > 0 && textsOf(world, '🚨').length !== 1
        ? [`announced ${textsOf(world, '🚨').length} times`]
        : [],
  },
  {
    name: 'a second person approves',
    prepare: withProposal,
    run: world => served(decision(world, 'approve')),
    acts: true,
    heard: /was approved by/,
  },
  {
    name: 'a second person declines',
    prepare: withProposal,
    run: world => served(decision(world, 'decline')),
    heard: /was declined by.*it is still needed/s,
    also: world =>
      /was declined/.test(JSON.stringify(world.messenger.forms(DECLINE_VIEW).at(-1) ?? 'was declined'))
        ? []
        : ['the form of the decline does not end'],
  },
  {
    name: 'the requester withdraws',
    prepare: withProposal,
    run: world => served(decision(world, 'withdraw')),
    heard: /was withdrawn by/,
  },
  {
    name: 'who may not asks those who may',
    prepare: withCard,
    run: world => served({ ...by(world, 'forward'), kind: 'forward', action: 'enable', image: IMAGE }),
    heard: /has been asked/,
    also: world => (textsOf(world, '🙋').length === 1 ? [] : [`asked ${textsOf(world, '🙋').length} times`]),
  },
  {
    name: 'a form for what is pending already',
    prepare: withProposal,
    run: world =>
      served({ ...by(world, 'another'), kind: 'propose', action: 'deregister', image: IMAGE, viewId: VIEW }),
    heard: /There is already a pending request by/,
  },
  {
    name: 'nobody decides: the schedule reminds',
    prepare: async () => {
      const world = await withProposal()
      world.clock.advance(11 * MINUTE)
      return world
    },
    run: () => rounds,
    also: world =>
      textsOf(world, '⏰').length === 1 ? [] : [`reminded ${textsOf(world, '⏰').length} times`],
    runs: 2,
  },
  {
    name: 'nobody decides: the schedule lets it expire',
    prepare: async () => {
      const world = await withProposal()
      world.clock.advance(61 * MINUTE)
      return world
    },
    run: () => rounds,
    heard: /expired: nobody decided/,
  },
  {
    name: 'a decision that comes too late',
    prepare: async () => {
      const world = await withProposal()
      world.clock.advance(61 * MINUTE)
      return world
    },
    run: world => served(decision(world, 'approve')),
    heard: /expired: nobody decided/,
  },
  {
    name: 'a click: Enable',
    prepare: async () => {
      const world = await withCard()
      await outside(world, 'DisableImage')
      return world
    },
    run: world => served(click(world, 'enable')),
    acts: true,
    heard: /<@U0MARIA>/,
  },
  {
    name: 'a click: Re-share',
    prepare: async () => {
      const world = await withCard()
      world.images.share(IMAGE, { ...NOBODY, accounts: ['210987654321', '321098765432'] })
      const news = createNews(world)
      const disabling = { ...by(world, 'earlier'), kind: 'change', action: 'disable', image: IMAGE } as const
      await deliver(world, REQUESTS, served(disabling))
      await news()
      await outside(world, 'EnableImage')
      return world
    },
    run: world => served(click(world, 'share')),
    acts: true,
    heard: /<@U0MARIA>/,
  },
  {
    name: 'the form of Share…, sent with an audience: what it changes is shown',
    prepare: () => withForm('shareWith'),
    run: world => served(chosen(world, 'review')),
    heard: /\+ account `210987654321`|EC2 did not say who has access/,
  },
  {
    name: 'the form of Share…, sent as it was shown',
    prepare: withDifference,
    run: world => served(chosen(world, 'share-it')),
    acts: true,
    heard: /given new launch permissions|<@U0MARIA>|EC2 did not say who has access/,
    also: isSharedWhole,
  },
  {
    name: 'a click: Make private, on the alert of CloudTrail’s call',
    prepare: withExposure,
    run: world => served(click(world, 'makePrivate')),
    acts: true,
    heard: /<@U0MARIA>/,
    also: isAlertTrue,
  },
  {
    name: 'CloudTrail tells that an image was made public',
    prepare: async () => {
      const world = await withCard()
      world.images.share(IMAGE, { ...NOBODY, isPublic: true })
      return world
    },
    run: world => named(madePublic(world)),
    queue: EVENTS,
    also: isAlertTrue,
  },
  {
    name: 'the schedule finds an image that became public',
    prepare: async () => {
      const world = await withCard()
      world.images.share(IMAGE, { ...NOBODY, isPublic: true })
      await runSchedule(world, 1)
      world.clock.advance(5 * MINUTE)
      return world
    },
    run: () => rounds,
    also: isAlertTrue,
  },
  {
    name: 'a click: Restore, with its snapshots',
    prepare: async () => {
      const world = await withCard()
      world.images.keepUntil(world.clock.nowMs() + 7 * 24 * 60 * MINUTE)
      await outside(world, 'DeregisterImage')
      return world
    },
    run: world => served(click(world, 'restore')),
    acts: true,
    heard: /<@U0MARIA>/,
  },
  {
    name: 'a failure is acknowledged',
    prepare: async () => {
      const world = createJourneyWorld()
      world.images.put(IMAGE, FAILED)
      await deliver(world, EVENTS, told(world.event('failed', { reason: 'the disk was full' })))
      return world
    },
    run: world => served({ ...by(world, 'click'), kind: 'acknowledge', image: IMAGE }),
    heard: /👀 Acknowledged by <@U0MARIA>|don’t have permission to acknowledge/,
    also: world => {
      const lines = textsOf(world, '👀 Acknowledged by @maria').length
      // Ready and alerts have a card each.
      const isRefused = readBy(world, [MARIA]).includes('don’t have permission to acknowledge')
      return lines === (isRefused ? 0 : 2) ? [] : [`${lines} lines`]
    },
  },
  {
    name: 'a look half a minute after a change whose event is lost',
    prepare: async () => {
      const world = await withCard()
      await outside(world, 'DisableImage')
      await deliver(world, REQUESTS, served(click(world, 'enable')))
      world.asked.length = 0
      world.clock.advance(30_000)
      return world
    },
    run: () => needs => receive({ ...needs, metrics: createMemoryMetrics() }, [], [], [IMAGE]),
    queue: EVENTS,
    heard: /Enabled by <@U0MARIA> · verified with EC2/,
  },
  {
    name: 'the schedule finds a change of which AWS did not tell',
    prepare: async () => {
      const world = await withCard()
      world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
      await runSchedule(world, 1)
      world.clock.advance(5 * MINUTE)
      return world
    },
    run: () => rounds,
    also: world => (textsOf(world, '🟡').length > 0 ? [] : ['not told']),
  },
  {
    name: 'the schedule finds an image gone',
    prepare: async () => {
      const world = await withCard()
      world.images.remove(IMAGE)
      await runSchedule(world, 1)
      world.clock.advance(5 * MINUTE)
      return world
    },
    run: () => rounds,
    also: world => (textsOf(world, '⚫').length > 0 ? [] : ['not told']),
  },
  {
    name: 'the schedule finds dead letters',
    prepare: async () => {
      const world = await withCard()
      world.queues.set('events dead letters', { kind: 'known', waiting: 3, underWay: 0, delayed: 0 })
      return world
    },
    run: () => rounds,
    // Some seventy minutes.
    runs: 14,
    also: world => {
      const lines = standing(world).filter(({ message }) => message.text.startsWith('📪')).length
      return lines >= 1 && lines <= 2 ? [] : [`${lines} lines`]
    },
  },
  {
    name: '/ami status',
    prepare: withCard,
    run: world => served(command(world, `status ${IMAGE.imageId}`)),
    heard: /web-1/,
  },
  {
    name: '/ami disable: the form behind a command',
    prepare: withCard,
    run: world =>
      served({ ...command(world, 'disable web-1'), kind: 'command', text: 'disable web-1', viewId: VIEW }),
    heard: /web-1/,
  },
  {
    name: 'a short form is confirmed: Enable',
    prepare: async () => {
      const world = await withCard()
      await outside(world, 'DisableImage')
      return world
    },
    run: world =>
      served({ ...by(world, 'confirmed'), kind: 'change', action: 'enable', image: IMAGE, viewId: VIEW }),
    acts: true,
    heard: /EC2 accepted|verified with EC2|<@U0MARIA>/,
  },
  {
    name: '/ami history',
    prepare: withCard,
    run: world => served(command(world, `history ${IMAGE.imageId}`)),
    heard: /web-1/,
  },
  {
    name: '/ami list',
    prepare: withCard,
    run: world => served(command(world, 'list')),
    heard: /web-1/,
  },
  {
    name: '/ami deleted',
    prepare: async () => {
      const world = await withCard()
      world.images.keepUntil(world.clock.nowMs() + 7 * 24 * 60 * MINUTE)
      await outside(world, 'DeregisterImage')
      return world
    },
    run: world => served(command(world, 'deleted')),
    heard: /web-1/,
  },
  {
    name: '/ami stale',
    prepare: withStale,
    run: world => served(command(world, 'stale')),
    heard: /1 stale image.*web-1/s,
  },
  {
    name: 'the list of a digest',
    prepare: () => withDigest('available'),
    run: world => async needs => {
      const [digest] = (await world.ledger.readDigests(['ami-ready/available/0'])).values()
      const burst = digest?.burst ?? ''
      await served({ ...by(world, 'click'), kind: 'list', digest: 'ami-ready/available/0', burst, from: 0 })(
        needs,
      )
    },
    heard: /6 images became available.*api-1/,
  },
  {
    name: 'the schedule follows up a digest of images that are gone',
    prepare: () => withDigest('deregistered'),
    run: () => rounds,
    also: world =>
      textsOf(world, '🌍 Outside Slack · ⚫ 6 images deregistered').length === 1
        ? []
        : ['no line in the audit channel'],
  },
]

/** All messages, as they are now. */
const standing = (world: MemoryWorld): Posted[] =>
  Object.values(CHANNELS).flatMap(channel =>
    world.messenger.posts(channel).flatMap(root => [root, ...root.replies]),
  )

/** All that these people can have read. */
const readBy = (world: MemoryWorld, people: readonly { userId: string }[]): string =>
  [
    ...standing(world).map(({ message }) => message.text),
    ...people.flatMap(({ userId }) => world.messenger.privateMessages(userId)),
    ...people.flatMap(({ userId }) => world.messenger.answers(`${URL}/${userId}`)),
    JSON.stringify(world.messenger.forms(VIEW)),
  ].join('\n')

/** Adding permissions and restoring what is in the Recycle Bin may be asked for twice: the second time it changes nothing.
 * Everything else could be done twice, and by then to another effect. */
const MAY_REPEAT = [
  'ModifyImageAttribute',
  'ModifySnapshotAttribute',
  'RestoreSnapshotFromRecycleBin',
  'RestoreImageFromRecycleBin',
]

const moreThanOnce = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, at) => names.indexOf(name) !== at)),
]

/** What is not as it must be after any journey, whatever failed. */
const faultsOf = async (world: MemoryWorld, journey: Journey): Promise<string[]> => {
  const { ledger, images, asked } = world
  const faults: string[] = []
  const messages = standing(world)
  const record = (await ledger.readImages([IMAGE])).get(imageKey(IMAGE))

  const repeated = moreThanOnce(asked).filter(call => !MAY_REPEAT.includes(call))
  if (repeated.length > 0) faults.push(`EC2 was asked twice: ${repeated}`)
  if (!journey.acts && asked.length > 0) faults.push(`EC2 was asked: ${asked}`)

  if ((await ledger.readDueImages(Number.MAX_SAFE_INTEGER)).length > 0)
    faults.push(`a request is still ${record?.request?.state}`)
  if (record?.cards.some(card => card.shownRev !== record.rev)) faults.push('a card is outdated')
  const cards = messages.filter(({ message }) => message.metadata?.event_type === 'amiops_card')
  for (const { message } of cards)
    if (/⏳ \S+ requested by .*(queued|being called|awaiting confirmation)|❔/.test(message.text))
      faults.push(`a card waits: ${message.text}`)
  if (
    record?.lastEvent?.state !== images.stateOf(IMAGE) &&
    record?.observedState?.state !== images.stateOf(IMAGE)
  )
    faults.push(`told is ${record?.lastEvent?.state}, EC2 says ${images.stateOf(IMAGE)}`)

  // Slack lets no app search a direct message: one in doubt is sent again.
  const searchable = world.posted.flatMap(({ key = [] }) => key).filter(key => !key.startsWith('notify/'))
  for (const key of moreThanOnce(searchable)) faults.push(`posted twice: ${key}`)
  for (const entry of await ledger.readHistory(IMAGE, 100)) {
    if (entry.kind !== 'event') continue
    for (const channel of decideRoute(OURS, { ...IMAGE, ...entry }, undefined).channels) {
      const told = world.posted.filter(
        ({ key, event, ...posted }) =>
          key === `line/${entry.id}/${channel}` ||
          (event === entry.id && key?.startsWith('card/') && posted.channel === channel),
      )
      if (told.length !== 1)
        faults.push(`${entry.state} is told ${told.length} times in ${channel} (${entry.id})`)
    }
  }

  const proposal = await ledger.readProposal('click')
  const approvals = messages.filter(({ message }) => message.metadata?.event_type === 'amiops_approval')
  if (approvals.length !== (proposal?.approval ? 1 : 0))
    faults.push(`${proposal?.state}, and ${approvals.length} cards ask for approval`)
  for (const { message } of approvals) {
    const isAsking = JSON.stringify(message.blocks).includes('"approve"')
    if (isAsking !== (proposal?.state === 'waiting'))
      faults.push(`${proposal?.state}, and its card says: ${message.text}`)
  }
  const form = world.messenger.forms(VIEW).at(-1)
  if (form && !form.submit && proposal?.state !== 'waiting' && /⏳|❔/.test(JSON.stringify(form.blocks)))
    faults.push(`${proposal?.state}, and the form waits: ${JSON.stringify(form.blocks)}`)
  // Who decided and could not was told so, and it goes on waiting.
  const listeners = proposal?.state === 'waiting' ? [MARIA, ALEX] : [MARIA]
  const read = readBy(world, listeners)
  if (journey.heard && !journey.heard.test(read) && !(NOT_NOW.test(read) && asked.length === 0))
    faults.push(
      `Maria heard nothing of it, but: ${world.messenger.answers(`${URL}/${MARIA.userId}`).join(' | ')}`,
    )
  return [...faults, ...((await journey.also?.(world)) ?? [])]
}

/** The whole journey, once, with one failure. @returns the calls that its function made, and what is not as it must be */
const live = async (journey: Journey, isNewsLost: boolean, failurePoint?: FailurePoint) => {
  const world = await journey.prepare()
  const run = journey.run(world)
  const { injection, needs } = world.inject(failurePoint)
  const news = isNewsLost ? async () => {} : createNews(world)
  const first = { needs, hasCrashed: injection.hasCrashed }
  const isServed = await deliver(world, journey.queue ?? REQUESTS, run, first, news)
  const { called } = injection
  await runSchedule(world, journey.runs ?? 4)
  const faults = await faultsOf(world, journey)
  return {
    called: [...called],
    faults: isServed ? faults : ['it came to the dead letters', ...faults],
    hasFailed: injection.hasFailed(),
  }
}

describe.each(JOURNEYS.map(journey => [journey.name, journey] as const))('%s', (_name, journey) => {
  test.each(journey.acts ? ["EC2's event comes", "EC2's event is lost"] : ['whatever fails'])(
    '%s: each call fails before and after, by an error, a crash, a refusal: the end is the same',
    async when => {
      const isNewsLost = when === "EC2's event is lost"
      const whole = await live(journey, isNewsLost)
      expect(whole.faults).toEqual([])
      expect(whole.called.length).toBeGreaterThan(1)
      const wrong: Record<string, string[]> = {}
      for (const failurePoint of everyFailure(whole.called)) {
        const { called, faults, hasFailed } = await live(journey, isNewsLost, failurePoint)
        expect(hasFailed).toBe(true)
        const where = `${failurePoint.failure} ${failurePoint.moment} call ${failurePoint.at}, ${called[failurePoint.at - 1]}`
        if (faults.length > 0) wrong[where] = faults
      }
      expect(wrong).toEqual({})
    },
  )
})
