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
import { reconcile } from '../../src/flows/reconcile/reconcile.ts'
import { serve } from '../../src/flows/serve.ts'
import type { Posted } from '../support/memory/messenger.ts'
import { createMemoryMetrics } from '../support/memory/metrics.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../support/memory/world.ts'
import { everyStrike, type Fate } from '../support/mortal.ts'

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
  actions: {
    enable: { roles: MAY_CHANGE },
    disable: { roles: MAY_CHANGE },
    share: { roles: MAY_CHANGE },
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
const createTown = () => {
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
type Town = ReturnType<typeof createTown>
type Needs = Town['needs']

const MARIA = { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0SANDBOX' }
const ALEX = { userId: 'U0ALEX', name: 'alex', workspaceId: 'T0SANDBOX' }

const by = (town: Town, key: string, person = MARIA) => ({
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
  askedAtMs: town.clock.nowMs(),
})
type Action = Extract<Ask, { kind: 'change' }>['action']
const click = (town: Town, action: Action): Ask => ({
  ...by(town, 'click'),
  kind: 'change',
  action,
  image: IMAGE,
})
const form = (town: Town, action: Action): Ask => ({
  ...by(town, 'click'),
  kind: 'propose',
  action,
  image: IMAGE,
  viewId: VIEW,
})
const send = (town: Town, options: Extract<Ask, { kind: 'submit' }>['filled']['options'] = {}): Ask => ({
  ...by(town, 'send'),
  kind: 'submit',
  proposalId: 'click',
  viewId: VIEW,
  filled: { typedName: 'web-1', purpose: 'clean-up', options },
})
const decision = (town: Town, what: 'approve' | 'decline' | 'withdraw'): Ask => ({
  ...by(town, 'decision', what === 'withdraw' ? MARIA : ALEX),
  place: { channelId: 'C0ALERTS', isPrivate: false, responseUrl: `${URL}/${ALEX.userId}` },
  kind: 'decide',
  proposalId: 'click',
  decision: what,
  ...(what === 'decline' && { comment: 'it is still needed', viewId: DECLINE_VIEW }),
})
const command = (town: Town, text: string): Ask => ({ ...by(town, 'command'), kind: 'command', text })

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

/** Delivers as a queue does, until the function has done it; the first time to one that fate strikes. */
const deliver = async (
  town: Town,
  queue: Queue,
  run: Run,
  first: { needs: Needs; isDead: () => boolean } = { needs: town.needs, isDead: () => false },
  afterEach: () => Promise<void> = async () => {},
): Promise<boolean> => {
  for (let received = 1; received <= queue.deliveries; received++) {
    const { needs, isDead } = received === 1 ? first : { needs: town.needs, isDead: () => false }
    const end = await run(needs).then(
      () => undefined,
      (error: unknown) => (error instanceof RetryLater ? error.afterSec : 2 ** received),
    )
    await afterEach()
    if (end === undefined && !isDead()) return true
    town.clock.advance(isDead() ? queue.visibleAfterMs : (end ?? 0) * 1_000)
  }
  return false
}

const STATE_AFTER: Readonly<Record<string, ImageEvent['state']>> = {
  DisableImage: 'disabled',
  EnableImage: 'available',
  DeregisterImage: 'deregistered',
}

/** Delivers EC2's events of all changes that it has not told of yet. */
const createNews = (town: Town) => {
  let from = town.images.changed.length
  return async (): Promise<void> => {
    const changes = town.images.changed.slice(from)
    from = town.images.changed.length
    for (const change of changes) {
      const state = STATE_AFTER[change.split(' ')[0] ?? '']
      if (state) await deliver(town, EVENTS, told(town.event(state)))
    }
  }
}

const runSchedule = async (town: Town, times: number): Promise<void> => {
  for (let run = 0; run < times; run++) {
    town.clock.advance(5 * MINUTE)
    await reconcile(town.needs)
  }
}

/** An image whose card stands in its channel, in a fleet that was looked through. */
const withCard = async (): Promise<Town> => {
  const town = createTown()
  const snapshots = [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: true }]
  town.images.put(IMAGE, { state: 'available', name: 'web-1', tags: {}, snapshots })
  await deliver(town, EVENTS, told(town.event('available')))
  await runSchedule(town, 2)
  return town
}

/** The same beside a digest of six other images, in this state. */
const withDigest = async (state: EventState): Promise<Town> => {
  const town = await withCard()
  const others = Array.from({ length: 6 }, (_, i) => ({ ...IMAGE, imageId: `ami-${String(i).repeat(17)}` }))
  for (const image of others)
    if (state !== 'deregistered') town.images.put(image, { state, name: 'api-1', tags: {}, snapshots: [] })
  await announce(town.needs, others.map(image => town.event(state, image))) // biome-ignore format: one a line
  town.clock.advance(5 * MINUTE)
  return town
}

/** Somebody outside Slack changes the image, and AWS tells of it. */
const outside = async (
  town: Town,
  call: 'DisableImage' | 'EnableImage' | 'DeregisterImage',
): Promise<void> => {
  const news = createNews(town)
  await town.images.change(
    call === 'DeregisterImage' ? { call, image: IMAGE, deleteSnapshots: true } : { call, image: IMAGE },
  )
  await news()
  town.asked.length = 0
  town.clock.advance(6 * MINUTE)
}

/** Maria has a form open, with all the facts in it. */
const withForm = async (action: Action, isInUse = false): Promise<Town> => {
  const town = await withCard()
  if (isInUse)
    town.uses.set('instances', { known: true, value: [{ kind: 'instance', name: 'i-1', detail: 'running' }] })
  await deliver(town, REQUESTS, served(form(town, action)))
  return town
}

/** Her form is sent, and waits for a second person. */
const withProposal = async (): Promise<Town> => {
  const town = await withForm('deregister', true)
  await deliver(town, REQUESTS, served(send(town)))
  expect((await town.ledger.readProposal('click'))?.approval?.card).toBeDefined()
  return town
}

interface Journey {
  name: string
  prepare: () => Promise<Town>
  /** What its function is given: the same at each delivery. */
  run: (town: Town) => Run
  queue?: Queue
  /** What Maria has heard in the end, in the form, privately or on a card, if not why it could not be. */
  heard?: RegExp
  /** EC2 is asked to change something. */
  acts?: true
  /** What else must be so. @returns what is not */
  also?: (town: Town) => Promise<string[]> | string[]
  /** How often the schedule runs afterwards. */
  runs?: number
}

/** Nothing was done, and she was told. */
const NOT_NOW = /couldn’t read the image|don’t have permission|can approve or decline|impact has grown/i

const FAILED = { state: 'failed', name: 'web-1', tags: {}, snapshots: [] } as const

const rounds: Run = needs => reconcile(needs)
const textsOf = (town: Town, start: string): string[] =>
  standing(town)
    .map(({ message }) => message.text)
    .filter(text => text.startsWith(start))

const JOURNEYS: readonly Journey[] = [
  {
    name: 'an event, told by a card',
    prepare: async () => {
      const town = createTown()
      town.images.put(IMAGE, FAILED)
      return town
    },
    run: town => told(town.event('failed', { reason: 'the disk was full' })),
    queue: EVENTS,
  },
  {
    name: 'an event, told in the thread of a card',
    prepare: async () => {
      const town = await withCard()
      town.images.put(IMAGE, FAILED)
      return town
    },
    run: town => told(town.event('failed', { reason: 'the disk was full' })),
    queue: EVENTS,
  },
  {
    name: 'CloudTrail names who did it',
    prepare: async () => {
      const town = await withCard()
      await outside(town, 'DisableImage')
      return town
    },
    run: town =>
      named({
        ...IMAGE,
        id: 'call-1',
        call: 'DisableImage',
        atMs: town.clock.nowMs() - 6 * MINUTE,
        principal: { kind: 'role', name: 'deployer' },
      }),
    queue: EVENTS,
    heard: /deployer/,
  },
  {
    name: 'a click opens a form',
    prepare: withCard,
    run: town => served(form(town, 'disable')),
    heard: /web-1/,
  },
  {
    name: 'a click on what is gone',
    prepare: async () => {
      const town = await withCard()
      town.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
      return town
    },
    run: town => served(form(town, 'disable')),
    heard: /was not disabled: it is/,
  },
  {
    name: 'a form is sent: Disable',
    prepare: () => withForm('disable'),
    run: town => served(send(town)),
    acts: true,
    heard: /was (not )?disabled/,
  },
  {
    name: 'a form is sent: Deregister a protected image with its snapshots',
    prepare: async () => {
      const town = await withCard()
      const facts = (await town.images.describe(IMAGE.account, IMAGE.region, [IMAGE.imageId])).get(
        IMAGE.imageId,
      )
      if (facts) town.images.put(IMAGE, { ...facts, deregistrationProtection: 'enabled' })
      town.images.keepUntil(town.clock.nowMs() + 7 * 24 * 60 * MINUTE)
      await deliver(town, REQUESTS, served(form(town, 'deregister')))
      return town
    },
    run: town => served(send(town, { deleteSnapshots: true, unprotect: true })),
    acts: true,
    heard: /was (not )?deregistered/,
  },
  {
    name: 'a form is sent that needs a second person',
    prepare: () => withForm('deregister', true),
    run: town => served(send(town)),
    heard: /Awaiting approval by/,
  },
  {
    name: 'a form is sent by somebody who breaks the glass',
    prepare: () => withForm('deregister', true),
    run: town => served(send(town, { emergencyOverride: true })),
    acts: true,
    heard: /was (not )?deregistered/,
    also: town =>
      town.asked.length > 0 && textsOf(town, '🚨').length !== 1
        ? [`announced ${textsOf(town, '🚨').length} times`]
        : [],
  },
  {
    name: 'a second person approves',
    prepare: withProposal,
    run: town => served(decision(town, 'approve')),
    acts: true,
    heard: /was approved by/,
  },
  {
    name: 'a second person declines',
    prepare: withProposal,
    run: town => served(decision(town, 'decline')),
    heard: /was declined by.*it is still needed/s,
    also: town =>
      /was declined/.test(JSON.stringify(town.messenger.forms(DECLINE_VIEW).at(-1) ?? 'was declined'))
        ? []
        : ['the form of the decline does not end'],
  },
  {
    name: 'the requester withdraws',
    prepare: withProposal,
    run: town => served(decision(town, 'withdraw')),
    heard: /was withdrawn by/,
  },
  {
    name: 'who may not asks those who may',
    prepare: withCard,
    run: town => served({ ...by(town, 'forward'), kind: 'forward', action: 'enable', image: IMAGE }),
    heard: /has been asked/,
    also: town => (textsOf(town, '🙋').length === 1 ? [] : [`asked ${textsOf(town, '🙋').length} times`]),
  },
  {
    name: 'a form for what is pending already',
    prepare: withProposal,
    run: town =>
      served({ ...by(town, 'another'), kind: 'propose', action: 'deregister', image: IMAGE, viewId: VIEW }),
    heard: /There is already a pending request by/,
  },
  {
    name: 'nobody decides: the schedule reminds',
    prepare: async () => {
      const town = await withProposal()
      town.clock.advance(11 * MINUTE)
      return town
    },
    run: () => rounds,
    also: town => (textsOf(town, '⏰').length === 1 ? [] : [`reminded ${textsOf(town, '⏰').length} times`]),
    runs: 2,
  },
  {
    name: 'nobody decides: the schedule lets it expire',
    prepare: async () => {
      const town = await withProposal()
      town.clock.advance(61 * MINUTE)
      return town
    },
    run: () => rounds,
    heard: /expired: nobody decided/,
  },
  {
    name: 'a decision that comes too late',
    prepare: async () => {
      const town = await withProposal()
      town.clock.advance(61 * MINUTE)
      return town
    },
    run: town => served(decision(town, 'approve')),
    heard: /expired: nobody decided/,
  },
  {
    name: 'a click: Enable',
    prepare: async () => {
      const town = await withCard()
      await outside(town, 'DisableImage')
      return town
    },
    run: town => served(click(town, 'enable')),
    acts: true,
    heard: /<@U0MARIA>/,
  },
  {
    name: 'a click: Re-share',
    prepare: async () => {
      const town = await withCard()
      town.images.share(IMAGE, { ...NOBODY, accounts: ['210987654321', '321098765432'] })
      const news = createNews(town)
      const disabling = { ...by(town, 'earlier'), kind: 'change', action: 'disable', image: IMAGE } as const
      await deliver(town, REQUESTS, served(disabling))
      await news()
      await outside(town, 'EnableImage')
      return town
    },
    run: town => served(click(town, 'share')),
    acts: true,
    heard: /<@U0MARIA>/,
  },
  {
    name: 'a click: Restore, with its snapshots',
    prepare: async () => {
      const town = await withCard()
      town.images.keepUntil(town.clock.nowMs() + 7 * 24 * 60 * MINUTE)
      await outside(town, 'DeregisterImage')
      return town
    },
    run: town => served(click(town, 'restore')),
    acts: true,
    heard: /<@U0MARIA>/,
  },
  {
    name: 'a failure is acknowledged',
    prepare: async () => {
      const town = createTown()
      town.images.put(IMAGE, FAILED)
      await deliver(town, EVENTS, told(town.event('failed', { reason: 'the disk was full' })))
      return town
    },
    run: town => served({ ...by(town, 'click'), kind: 'acknowledge', image: IMAGE }),
    heard: /👀 Acknowledged by <@U0MARIA>|don't have permission to acknowledge/,
    also: town => {
      const lines = textsOf(town, '👀 Acknowledged by @maria').length
      // Ready and alerts have a card each.
      const isRefused = readBy(town, [MARIA]).includes("don't have permission to acknowledge")
      return lines === (isRefused ? 0 : 2) ? [] : [`${lines} lines`]
    },
  },
  {
    name: 'a look half a minute after a change whose event is lost',
    prepare: async () => {
      const town = await withCard()
      await outside(town, 'DisableImage')
      await deliver(town, REQUESTS, served(click(town, 'enable')))
      town.asked.length = 0
      town.clock.advance(30_000)
      return town
    },
    run: () => needs => receive({ ...needs, metrics: createMemoryMetrics() }, [], [], [IMAGE]),
    queue: EVENTS,
    heard: /Enabled by <@U0MARIA> · verified with EC2/,
  },
  {
    name: 'the schedule finds a change of which AWS did not tell',
    prepare: async () => {
      const town = await withCard()
      town.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
      await runSchedule(town, 1)
      town.clock.advance(5 * MINUTE)
      return town
    },
    run: () => rounds,
    also: town => (textsOf(town, '🟡').length > 0 ? [] : ['not told']),
  },
  {
    name: 'the schedule finds an image gone',
    prepare: async () => {
      const town = await withCard()
      town.images.remove(IMAGE)
      await runSchedule(town, 1)
      town.clock.advance(5 * MINUTE)
      return town
    },
    run: () => rounds,
    also: town => (textsOf(town, '⚫').length > 0 ? [] : ['not told']),
  },
  {
    name: 'the schedule finds dead letters',
    prepare: async () => {
      const town = await withCard()
      town.queues.set('events dead letters', { kind: 'known', waiting: 3, underWay: 0, delayed: 0 })
      return town
    },
    run: () => rounds,
    // Some seventy minutes.
    runs: 14,
    also: town => {
      const lines = standing(town).filter(({ message }) => message.text.startsWith('📪')).length
      return lines >= 1 && lines <= 2 ? [] : [`${lines} lines`]
    },
  },
  {
    name: '/ami status',
    prepare: withCard,
    run: town => served(command(town, `status ${IMAGE.imageId}`)),
    heard: /web-1/,
  },
  {
    name: '/ami disable: the form behind a command',
    prepare: withCard,
    run: town =>
      served({ ...command(town, 'disable web-1'), kind: 'command', text: 'disable web-1', viewId: VIEW }),
    heard: /web-1/,
  },
  {
    name: 'a short form is confirmed: Enable',
    prepare: async () => {
      const town = await withCard()
      await outside(town, 'DisableImage')
      return town
    },
    run: town =>
      served({ ...by(town, 'confirmed'), kind: 'change', action: 'enable', image: IMAGE, viewId: VIEW }),
    acts: true,
    heard: /EC2 accepted|verified with EC2|<@U0MARIA>/,
  },
  {
    name: '/ami history',
    prepare: withCard,
    run: town => served(command(town, `history ${IMAGE.imageId}`)),
    heard: /web-1/,
  },
  {
    name: 'the list of a digest',
    prepare: () => withDigest('available'),
    run: town => async needs => {
      const [digest] = (await town.ledger.readDigests(['ami-ready/available/0'])).values()
      const burst = digest?.burst ?? ''
      await served({ ...by(town, 'click'), kind: 'list', digest: 'ami-ready/available/0', burst, from: 0 })(
        needs,
      )
    },
    heard: /6 images became available.*api-1/,
  },
  {
    name: 'the schedule follows up a digest of images that are gone',
    prepare: () => withDigest('deregistered'),
    run: () => rounds,
    also: town =>
      textsOf(town, '🌍 Outside Slack · ⚫ 6 images deregistered').length === 1
        ? []
        : ['no line in the audit channel'],
  },
]

/** All messages, as they are now. */
const standing = (town: Town): Posted[] =>
  Object.values(CHANNELS).flatMap(channel =>
    town.messenger.posts(channel).flatMap(root => [root, ...root.replies]),
  )

/** All that these people can have read. */
const readBy = (town: Town, people: readonly { userId: string }[]): string =>
  [
    ...standing(town).map(({ message }) => message.text),
    ...people.flatMap(({ userId }) => town.messenger.whispers(userId)),
    ...people.flatMap(({ userId }) => town.messenger.answers(`${URL}/${userId}`)),
    JSON.stringify(town.messenger.forms(VIEW)),
  ].join('\n')

/** Adding permissions and restoring what is in the Recycle Bin may be asked for twice: the second time it changes nothing.
 * Everything else could be done twice, and by then to another effect. */
const MAY_REPEAT = ['ModifyImageAttribute', 'RestoreSnapshotFromRecycleBin', 'RestoreImageFromRecycleBin']

const moreThanOnce = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, at) => names.indexOf(name) !== at)),
]

/** What is not as it must be after any journey, whatever struck it. */
const faultsOf = async (town: Town, journey: Journey): Promise<string[]> => {
  const { ledger, images, asked } = town
  const faults: string[] = []
  const messages = standing(town)
  const record = (await ledger.readImages([IMAGE])).get(imageKey(IMAGE))

  const repeated = moreThanOnce(asked).filter(call => !MAY_REPEAT.includes(call))
  if (repeated.length > 0) faults.push(`EC2 was asked twice: ${repeated}`)
  if (!journey.acts && asked.length > 0) faults.push(`EC2 was asked: ${asked}`)

  if ((await ledger.readDueImages(Number.MAX_SAFE_INTEGER)).length > 0)
    faults.push(`a request is still ${record?.request?.state}`)
  if (record?.cards.some(card => card.shownRev !== record.rev)) faults.push('a card is stale')
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
  const searchable = town.posted.flatMap(({ key = [] }) => key).filter(key => !key.startsWith('notify/'))
  for (const key of moreThanOnce(searchable)) faults.push(`posted twice: ${key}`)
  for (const entry of await ledger.readHistory(IMAGE, 100)) {
    if (entry.kind !== 'event') continue
    for (const channel of decideRoute(OURS, { ...IMAGE, ...entry }, undefined).channels) {
      const told = town.posted.filter(
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
  const form = town.messenger.forms(VIEW).at(-1)
  if (form && !form.submit && proposal?.state !== 'waiting' && /⏳|❔/.test(JSON.stringify(form.blocks)))
    faults.push(`${proposal?.state}, and the form waits: ${JSON.stringify(form.blocks)}`)
  // Who decided and could not was told so, and it goes on waiting.
  const listeners = proposal?.state === 'waiting' ? [MARIA, ALEX] : [MARIA]
  const read = readBy(town, listeners)
  if (journey.heard && !journey.heard.test(read) && !(NOT_NOW.test(read) && asked.length === 0))
    faults.push(
      `Maria heard nothing of it, but: ${town.messenger.answers(`${URL}/${MARIA.userId}`).join(' | ')}`,
    )
  return [...faults, ...((await journey.also?.(town)) ?? [])]
}

/** The whole journey, once, with what fate wants. @returns the calls that its function made, and what is not as it must be */
const live = async (journey: Journey, isNewsLost: boolean, fate?: Fate) => {
  const town = await journey.prepare()
  const run = journey.run(town)
  const { mortal, needs } = town.mortal(fate)
  const news = isNewsLost ? async () => {} : createNews(town)
  const first = { needs, isDead: mortal.isDead }
  const isServed = await deliver(town, journey.queue ?? REQUESTS, run, first, news)
  const { called } = mortal
  await runSchedule(town, journey.runs ?? 4)
  const faults = await faultsOf(town, journey)
  return {
    called: [...called],
    faults: isServed ? faults : ['it came to the dead letters', ...faults],
    hasStruck: mortal.hasStruck(),
  }
}

describe.each(JOURNEYS.map(journey => [journey.name, journey] as const))('%s', (_name, journey) => {
  test.each(journey.acts ? ["EC2's event comes", "EC2's event is lost"] : ['whatever strikes'])(
    '%s: each call struck before and after, by an error, a death, a no: all is well in the end',
    async when => {
      const isNewsLost = when === "EC2's event is lost"
      const whole = await live(journey, isNewsLost)
      expect(whole.faults).toEqual([])
      expect(whole.called.length).toBeGreaterThan(1)
      const wrong: Record<string, string[]> = {}
      for (const fate of everyStrike(whole.called)) {
        const { called, faults, hasStruck } = await live(journey, isNewsLost, fate)
        expect(hasStruck).toBe(true)
        const where = `${fate.end} ${fate.moment} call ${fate.at}, ${called[fate.at - 1]}`
        if (faults.length > 0) wrong[where] = faults
      }
      expect(wrong).toEqual({})
    },
  )
})
