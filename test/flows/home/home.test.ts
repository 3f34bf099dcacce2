import type { Ask } from '../../../src/domain/ask.ts'
import type { Attempt } from '../../../src/domain/history.ts'
import type { ImageFacts, ImageRef } from '../../../src/domain/image.ts'
import type { Plan } from '../../../src/domain/plan.ts'
import { planFactsOf } from '../../../src/domain/plan-facts.ts'
import type { Proposal } from '../../../src/domain/proposal.ts'
import { openHome } from '../../../src/flows/home/open-home.ts'
import { refreshHomes } from '../../../src/flows/home/refresh-homes.ts'
import { receive } from '../../../src/flows/receive.ts'
import { serve } from '../../../src/flows/serve.ts'
import { changeImage } from '../../../src/stored/change-image.ts'
import { createMemoryMetrics } from '../../support/memory/metrics.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'
import { scanAt } from '../../support/scanned-places.ts'

const DAY_MS = 24 * 60 * MINUTE
const MARIA = 'U0MARIA'
const ALEX = 'U0ALEX'

const ref = (number: number): ImageRef => ({ ...IMAGE, imageId: `ami-${String(number).padStart(17, '0')}` })

const OURS = {
  ...CONFIG,
  roles: {
    ...CONFIG.roles,
    approver: { users: [ALEX], userGroups: [] },
    'group-approver': { users: [], userGroups: ['S0OPERATORS'] },
  },
}

const createHomeWorld = (config = OURS) => {
  const world = createMemoryWorld(config)
  world.images.remove(IMAGE)
  for (const userId of [MARIA, ALEX, 'U0SAM'])
    world.messenger.setPerson(userId, {
      known: true,
      workspaceId: 'T0SANDBOX',
      isStranger: false,
      isDeactivated: false,
    })
  const ask = (userId: string, more: Partial<Extract<Ask, { kind: 'home' }>> = {}) => ({
    kind: 'home' as const,
    key: `home-${userId}`,
    person: { userId, workspaceId: '' },
    place: { channelId: 'D0ONE', isPrivate: true },
    workspaceId: 'T0SANDBOX',
    appId: 'A0AMIOPS',
    askedAtMs: world.clock.nowMs(),
    ...more,
  })
  const drawings = (userId = MARIA) => world.messenger.homes(userId)
  return {
    ...world,
    ask,
    drawings,
    shown: (userId = MARIA) => JSON.stringify(drawings(userId).at(-1)?.blocks ?? []),
    async open(userId = MARIA) {
      await serve(world.needs, ask(userId))
      return JSON.stringify(world.messenger.homes(userId).at(-1)?.blocks)
    },
    put: (number: number, more: Partial<ImageFacts> = {}) =>
      world.images.put(ref(number), {
        state: 'available',
        name: `web-${number}`,
        createdAtMs: world.clock.nowMs() - number * DAY_MS,
        tags: {},
        snapshots: [{ snapshotId: `snap-${number}`, sizeGiB: 100, encrypted: false }],
        ...more,
      }),
    async scan() {
      await reconcile(world.needs)
      world.clock.advance(5 * MINUTE)
    },
    /** An event that came and was announced. */
    async happen(number: number, state: 'available' | 'disabled' | 'failed', more = {}) {
      const event = world.event(state, { ...ref(number), ...more })
      await receive({ ...world.needs, metrics: createMemoryMetrics() }, [event], [])
    },
    async propose(by: string, roles: readonly string[], more: Partial<Proposal> = {}) {
      const nowMs = world.clock.nowMs()
      const proposal: Proposal = {
        id: `${by}-${roles.join()}-${JSON.stringify(more).length}`,
        version: 0,
        action: 'deregister',
        image: ref(1),
        person: { userId: by, workspaceId: 'T0SANDBOX' },
        place: { channelId: 'C0READY', isPrivate: false },
        workspaceId: 'T0SANDBOX',
        appId: 'A0AMIOPS',
        state: 'waiting',
        askedAtMs: nowMs,
        options: {},
        facts: { state: 'available', name: 'web-1', tags: {}, snapshots: [] },
        approval: {
          roles,
          channel: 'ami-alerts',
          askedAtMs: nowMs,
          expiresAtMs: nowMs + 60 * MINUTE,
          reminded: 0,
          remindAtMs: nowMs + 10 * MINUTE,
        },
        ...more,
      }
      await world.ledger.saveProposal(proposal)
    },
  }
}

/** A plan of maria's that waits for half an hour. */
const planOf = (nowMs: number, more: Partial<Plan> = {}): Plan => ({
  id: 'f'.repeat(40),
  version: 0,
  state: 'waiting',
  action: 'restore',
  options: {},
  images: 500,
  facts: planFactsOf([]),
  person: { userId: MARIA, workspaceId: 'T0SANDBOX' },
  place: { channelId: 'C0READY', isPrivate: false },
  workspaceId: 'T0SANDBOX',
  appId: 'A0AMIOPS',
  createdAtMs: nowMs,
  approval: {
    roles: ['approver'],
    channel: 'ami-alerts',
    askedAtMs: nowMs,
    expiresAtMs: nowMs + 30 * MINUTE,
    reminded: 0,
    remindAtMs: nowMs + 5 * MINUTE,
  },
  ...more,
})

describe('who sees a Home', () => {
  test('a colleague sees the fleet', async () => {
    const world = createHomeWorld()
    world.put(1)
    await world.scan()
    expect(await world.open()).toContain('1 image')
  })

  test.each([
    ['a stranger', { known: true, workspaceId: 'T0SANDBOX', isStranger: true, isDeactivated: false }],
    [
      'of another workspace',
      { known: true, workspaceId: 'T0OTHER', isStranger: false, isDeactivated: false },
    ],
    ['deactivated', { known: true, workspaceId: 'T0SANDBOX', isStranger: false, isDeactivated: true }],
    ['of no workspace that Slack names', { known: true, isStranger: false, isDeactivated: false }],
  ] as const)('%s sees nothing of the images, and costs nothing afterwards', async (_who, answer) => {
    const world = createHomeWorld()
    world.put(1)
    await world.scan()
    world.messenger.setPerson('U0GUEST', answer)
    const shown = await world.open('U0GUEST')
    expect(shown).toContain('External (Slack Connect) users can’t use amiops here')
    expect(shown).not.toContain('web-1')
    expect(await world.ledger.readHomesOpenedSince(0)).toEqual([])
  })

  test('of whom Slack says nothing: nothing is shown; where it asks to wait, the event waits', async () => {
    const world = createHomeWorld()
    world.messenger.setPerson(MARIA, { known: false, reason: 'missing_scope' })
    expect(await world.open()).toMatch(/Slack did not say which workspace you belong to \(`missing_scope`\)/)
    world.messenger.setPerson(MARIA, { known: false, reason: 'ratelimited', retryAfterSec: 7 })
    await expect(openHome(world.needs, world.ask(MARIA))).rejects.toMatchObject({ afterSec: 7 })
  })

  test('an event of another workspace draws nothing', async () => {
    const world = createHomeWorld()
    await serve(world.needs, world.ask(MARIA, { workspaceId: 'T0OTHER' }))
    expect(world.drawings()).toEqual([])
  })
})

describe('what a Home shows', () => {
  test('the fleet by state, age and account, with its cost, from what the scan saved', async () => {
    const world = createHomeWorld()
    world.put(1)
    world.put(40, { state: 'disabled' })
    world.put(400)
    await world.scan()
    const shown = await world.open()
    expect(shown).toContain('3 images · 300 GiB · up to ~$15/month (estimate)')
    expect(shown).toContain('🟢 2 available\\n🟡 1 disabled')
    expect(shown).toContain('under 30 days: 1\\n30 to 90 days: 1\\nover a year: 1')
    expect(shown).toContain('123456789012: 3')
  })

  test('the oldest stale image, and what stale images cost', async () => {
    const world = createHomeWorld()
    world.put(1)
    world.put(200)
    await world.scan()
    expect(await world.open()).toContain('*Stale images* · 1 · 100 GiB · up to ~$5/month (estimate)')
    expect(world.shown()).toContain('Oldest: `web-200`')
  })

  test('what changed since the scan is counted already', async () => {
    const world = createHomeWorld()
    world.put(1)
    world.put(2)
    await world.scan()
    world.put(1, { state: 'disabled' })
    await world.happen(1, 'disabled')
    expect(await world.open()).toContain('🟢 1 available\\n🟡 1 disabled')
  })

  test('requests that this person may approve, and neither their own nor those of others', async () => {
    const world = createHomeWorld()
    await world.propose(MARIA, ['approver'])
    await world.propose('U0SAM', ['group-approver'], { action: 'disable' })
    const forAlex = await world.open(ALEX)
    expect(forAlex).toContain('*Waiting for you* · 2')
    expect(forAlex).toMatch(/\*Deregister\* `web-1` · .*Requested by <@U0MARIA>/)
    const forMaria = await world.open()
    expect(forMaria).toContain('*Waiting for you* · 1')
    expect(forMaria).not.toContain('*Deregister*')
    expect(await world.open('U0SAM')).toContain('No request waits for your approval.')
  })

  test.each([
    ['decided', { state: 'approved' as const }],
    ['over', { approval: undefined }],
  ])('a request that is %s waits for nobody', async (_how, more) => {
    const world = createHomeWorld()
    const { approval, ...rest } = more as Partial<Proposal>
    await world.propose(MARIA, ['approver'], rest)
    if ('approval' in more && approval === undefined) world.clock.advance(61 * MINUTE)
    expect(await world.open(ALEX)).toContain('No request waits for your approval.')
  })

  test('a plan that waits is one line beside single requests, and the first to expire comes first', async () => {
    const world = createHomeWorld()
    await world.propose(MARIA, ['approver'])
    await world.ledger.createPlan(planOf(world.clock.nowMs()), [])
    expect(await world.open(ALEX)).toMatch(
      /Waiting for you\* · 2.*\*Restore\* 500 images.*\*Deregister\* `web-1`/,
    )
    expect(await world.open()).toContain('No request waits for your approval.')
    world.clock.advance(31 * MINUTE)
    expect(await world.open(ALEX)).not.toContain('500 images')
  })

  test('my requests with what they came to; a proposal that became a request is one of them', async () => {
    const world = createHomeWorld()
    const by = { userId: MARIA, workspaceId: 'T0SANDBOX' }
    const attempt = (id: string, more: Partial<Attempt>): Attempt => ({
      kind: 'request',
      id,
      atMs: world.clock.nowMs(),
      action: 'disable',
      outcome: 'confirmed',
      by,
      ...more,
    })
    await changeImage(world.ledger, ref(1), record => ({
      ...record,
      facts: { state: 'available', name: 'web-1', tags: {}, snapshots: [] },
    }))
    await world.ledger.addHistory(ref(1), attempt('proposal/a', { outcome: 'approved' }))
    await world.ledger.addHistory(ref(1), attempt('a', {}))
    await world.ledger.addHistory(
      ref(2),
      attempt('b', { outcome: 'refused', action: 'deregister', reason: 'it is *in use*' }),
    )
    await world.ledger.addHistory(ref(2), attempt('c', { decision: 'approve' }))
    const shown = await world.open()
    expect(shown).toContain('✅ *Disable* `web-1`')
    expect(shown).toContain('🚫 *Deregister*')
    expect(shown.match(/\*Disable\*/g)).toHaveLength(1)
    expect(await world.open(ALEX)).toContain('You haven’t asked for a change yet.')
  })

  test('my plans with how far they came, beside single requests; those that are not over come first', async () => {
    const world = createHomeWorld()
    const nowMs = world.clock.nowMs()
    const ended = (number: number, state: 'done' | 'refused') => ({ image: { image: ref(number), state } })
    const card = { channelId: 'C0READY', ts: '1700.1' }
    const finished = { id: 'a'.repeat(40), state: 'finished' as const, runUntilMs: nowMs, images: 3, card }
    await world.ledger.createPlan(planOf(nowMs - DAY_MS), [])
    await world.ledger.createPlan(planOf(nowMs, finished), [
      ended(1, 'done'),
      ended(2, 'done'),
      ended(3, 'refused'),
    ])
    await world.ledger.createPlan(planOf(nowMs, { id: 'b'.repeat(40), state: 'open', images: 77 }), [])
    await world.ledger.addHistory(ref(1), {
      kind: 'request',
      id: 'single',
      atMs: nowMs + MINUTE,
      action: 'disable',
      outcome: 'confirmed',
      by: { userId: MARIA, workspaceId: 'T0SANDBOX' },
    })
    world.messenger.permalink = async (channelId, ts) => `https://example.slack.com/${channelId}/p${ts}`
    const shown = await world.open()
    expect(shown).toMatch(
      /Your requests.*Approval needed: \*Restore\* 500 images.*✅ \*Disable\*.*Done in part: \*Restore\* 3 images.n2 done, 1 refused/,
    )
    expect(shown).toContain('"accessibility_label":"View the plan: Restore 3 images"')
    expect(shown).not.toContain('77 images')
    expect(await world.open(ALEX)).toContain('You haven’t asked for a change yet.')
  })

  test('failures that nobody acknowledged, until somebody does', async () => {
    const world = createHomeWorld()
    world.put(1, { state: 'failed' })
    await world.happen(1, 'failed', { reason: 'Snapshot <copy> failed' })
    await world.scan()
    expect(await world.open()).toContain('🔴 `web-1`')
    expect(world.shown()).toContain('Snapshot &lt;copy&gt; failed')
    await changeImage(world.ledger, ref(1), record => ({
      ...record,
      acknowledged: { by: { userId: ALEX, workspaceId: 'T0SANDBOX' }, atMs: world.clock.nowMs() },
    }))
    expect(await world.open()).not.toContain('🔴 `web-1`')
  })

  test('a failure of eight days ago, and one that a newer image superseded, are not shown', async () => {
    const world = createHomeWorld()
    world.put(1, { state: 'failed' })
    world.put(2, { state: 'failed' })
    await world.happen(1, 'failed', { atMs: world.clock.nowMs() - 8 * DAY_MS })
    await world.happen(2, 'failed')
    await changeImage(world.ledger, ref(2), record => ({
      ...record,
      lastGood: { imageId: 'ami-good', name: 'web', atMs: world.clock.nowMs() },
    }))
    await world.scan()
    expect(await world.open()).not.toMatch(/🔴 `web-[12]`/)
  })

  test('what leaves the Recycle Bin this week, the first one first; a bin that cannot be read is named', async () => {
    const world = createHomeWorld()
    const nowMs = world.clock.nowMs()
    world.images.recycleBin = async () => [
      { imageId: ref(2).imageId, name: 'later', untilMs: nowMs + 6 * DAY_MS },
      { imageId: ref(1).imageId, name: 'first', untilMs: nowMs + DAY_MS },
      { imageId: ref(3).imageId, name: 'next-week', untilMs: nowMs + 8 * DAY_MS },
    ]
    const shown = await world.open()
    expect(shown).toMatch(/this week\* · 2.*`first`.*`later`/)
    expect(shown).not.toContain('next-week')
    world.images.recycleBin = async () => {
      throw new Error('no answer')
    }
    expect(await world.open()).toMatch(
      /Not in this list, 1 account and region couldn’t be read: 123456789012 us-east-1 \(`Error`\)/,
    )
  })

  test('a Recycle Bin is not asked where the last scan had no answer', async () => {
    const world = createHomeWorld()
    const nowMs = world.clock.nowMs()
    const failure = { name: 'TimeoutError', times: 1, isSilent: true as const }
    await world.ledger.saveScan(ref(1), scanAt(nowMs, { failure }))
    let asked = 0
    world.images.recycleBin = async () => {
      asked += 1
      return []
    }
    const shown = await world.open()
    expect(shown).toMatch(/1 account and region couldn’t be read: 123456789012 us-east-1\./)
    expect(shown).toMatch(/⚠️ 1 account and region didn’t answer/)
    expect(asked).toBe(0)
  })

  test('a place that denies for good is named as one, not as one that waits for its scan, and its Recycle Bin is not asked', async () => {
    const world = createHomeWorld()
    const failure = { name: 'AccessDenied', times: 3 }
    const { scannedAtMs: _never, ...scan } = scanAt(world.clock.nowMs(), { failure })
    await world.ledger.saveScan(ref(1), scan)
    let asked = 0
    world.images.recycleBin = async () => {
      asked += 1
      return []
    }
    const shown = await world.open()
    expect(shown).toMatch(
      /1 account and region couldn’t be read: 123456789012 us-east-1 \(`AccessDenied`\)\./,
    )
    expect(shown).toMatch(
      /1 account and region can’t be scanned, so not counted: 123456789012 us-east-1 \(`AccessDenied`\)\./,
    )
    expect(shown).not.toContain('not scanned yet')
    expect(asked).toBe(0)
  })

  test('the ledger comes first, the Recycle Bins after it: two drawings', async () => {
    const world = createHomeWorld()
    await world.open()
    expect(
      world.drawings().map(({ blocks }) => JSON.stringify(blocks).includes('Reading the Recycle')),
    ).toEqual([true, false])
  })
})

test.each([
  ['readGlances', /Image status\*.*Couldn’t be read: `Error`/],
  ['readDueProposals', /Waiting for you\*.*Couldn’t be read/],
  ['readAttemptsOf', /Your requests\*.*Couldn’t be read/],
] as const)('a section that cannot be read (%s) says so, the others are drawn', async (call, says) => {
  const world = createHomeWorld()
  const { [call]: works } = world.ledger
  world.ledger[call] = async () => {
    throw new Error('down')
  }
  expect(await world.open()).toMatch(says)
  expect(world.shown().match(/Couldn’t be read/g)?.length).toBe(call === 'readGlances' ? 2 : 1)
  // A minute later it is looked at again.
  expect(world.queues.refreshes).toEqual([60])
  Object.assign(world.ledger, { [call]: works })
  world.clock.advance(MINUTE)
  await refreshHomes(world.needs)
  expect(world.shown()).not.toContain('Couldn’t be read')
})

describe('drawing it again', () => {
  test('a change is drawn a minute later, once, and only where something is different', async () => {
    const world = createHomeWorld()
    world.put(1)
    world.put(2)
    await world.scan()
    await world.open()
    const before = world.drawings().length
    world.put(1, { state: 'disabled' })
    await world.happen(1, 'disabled')
    world.put(2, { state: 'disabled' })
    await world.happen(2, 'disabled')
    expect(world.queues.refreshes).toEqual([60])
    expect(world.drawings()).toHaveLength(before)
    world.clock.advance(MINUTE)
    await refreshHomes(world.needs)
    expect(world.shown()).toContain('🟡 2 disabled')
    world.clock.advance(MINUTE)
    await refreshHomes(world.needs)
    expect(world.drawings()).toHaveLength(before + 1)
  })

  test('the same message delivered twice within a minute draws once', async () => {
    const world = createHomeWorld()
    world.put(1)
    await world.scan()
    await world.open()
    const before = world.drawings().length
    for (const state of ['disabled', 'available'] as const) {
      world.put(1, { state })
      await world.happen(1, state)
      await refreshHomes(world.needs)
      world.clock.advance(MINUTE / 2)
    }
    expect(world.drawings()).toHaveLength(before + 1)
  })

  test('nobody has opened a Home: an event costs one read, and asks for nothing', async () => {
    const world = createHomeWorld()
    world.put(1)
    const leases: string[] = []
    const { takeLease } = world.ledger
    world.ledger.takeLease = async (what, ...rest) => {
      leases.push(what)
      return takeLease(what, ...rest)
    }
    await world.happen(1, 'available')
    expect(world.queues.refreshes).toEqual([])
    expect(leases).not.toContain('homes')
  })

  test('a Home that was opened more than eight hours ago rests until it is opened again', async () => {
    const world = createHomeWorld()
    world.put(1)
    await world.scan()
    await world.open()
    const before = world.drawings().length
    world.clock.advance(8 * 60 * MINUTE + 1)
    world.put(1, { state: 'disabled' })
    await world.happen(1, 'disabled')
    await refreshHomes(world.needs)
    expect(world.queues.refreshes).toEqual([])
    expect(world.drawings()).toHaveLength(before)
    expect(await world.open()).toContain('🟡 1 disabled')
  })

  test('two draw at the same time: the one that is late reads again, so that the newest stays', async () => {
    const world = createHomeWorld()
    world.put(1)
    await world.scan()
    await world.open()
    const { publishHome } = world.messenger
    let isFirst = true
    world.messenger.publishHome = async (userId, home) => {
      if (isFirst) {
        isFirst = false
        // Meanwhile the image is disabled, and another function draws that.
        world.put(1, { state: 'disabled' })
        await world.happen(1, 'disabled')
        await world.open()
      }
      return publishHome(userId, home)
    }
    await world.open()
    expect(world.shown()).toContain('🟡 1 disabled')
  })

  test('where Slack has no room the rest waits for the schedule', async () => {
    const world = createHomeWorld()
    world.put(1)
    await world.scan()
    await world.open()
    await world.open(ALEX)
    world.put(1, { state: 'disabled' })
    await world.happen(1, 'disabled')
    world.clock.advance(MINUTE)
    world.messenger.answerWith({ kind: 'busy', retryAfterSec: 30 })
    await refreshHomes(world.needs)
    world.messenger.answerWith()
    await world.scan()
    expect(world.shown()).toContain('🟡 1 disabled')
    expect(world.shown(ALEX)).toContain('🟡 1 disabled')
  })
})
