import type { Impact } from '../../../src/domain/impact.ts'
import { stopPlan } from '../../../src/domain/plan-decision.ts'
import { NOBODY } from '../../../src/domain/sharing.ts'
import { seeToPlan } from '../../../src/flows/plans/see-to-plan.ts'
import { serveMessage } from '../../../src/flows/serve.ts'
import { readImage } from '../../../src/stored/change-image.ts'
import { changePlan } from '../../../src/stored/change-plan.ts'
import { MINUTE } from '../../support/memory/world.ts'
import { LIST, PLAN_CONFIG, planWorld, ref } from '../../support/plans.ts'

const DAY = 24 * 60 * MINUTE

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

type World = Awaited<ReturnType<typeof planWorld>>
/** The newest plan's card in a channel, as text. */
const cardOf = (world: World, channel = 'ami-ready'): string =>
  world.messenger
    .posts(channel)
    .map(({ message }) => message)
    .filter(({ metadata }) => metadata?.event_type === 'amiops_plan')
    .at(-1)?.text ?? ''

const textsOf = (world: World, channel: string): string[] =>
  world.messenger.posts(channel).map(({ message }) => message.text)

describe('many images as one plan', () => {
  test('forty are disabled, each once; the card counts, and says how it ended', async () => {
    const world = await planWorld(45)
    const id = await world.submit('disable', numbers(40))
    expect(world.formText()).toMatch(/Disable 40 images: started/)
    expect(cardOf(world)).toMatch(/In progress: disable 40 images/)
    await world.run(id)
    expect(world.images.changed).toHaveLength(40)
    expect(new Set(world.images.changed).size).toBe(40)
    expect(await world.countsOf(id)).toEqual({ done: 40 })
    expect(cardOf(world)).toMatch(/✅ Done: disable 40 images/)
    expect(world.images.stateOf(ref(41))).toBe('available')
    // The requester is told once; the audit channel has the plan's lines, and none for each image.
    expect(world.messenger.privateMessages('U0MARIA').filter(text => /✅ Done/.test(text))).toHaveLength(1)
    const audit = textsOf(world, 'ami-audit')
    expect(audit.filter(text => text.includes('📋'))).toHaveLength(2)
    expect(
      audit.filter(text => /disable 40 images \(`web-\d+`, `web-\d+`, `web-\d+` and 37 more\)/.test(text)),
    ).toHaveLength(2)
    expect(audit.filter(text => text.includes('👤'))).toHaveLength(0)
  })

  test('its images get one digest, not forty cards; a plan of few gets cards', async () => {
    const world = await planWorld(14)
    await world.run(await world.submit('disable', numbers(12)))
    const posted = textsOf(world, 'ami-ready')
    expect(posted.filter(text => text.includes('12 images disabled'))).toHaveLength(1)
    expect(posted.filter(text => text.includes('🟡 Disabled: web-'))).toHaveLength(0)
    await world.run(await world.submit('disable', [13, 14]))
    expect(textsOf(world, 'ami-ready').filter(text => text.includes('🟡 Disabled: web-'))).toHaveLength(2)
  })

  test('ten at most are queued at the same time', async () => {
    const world = await planWorld(30)
    await world.submit('disable', numbers(30))
    await world.deliver(1)
    expect(world.queues.plans.filter(({ image }) => image)).toHaveLength(10)
  })

  test('all images of a list, as the list is now', async () => {
    const world = await planWorld(12)
    const id = await world.submit('disable', undefined)
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ done: 12 })
  })

  test('one approval for all: nobody approves their own, and it counts once', async () => {
    const world = await planWorld(3)
    const id = await world.submit('deregister', numbers(3))
    expect(cardOf(world, 'ami-alerts')).toMatch(/Approval needed: deregister 3 images/)
    expect(world.queues.plans).toHaveLength(0)
    await world.ask('decide-plan', { planId: id, decision: 'approve' })
    expect(world.messenger.privateMessages('U0MARIA').at(-1)).toMatch(/Only .*<@U0ANNA> can approve/)
    await world.ask('decide-plan', { planId: id, decision: 'approve', key: 'd'.repeat(40) }, 'U0ANNA')
    await world.ask('decide-plan', { planId: id, decision: 'approve', key: 'd'.repeat(40) }, 'U0ANNA')
    await world.run(id)
    expect(world.images.changed).toHaveLength(3)
    expect(cardOf(world, 'ami-alerts')).toMatch(/✅ Done.*approved by <@U0ANNA>/)
  })

  test('declined, withdrawn, expired: nothing runs, the card says so', async () => {
    const world = await planWorld(3)
    const declined = await world.submit('deregister', [1])
    await world.ask('decide-plan', { planId: declined, decision: 'decline', comment: 'still used' }, 'U0ANNA')
    expect(cardOf(world, 'ami-alerts')).toMatch(/Declined by <@U0ANNA>.*Comment: still used/)
    const withdrawn = await world.submit('deregister', [2])
    await world.ask('decide-plan', { planId: withdrawn, decision: 'withdraw' })
    const expired = await world.submit('deregister', [3])
    world.clock.advance(61 * MINUTE)
    await seeToPlan(world.needs, expired)
    const states = await Promise.all([declined, withdrawn, expired].map(id => world.ledger.readPlan(id)))
    expect(states.map(plan => plan?.state)).toEqual(['declined', 'withdrawn', 'expired'])
    expect(states.every(plan => plan?.isReported)).toBe(true)
    await world.ask('decide-plan', { planId: expired, decision: 'approve' }, 'U0ANNA')
    expect(world.messenger.privateMessages('U0ANNA').at(-1)).toMatch(/expired: nobody decided in time/)
    expect(world.images.changed).toEqual([])
  })

  test('approvers are reminded', async () => {
    const world = await planWorld(1)
    const id = await world.submit('deregister', [1])
    world.clock.advance(11 * MINUTE)
    await seeToPlan(world.needs, id)
    await seeToPlan(world.needs, id)
    const replies = world.messenger
      .posts('ami-alerts')
      .flatMap(({ replies }) => replies.map(({ message }) => message.text))
    expect(replies.filter(text => text.includes('Still awaiting your approval'))).toHaveLength(1)
  })
})

describe('stop and undo', () => {
  test('stop leaves the rest alone, and undo reverts what was done', async () => {
    const world = await planWorld(25)
    const id = await world.submit('disable', numbers(25))
    await world.deliver(11)
    await world.confirm()
    await world.ask('stop-plan', { planId: id })
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ done: 10, cancelled: 15 })
    expect(cardOf(world)).toMatch(/Stopped by <@U0MARIA>.*10 done, 15 cancelled/)

    const undo = await world.ask('plan', { from: { kind: 'undo', planId: id }, viewId: 'V0UNDO' })
    expect(world.formText('V0UNDO')).toMatch(/"Enable 10"/)
    await world.ask('submit-plan', { planId: undo, viewId: 'V0UNDO', options: {} })
    await world.run(undo)
    expect(await world.countsOf(undo)).toEqual({ done: 10 })
    for (const number of numbers(25)) expect(world.images.stateOf(ref(number))).toBe('available')
  })

  test('nobody without a right stops somebody else’s plan', async () => {
    const world = await planWorld(15)
    const id = await world.submit('disable', numbers(15))
    await world.ask('stop-plan', { planId: id }, 'U0STRANGER')
    expect((await world.ledger.readPlan(id))?.state).toBe('running')
    expect(world.messenger.privateMessages('U0STRANGER').at(-1)).toMatch(/permission to stop/)
    await world.ask('stop-plan', { planId: id }, 'U0ALEX')
    expect((await world.ledger.readPlan(id))?.state).toBe('stopping')
  })
})

const THROTTLED = { kind: 'refused', code: 'RequestLimitExceeded', message: 'Too many.' } as const

const serve = (needs: World['needs'], planId: string, image = ref(1)) =>
  serveMessage(needs, { kind: 'run-plan-image', key: 'image-key', planId, image })

describe('each image is checked afresh', () => {
  test('one that got a use since is refused alone', async () => {
    const world = await planWorld(3)
    const id = await world.submit('disable', numbers(3))
    world.needs.uses = {
      ...world.uses,
      references: async (_place, ids) => ({
        known: true,
        value: new Map(
          ids.map(imageId => [
            imageId,
            imageId === ref(2).imageId ? [{ kind: 'instance' as const, name: 'i-9' }] : [],
          ]),
        ),
      }),
    }
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ done: 2, refused: 1 })
    const [, second] = await world.ledger.readPlanImages(id)
    expect(second).toMatchObject({ image: ref(2), state: 'refused', reason: expect.stringContaining('i-9') })
    expect(cardOf(world)).toMatch(/Done in part/)
    expect(world.images.stateOf(ref(2))).toBe('available')
  })

  test('a person who lost the permission meanwhile changes nothing more, and gets one message, not forty', async () => {
    const world = await planWorld(12)
    const id = await world.submit('disable', numbers(12))
    world.messenger.setMembers('S0OPERATORS', ['U0ALEX'])
    world.clock.advance(MINUTE)
    await world.run(id)
    expect(world.images.changed).toEqual([])
    expect(await world.countsOf(id)).toEqual({ refused: 12 })
    expect(world.messenger.privateMessages('U0MARIA')).toEqual([
      expect.stringMatching(/Nothing was done · your plan to disable 12 images: 12 refused/),
    ])
  })

  test('while Slack does not say who may, or EC2 what the image is, its images wait', async () => {
    const world = await planWorld(3)
    const id = await world.submit('disable', [1, 2, 3])
    await world.deliver(1)
    const { queues, needs } = world
    const [first] = queues.plans
    const again = {
      ...needs,
      messenger: {
        ...world.messenger,
        members: async () => ({ known: false as const, reason: 'internal_error' }),
      },
    }
    world.clock.advance(MINUTE)
    await expect(serve(again, id, first?.image)).rejects.toThrow(/did not say who is in/)
    const silent = {
      ...needs,
      images: { ...world.images, describe: () => Promise.reject(new Error('TimeoutError')) },
    }
    world.clock.advance(MINUTE)
    await expect(serve(silent, id, first?.image)).rejects.toThrow(/could not be asked/)
    const groups = {
      known: false as const,
      why: 'ThrottlingException: AWS throttles asking; try again in a minute',
    }
    world.uses.set('autoScaling', groups)
    world.clock.advance(MINUTE)
    await expect(serve(needs, id, first?.image)).rejects.toThrow(/could not be looked up/)
    world.uses.set('autoScaling', { known: true, value: [] })
    world.clock.advance(MINUTE)
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ done: 3 })
  })

  test('a change that EC2 throttles waits, keeps nothing that it did not take, and is made later', async () => {
    const world = await planWorld(1)
    world.images.share(ref(1), { ...NOBODY, accounts: ['210987654321'] })
    const id = await world.submit('disable', [1])
    await world.deliver(1)
    const recordOfFirst = () => readImage(world.ledger, ref(1))
    for (const requestId of ['throttled-1', 'throttled-2']) {
      world.images.answerNext({ ...THROTTLED, requestId })
      await expect(serve(world.needs, id)).rejects.toThrow(/EC2 throttled/)
      world.clock.advance(MINUTE)
      expect(await recordOfFirst()).toMatchObject({ request: { state: 'asked' } })
      expect(await recordOfFirst()).not.toHaveProperty('savedPermissions')
    }
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ done: 1 })
    expect(world.images.changed).toHaveLength(1)
    expect(await recordOfFirst()).toMatchObject({
      savedPermissions: { accounts: ['210987654321'] },
      request: { otherRequestIds: ['throttled-1', 'throttled-2'] },
    })
  })

  test('where Slack does not say right before the call who may, the image waits: EC2 was not called', async () => {
    const world = await planWorld(1)
    world.images.share(ref(1), { ...NOBODY, accounts: ['210987654321'] })
    const id = await world.submit('disable', [1])
    await world.deliver(1)
    const { saveActing } = world.ledger
    const unread = async () => ({ known: false as const, reason: 'internal_error' })
    const messenger = { ...world.messenger }
    const ledger = {
      ...world.ledger,
      saveActing: async (key: string) => {
        await saveActing(key)
        world.clock.advance(MINUTE)
        messenger.members = unread
      },
    }
    await expect(serve({ ...world.needs, ledger, messenger }, id)).rejects.toThrow(/did not say who is in/)
    expect(world.images.changed).toEqual([])
    expect(await readImage(world.ledger, ref(1))).not.toHaveProperty('savedPermissions')
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ done: 1 })
  })

  test('one whose change was throttled when the plan was stopped is not changed later', async () => {
    const world = await planWorld(1)
    const id = await world.submit('disable', [1])
    await world.deliver(1)
    world.images.answerNext(THROTTLED)
    await expect(serve(world.needs, id)).rejects.toThrow(/EC2 throttled/)
    await world.ask('stop-plan', { planId: id })
    await world.run(id)
    expect(world.images.changed).toEqual([])
    expect(await world.countsOf(id)).toEqual({ refused: 1 })
    expect(await readImage(world.ledger, ref(1))).not.toHaveProperty('request')
  })

  const group = (name: string) => ({
    known: true as const,
    value: [
      { kind: 'auto-scaling-group' as const, name, detail: 'launch template web, $Latest (version 1)' },
    ],
  })
  const denied = {
    known: false as const,
    why: 'AccessDenied: the permission autoscaling:DescribeAutoScalingGroups is missing',
  }

  test.each([
    ['a group that the form showed', group('checkout'), group('checkout'), 'done'],
    ['a group that came later', { known: true as const, value: [] }, group('checkout'), 'refused'],
    ['another group than the form showed', group('checkout'), group('billing'), 'refused'],
    ['groups that nobody may look up, as the form said', denied, denied, 'done'],
    ['groups that can no longer be looked up', group('checkout'), denied, 'refused'],
  ])('%s: only what has grown refuses an image', async (_what, shown, later, ends) => {
    const world = await planWorld(1)
    world.uses.set('autoScaling', shown)
    const id = await world.ask('plan', { from: LIST, action: 'disable', images: [ref(1)], viewId: 'V0PLAN' })
    expect(world.formText()).toMatch(
      !shown.known
        ? /1 image whose use is not known/
        : shown.value.length > 0
          ? /1 image in use.*Auto Scaling group `checkout`/
          : /No use found/,
    )
    await world.ask('submit-plan', {
      planId: id,
      viewId: 'V0PLAN',
      purpose: 'too old',
      options: {},
      ...(await world.typed(id)),
    })
    await world.deliver(1)
    world.uses.set('autoScaling', later)
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ [ends]: 1 })
    expect(world.images.changed).toHaveLength(ends === 'done' ? 1 : 0)
    if (ends === 'refused')
      expect(cardOf(world)).toMatch(/impact had grown.*“Retry…” shows what was not done as it is now/s)
  })

  test.each([
    [
      { known: true as const, value: { ...NOBODY, accounts: ['210987654321'] } },
      /2 images shared\* · these lose access: account/,
    ],
    [{ known: false as const, why: 'AccessDenied' }, /Who has access to 2 images is not known/],
  ])('the form says who loses access, or that nobody knows', async (sharing, words) => {
    const world = await planWorld(2)
    world.uses.set('sharing', sharing)
    await world.ask('plan', { from: LIST, action: 'deregister', images: [ref(1), ref(2)], viewId: 'V0PLAN' })
    expect(world.formText()).toMatch(words)
    await world.submit('deregister', [1, 2])
    expect(cardOf(world, 'ami-alerts')).toMatch(sharing.known ? /2 images shared/ : words)
  })

  test('what was not done is requested again from the card, with what it shows now', async () => {
    const world = await planWorld(3)
    const id = await world.submit('disable', numbers(3))
    await world.deliver(1)
    world.uses.set('autoScaling', group('checkout'))
    world.put(3, { state: 'disabled' })
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ refused: 3 })
    const from = { kind: 'alias' as const, asked: { kind: 'retry' as const, planId: id } }
    const again = await world.ask('plan', { from, viewId: 'V0RETRY' })
    expect(world.formText('V0RETRY')).toMatch(/2 images in use.*1 selected image left out: it is disabled/s)
    await world.ask('submit-plan', {
      planId: again,
      viewId: 'V0RETRY',
      purpose: 'as agreed',
      options: {},
      ...(await world.typed(again)),
    })
    await world.run(again)
    expect(await world.countsOf(again)).toEqual({ done: 2 })
  })

  describe('while EC2 does not say whether the Recycle Bin holds them', () => {
    const recycledWorld = async () => {
      const world = await planWorld(2)
      world.images.keepUntil(world.clock.nowMs() + 14 * DAY)
      for (const number of [1, 2])
        await world.images.change({ call: 'DeregisterImage', image: ref(number), deleteSnapshots: false })
      world.clock.advance(10 * MINUTE)
      const id = await world.submit('restore', [1, 2])
      await world.deliver(1)
      const answering = world.needs.images
      const fail = (name: string) => {
        world.needs.images = {
          ...answering,
          recycled: () => Promise.reject(Object.assign(new Error('late'), { name })),
        }
      }
      const answer = () => {
        world.needs.images = answering
      }
      return { world, id, fail, answer }
    }

    test('images that are to be restored wait, and come back', async () => {
      const { world, id, fail, answer } = await recycledWorld()
      fail('AbortError')
      for (const number of [1, 2])
        await expect(serve(world.needs, id, ref(number))).rejects.toThrow(
          /did not say whether the Recycle Bin/,
        )
      expect(await world.countsOf(id)).toEqual({ queued: 2 })
      answer()
      world.clock.advance(MINUTE)
      await world.run(id)
      expect(await world.countsOf(id)).toEqual({ done: 2 })
    })

    test.each([
      ['AccessDeniedException', 0, /❌.*EC2 did not say whether the Recycle Bin holds it/],
      ['AbortError', 25 * 60 * MINUTE, /🚫.*AWS or Slack did not answer within the 24 hours of its plan/],
    ])('at last the card says so, and offers to retry: %s', async (name, laterMs, words) => {
      const { world, id, fail, answer } = await recycledWorld()
      fail(name)
      world.clock.advance(laterMs)
      await world.run(id)
      expect(cardOf(world)).toMatch(words)
      expect(cardOf(world)).not.toMatch(/was deregistered/)
      answer()
      const from = { kind: 'alias' as const, asked: { kind: 'retry' as const, planId: id } }
      const again = await world.ask('plan', { from, viewId: 'V0RETRY' })
      await world.ask('submit-plan', { planId: again, viewId: 'V0RETRY', options: {} })
      await world.run(again)
      expect(await world.countsOf(again)).toEqual({ done: 2 })
      const shown = textsOf(world, 'ami-ready').find(text => text.includes('Retried by')) ?? ''
      expect(shown).toMatch(/Retried by .*what had failed was done/)
      expect(shown).not.toMatch(/Buttons:.*Retry…/)
    })
  })

  test('stopped while EC2 does not answer, what was queued is not changed later', async () => {
    const world = await planWorld(3)
    const id = await world.submit('disable', [1, 2, 3])
    await world.deliver(1)
    await world.ask('stop-plan', { planId: id })
    await world.run(id)
    expect(world.images.changed).toEqual([])
    expect(await world.countsOf(id)).toEqual({ refused: 3 })
  })

  test('one that somebody else disabled meanwhile is refused with its state', async () => {
    const world = await planWorld(2)
    const id = await world.submit('disable', [1, 2])
    world.put(1, { state: 'disabled' })
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ done: 1, refused: 1 })
  })

  test('a click’s ten minutes do not count: an outage of an hour only delays it', async () => {
    const world = await planWorld(3)
    const id = await world.submit('disable', [1, 2, 3])
    await world.deliver(1)
    world.clock.advance(70 * MINUTE)
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ done: 3 })
  })

  test('what is not done within a day is cancelled', async () => {
    const world = await planWorld(12)
    const id = await world.submit('disable', numbers(12))
    world.clock.advance(24 * 60 * MINUTE + 1)
    await world.run(id)
    expect(world.images.changed).toEqual([])
    expect(await world.countsOf(id)).toEqual({ cancelled: 12 })
  })
})

describe('images in use', () => {
  const inUse = async (config = {}) => {
    const world = await planWorld(8, config)
    world.uses.set('references', { known: true, value: [{ kind: 'instance', name: 'i-1' }] })
    const open = (count: number) =>
      world.ask('plan', { from: LIST, action: 'disable', images: numbers(count).map(ref), viewId: 'V0PLAN' })
    const send = (planId: string, more: object = {}) =>
      world.ask('submit-plan', { planId, viewId: 'V0PLAN', purpose: 'old', options: {}, ...more })
    return { ...world, open, send }
  }

  test('how many is typed, also where the form’s own hint was taken out', async () => {
    const world = await inUse()
    const id = await world.open(3)
    expect(world.formText()).toContain('Type the number of images: 3')
    for (const typed of [undefined, '2', 'web-1']) {
      await world.send(id, { ...(typed !== undefined && { typed }) })
      expect(world.formText()).toContain('❌ *Type the number of images: 3.*')
      expect((await world.ledger.readPlan(id))?.state).toBe('open')
    }
    await world.send(id, { typed: '3' })
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ done: 3 })
  })

  test('of one image, its name', async () => {
    const world = await inUse()
    const id = await world.open(1)
    expect(world.formText()).toContain('Type the image’s name: web-1')
    await world.send(id, { typed: '1' })
    expect(world.formText()).toContain('This is not the image’s name')
    await world.send(id, { typed: 'web-1' })
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ done: 1 })
  })

  test('the typed number is no approver’s: above the limit, the plan still needs one', async () => {
    const world = await inUse({ limits: { destructivePerHour: 5 }, actions: withApproval() })
    const id = await world.open(8)
    await world.send(id, { typed: '8' })
    expect(await world.ledger.readPlan(id)).toMatchObject({
      state: 'waiting',
      approval: { mustTypeNumber: true },
    })
  })

  test('the typed number lifts no limit: right before, an image above it is refused', async () => {
    const world = await inUse({ limits: { destructivePerHour: 3 } })
    const id = await world.open(3)
    await world.send(id, { typed: '3' })
    expect((await world.ledger.readPlan(id))?.state).toBe('running')
    world.needs.config = { ...world.needs.config, limits: { destructivePerHour: 2 } }
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ done: 2, refused: 1 })
  })
})

describe('the limit within an hour', () => {
  test('a plan above it needs an approval that types the number', async () => {
    const world = await planWorld(8, { limits: { destructivePerHour: 5 }, actions: withApproval() })
    const id = await world.submit('disable', numbers(8))
    expect((await world.ledger.readPlan(id))?.approval?.mustTypeNumber).toBe(true)
    await world.ask('decide-plan', { planId: id, decision: 'approve' }, 'U0ANNA')
    await world.ask('decide-plan', { planId: id, decision: 'approve', number: 7 }, 'U0ANNA')
    expect(world.messenger.privateMessages('U0ANNA').at(-1)).toMatch(/has 8 images, not 7/)
    await world.ask('decide-plan', { planId: id, decision: 'approve', number: 8 }, 'U0ANNA')
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ done: 8 })
  })

  test('counts the images of plans: the second plan is above it', async () => {
    const world = await planWorld(8, {
      limits: { destructivePerHour: 5 },
      actions: { disable: { roles: ['operator'] } },
    })
    const first = await world.submit('disable', [1, 2, 3])
    await world.run(first)
    const second = await world.submit('disable', [4, 5, 6])
    expect((await world.ledger.readPlan(second))?.state).toBe('open')
    expect(world.formText()).toMatch(/you may change 5 images within an hour \(2 left\)/)
    expect(world.images.changed).toHaveLength(3)
  })
})

const withApproval = () => ({
  ...PLAN_CONFIG.actions,
  disable: {
    roles: ['operator'],
    approval: {
      when: [{ tags: { Env: 'production' } }],
      roles: ['approver'],
      channel: 'ami-alerts',
      withinMinutes: 60,
    },
  },
})

describe('what the Recycle Bin keeps', () => {
  const formOf = async (retention: Impact['retention']) => {
    const world = await planWorld(3)
    world.uses.set('retention', retention)
    await world.ask('plan', { from: LIST, action: 'deregister', images: [ref(1), ref(2)], viewId: 'V0PLAN' })
    return world.formText()
  }

  test('is said in the form and on the approval card, for how long', async () => {
    const world = await planWorld(2)
    world.uses.set('retention', { known: true, value: { imageDays: 14 } })
    await world.submit('deregister', [1, 2])
    expect(cardOf(world, 'ami-alerts')).toMatch(
      /2 images restorable from the Recycle Bin for 14 days.*If you also delete their snapshots, 2 images of those cannot be restored/s,
    )
  })

  test('nothing: they cannot be restored; not readable: not known', async () => {
    expect(await formOf({ known: true, value: {} })).toMatch(
      /2 images that no Recycle Bin rule keeps\*: cannot be restored/,
    )
    const unread = await formOf({ known: false, why: 'AccessDenied' })
    expect(unread).toMatch(/Not known: which rule of the Recycle Bin keeps them/)
    expect(unread).not.toContain('restorable from')
  })

  test('less than was approved: the image is refused; while the rules cannot be read, it waits', async () => {
    const world = await planWorld(1, { actions: { deregister: { roles: ['operator'] } } })
    world.uses.set('retention', { known: true, value: { imageDays: 14, snapshotDays: 14 } })
    const id = await world.submit('deregister', [1])
    await world.deliver(1)
    world.clock.advance(2 * MINUTE)
    world.uses.set('retention', { known: false, why: 'ThrottlingException' })
    await expect(serve(world.needs, id)).rejects.toThrow(/could not be looked up/)
    world.uses.set('retention', { known: true, value: { imageDays: 1, snapshotDays: 1 } })
    await world.run(id)
    expect(await world.countsOf(id)).toEqual({ refused: 1 })
    expect(world.images.changed).toEqual([])
  })
})

describe('what was selected', () => {
  test('images that cannot be changed so are left out, with the reason; a foreign account never counts', async () => {
    const world = await planWorld(3)
    world.put(2, { state: 'disabled' })
    const foreign = { ...ref(1), account: '999999999999' }
    const id = await world.ask('plan', {
      from: LIST,
      action: 'disable',
      images: [ref(1), ref(1), ref(2), ref(9), foreign],
      viewId: 'V0PLAN',
    })
    expect((await world.ledger.readPlan(id))?.images).toBe(1)
    expect(world.formText()).toMatch(/3 selected images left out/)
    expect(world.formText()).toMatch(/its account or region isn’t configured \(1\)/)
  })

  test('what changed between the form and its submission is shown again', async () => {
    const world = await planWorld(3)
    const id = await world.ask('plan', {
      from: LIST,
      action: 'disable',
      images: [1, 2, 3].map(ref),
      viewId: 'V0PLAN',
    })
    world.put(3, { state: 'disabled' })
    const again = await world.ask('submit-plan', {
      planId: id,
      viewId: 'V0PLAN',
      purpose: 'old',
      options: {},
    })
    expect(world.formText()).toMatch(/The images have changed since you saw them/)
    expect((await world.ledger.readPlan(id))?.state).toBe('open')
    await world.ask('submit-plan', { planId: again, viewId: 'V0PLAN', purpose: 'old', options: {} })
    await world.run(again)
    expect(await world.countsOf(again)).toEqual({ done: 2 })
  })

  test('none, or more than 1,000, get a sentence', async () => {
    const world = await planWorld(1)
    await world.ask('plan', { from: LIST, action: 'disable', images: [], viewId: 'V0NONE' })
    expect(world.formText('V0NONE')).toMatch(/Tick at least one image/)
    const many = numbers(1_001).map(ref)
    await world.ask('plan', { from: LIST, action: 'disable', images: many, viewId: 'V0MANY' })
    expect(world.formText('V0MANY')).toMatch(/1,001 images are too many.*at most 1,000/)
  })

  test('a person without the permission gets a sentence, and no form', async () => {
    const world = await planWorld(2)
    await world.ask('select', { from: LIST, page: 1, viewId: 'V0SELECT' }, 'U0STRANGER')
    expect(world.formText('V0SELECT')).toMatch(/permission/)
    await world.ask(
      'plan',
      { from: LIST, action: 'disable', images: [ref(1)], viewId: 'V0PLAN' },
      'U0STRANGER',
    )
    expect(world.formText()).toMatch(/You don’t have permission to disable images/)
  })

  test('the form to select offers what is possible and allowed', async () => {
    const world = await planWorld(25)
    await world.ask('select', { from: LIST, page: 2, viewId: 'V0SELECT' })
    const form = world.formText('V0SELECT')
    expect(form).toMatch(/All 25 of the list/)
    expect(form).toMatch(/"Disable"/)
    expect(form).toMatch(/11–20 of 25 images/)
    expect(form).not.toMatch(/"Restore"/)
  })

  test('somebody else’s form is not taken', async () => {
    const world = await planWorld(1)
    const id = await world.ask('plan', { from: LIST, action: 'disable', images: [ref(1)], viewId: 'V0PLAN' })
    await world.ask('submit-plan', { planId: id, viewId: 'V0PLAN', purpose: 'x', options: {} }, 'U0ALEX')
    expect((await world.ledger.readPlan(id))?.state).toBe('open')
  })
})

test('a mass deletion comes back with one plan', async () => {
  const world = await planWorld(150)
  world.images.keepUntil(world.clock.nowMs() + 6 * 24 * 60 * MINUTE)
  for (const number of numbers(150))
    await world.images.change({ call: 'DeregisterImage', image: ref(number), deleteSnapshots: false })
  await world.confirm()
  const id = await world.ask('plan', {
    from: { kind: 'list', verb: 'deleted', filters: '' },
    action: 'restore',
    viewId: 'V0PLAN',
  })
  expect(world.formText()).toMatch(/"Restore 150"/)
  await world.ask('submit-plan', { planId: id, viewId: 'V0PLAN', options: {} })
  await world.run(id)
  expect(await world.countsOf(id)).toEqual({ done: 150 })
  expect(world.images.changed.filter(change => change.startsWith('RestoreImage'))).toHaveLength(150)
})

test('a plan that nobody works on is started again by the schedule', async () => {
  const world = await planWorld(3)
  const id = await world.submit('disable', [1, 2, 3])
  world.queues.plans.length = 0
  expect(await world.ledger.readDuePlans(world.clock.nowMs())).toEqual([id])
  await seeToPlan(world.needs, id)
  await world.run(id)
  expect(await world.countsOf(id)).toEqual({ done: 3 })
  expect(await world.ledger.readDuePlans(world.clock.nowMs() + 9e9)).toEqual([])
})

test('stopping is written once, also by two at the same time', async () => {
  const world = await planWorld(15)
  const id = await world.submit('disable', numbers(15))
  const people = ['U0MARIA', 'U0ALEX'].map(userId => ({ userId, workspaceId: 'T0SANDBOX' }))
  await Promise.all(people.map(by => changePlan(world.ledger, id, now => stopPlan(now, by))))
  expect((await world.ledger.readPlan(id))?.stoppedBy?.userId).toMatch(/U0(MARIA|ALEX)/)
})
