import fc from 'fast-check'
import { ACTIONS } from '../../src/domain/actions.ts'
import type { ImageRef } from '../../src/domain/image.ts'
import type { Impact } from '../../src/domain/impact.ts'
import { PLAN_GOOD_FOR_MS, type Plan, planDueAtMs, reverseOf, submitPlan } from '../../src/domain/plan.ts'
import { decidePlan, expirePlan, type PlanDecision, stopPlan } from '../../src/domain/plan-decision.ts'
import { impactOfLists, planFactsOf, type SeenImage } from '../../src/domain/plan-facts.ts'
import {
  cancelImage,
  countPlan,
  isEnded,
  type PlanImage,
  queueImage,
  withOutcome,
} from '../../src/domain/plan-image.ts'
import { orderOfPlan, requestKeyOf } from '../../src/domain/plan-order.ts'
import { nextStep, QUEUED_AT_ONCE, roomInBucket } from '../../src/domain/plan-step.ts'
import { runs } from '../support/runs.ts'
import { NOON_MS } from './given.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const MARIA = { userId: 'U0MARIA', workspaceId: 'T0' }
const ALEX = { userId: 'U0ALEX', workspaceId: 'T0' }
const NEED = {
  roles: ['approver'],
  channel: 'ami-alerts',
  expiresAtMs: NOON_MS + DAY_MS,
  remindAtMs: NOON_MS + DAY_MS / 6,
}

const ref = (number: number, region = 'us-east-1'): ImageRef => ({
  account: '123456789012',
  region,
  imageId: `ami-${String(number).padStart(17, '0')}`,
})
const refs = (count: number): ImageRef[] => Array.from({ length: count }, (_, i) => ref(i))

const open = (count: number): Plan => ({
  id: 'a'.repeat(40),
  version: 1,
  state: 'open',
  action: 'disable',
  options: {},
  purpose: 'CVE-2026-1',
  images: count,
  facts: planFactsOf(refs(count).map(image => ({ image, state: 'available' }))),
  person: MARIA,
  place: { channelId: 'C0READY', isPrivate: false },
  workspaceId: 'T0',
  appId: 'A0',
  createdAtMs: NOON_MS,
})

const submit = (
  count: number,
  need: typeof NEED | undefined = undefined,
  left = 1_000,
  other: typeof NEED | undefined = undefined,
) => submitPlan(open(count), { need, other, left }, NOON_MS)
const created = (...of: Parameters<typeof submit>): { plan: Plan; images: PlanImage[] } => {
  const made = submit(...of)
  if (made.kind !== 'submitted') throw new Error(`Expected a plan, got ${made.kind}.`)
  return { plan: made.plan, images: refs(of[0]).map(image => ({ image, state: 'waiting' })) }
}

describe('a plan whose form was sent', () => {
  test('runs for a day, or waits for an approval', () => {
    expect(created(2).plan).toMatchObject({ state: 'running', runUntilMs: NOON_MS + PLAN_GOOD_FOR_MS })
    const { plan } = created(2, NEED)
    expect(plan).toMatchObject({ state: 'waiting', approval: { ...NEED, askedAtMs: NOON_MS } })
    expect(plan.approval).not.toHaveProperty('mustTypeNumber')
    expect(created(2, undefined, 1_000, NEED).plan.state).toBe('running')
  })

  test('above what the person may change: an approver types the number, and without one there is no plan', () => {
    expect(created(20, undefined, 20).plan.state).toBe('running')
    expect(submit(21, undefined, 20)).toEqual({ kind: 'above-limit', images: 21, most: 20 })
    expect(submit(1, undefined, -3)).toEqual({ kind: 'above-limit', images: 1, most: 0 })
    expect(created(21, NEED, 20).plan.approval).toHaveProperty('mustTypeNumber', true)
    expect(created(21, undefined, 20, NEED).plan).toMatchObject({
      state: 'waiting',
      approval: { mustTypeNumber: true },
    })
  })

  test('is due for a reminder, then while it runs and nobody works on it, then until its end is reported', () => {
    const { plan } = created(1, NEED)
    expect(planDueAtMs(open(1))).toBeUndefined()
    expect(planDueAtMs(plan)).toBe(NEED.remindAtMs)
    expect(planDueAtMs({ ...plan, state: 'running' })).toBe(NOON_MS)
    expect(planDueAtMs({ ...plan, state: 'stopping', ranAtMs: NOON_MS })).toBe(NOON_MS + 5 * MINUTE_MS)
    for (const state of ['finished', 'declined', 'withdrawn', 'expired'] as const) {
      expect(planDueAtMs({ ...plan, state })).toBe(NOON_MS)
      expect(planDueAtMs({ ...plan, state, isReported: true })).toBeUndefined()
    }
  })
})

describe('a decision', () => {
  const decide = (asked: Partial<PlanDecision>, plan = created(3, NEED).plan, nowMs = NOON_MS + 1) =>
    decidePlan(plan, { key: 'click-1', decision: 'approve', by: ALEX, ...asked }, nowMs)

  test('approves for a day from then', () => {
    const decided = decide({ comment: 'go' })
    expect(decided).toMatchObject({
      kind: 'decided',
      plan: {
        state: 'running',
        runUntilMs: NOON_MS + 1 + PLAN_GOOD_FOR_MS,
        approval: { decision: 'click-1', decidedBy: ALEX, decidedAtMs: NOON_MS + 1, comment: 'go' },
      },
    })
  })

  test('declines or withdraws: nothing runs', () => {
    expect(decide({ decision: 'decline' })).toMatchObject({ plan: { state: 'declined' } })
    const withdrawn = decide({ decision: 'withdraw', by: MARIA })
    expect(withdrawn).toMatchObject({ plan: { state: 'withdrawn' } })
    expect(withdrawn).not.toHaveProperty('plan.runUntilMs')
  })

  test('is nobody’s about their own, and only the requester withdraws', () => {
    expect(decide({ by: MARIA })).toEqual({ kind: 'own-request' })
    expect(decide({ by: MARIA, decision: 'decline' })).toEqual({ kind: 'own-request' })
    expect(decide({ decision: 'withdraw' })).toEqual({ kind: 'not-the-requester' })
  })

  test('types the number where the plan is above the limit', () => {
    const { plan } = created(30, NEED, 20)
    expect(decide({}, plan)).toEqual({ kind: 'wrong-number', images: 30 })
    expect(decide({ number: 29 }, plan)).toEqual({ kind: 'wrong-number', images: 30 })
    expect(decide({ number: 30 }, plan)).toMatchObject({ kind: 'decided' })
    expect(decide({ decision: 'decline' }, plan)).toMatchObject({ kind: 'decided' })
  })

  test('counts once: the same click again is the same, another one comes too late', () => {
    const first = decide({})
    if (first.kind !== 'decided') throw new Error('Expected a decision.')
    expect(decide({}, first.plan)).toEqual({ kind: 'already', plan: first.plan })
    expect(decide({ key: 'click-2', decision: 'decline' }, first.plan)).toMatchObject({
      kind: 'over',
      plan: { state: 'running' },
    })
    expect(decide({}, created(1).plan)).toMatchObject({ kind: 'over', plan: { state: 'running' } })
  })

  test('comes in time, or the plan expires', () => {
    const { plan } = created(1, NEED)
    expect(decide({}, plan, NEED.expiresAtMs)).toMatchObject({ kind: 'expired', plan: { state: 'expired' } })
    expect(expirePlan(plan, NEED.expiresAtMs - 1)).toBeUndefined()
    expect(expirePlan(plan, NEED.expiresAtMs)?.state).toBe('expired')
    expect(expirePlan(created(1).plan, NOON_MS + 9 * DAY_MS)).toBeUndefined()
  })

  test('to stop is for a plan that runs', () => {
    expect(stopPlan(created(1).plan, ALEX)).toMatchObject({ state: 'stopping', stoppedBy: ALEX })
    expect(stopPlan(created(1, NEED).plan, ALEX)).toBeUndefined()
  })
})

describe('an image of a plan', () => {
  const waiting: PlanImage = { image: ref(1), state: 'waiting' }
  const queued = queueImage(waiting, NOON_MS)

  test('ends once, after it was queued', () => {
    const failed = withOutcome(queued, { outcome: 'failed', reason: 'throttled' }, NOON_MS + 5)
    expect(failed).toEqual({ ...queued, state: 'failed', reason: 'throttled', endedAtMs: NOON_MS + 5 })
    expect(failed && withOutcome(failed, { outcome: 'confirmed' }, NOON_MS + 6)).toBeUndefined()
    expect(withOutcome(waiting, { outcome: 'confirmed' }, NOON_MS)).toBeUndefined()
    expect(withOutcome(queued, { outcome: 'acting' }, NOON_MS)).toBeUndefined()
  })

  test('is done only once the change is confirmed', () => {
    const accepted = withOutcome(queued, { outcome: 'accepted' }, NOON_MS + 5)
    expect(accepted).toEqual({ ...queued, state: 'unconfirmed' })
    if (!accepted) throw new Error('Expected an outcome.')
    expect(isEnded(accepted)).toBe(false)
    expect(withOutcome(accepted, { outcome: 'accepted' }, NOON_MS + 6)).toBeUndefined()
    expect(withOutcome(accepted, { outcome: 'unknown' }, NOON_MS + 6)).toBeUndefined()
    expect(withOutcome(accepted, { outcome: 'confirmed' }, NOON_MS + 7)).toEqual({
      ...queued,
      state: 'done',
      endedAtMs: NOON_MS + 7,
    })
    expect(withOutcome(accepted, { outcome: 'failed', reason: 'no effect' }, NOON_MS + 7)).toMatchObject({
      state: 'failed',
    })
  })

  test('is cancelled only before it was queued', () => {
    expect(cancelImage(waiting, 'stopped', NOON_MS)).toMatchObject({ state: 'cancelled', reason: 'stopped' })
    expect(cancelImage(queued, 'stopped', NOON_MS)).toBeUndefined()
  })

  test('has one key, however often it is queued', () => {
    const { plan } = created(1)
    expect(requestKeyOf(plan, queued)).toBe(requestKeyOf(plan, waiting))
    expect(requestKeyOf(plan, { ...queued, image: ref(1, 'ap-southeast-2') }).length).toBeLessThanOrEqual(128)
  })

  test('becomes an order of the requester, valid for as long as the plan, with the consent that the plan has', () => {
    const { plan } = created(30, NEED, 20)
    const order = orderOfPlan(created(1).plan, 'deregister', queued, undefined)
    expect(order).toMatchObject({
      key: requestKeyOf(plan, queued),
      person: MARIA,
      purpose: 'CVE-2026-1',
      askedAtMs: NOON_MS,
      consent: { kind: 'not-needed' },
      plan: { id: plan.id, untilMs: NOON_MS + PLAN_GOOD_FOR_MS },
    })
    const decided = decidePlan(plan, { key: 'c', decision: 'approve', by: ALEX, number: 30 }, NOON_MS + 9)
    if (decided.kind !== 'decided') throw new Error('Expected a decision.')
    expect(
      orderOfPlan(decided.plan, 'deregister', queueImage(queued, NOON_MS + 60), undefined),
    ).toMatchObject({
      askedAtMs: NOON_MS,
      consent: { kind: 'approved', by: ALEX },
      plan: { untilMs: NOON_MS + 9 + PLAN_GOOD_FOR_MS, isAboveLimit: true },
    })
  })
})

describe('the next step', () => {
  test('queues ten at a time, and waits while they are under way', () => {
    const { plan, images } = created(25)
    const step = nextStep(plan, images, NOON_MS)
    expect(step).toMatchObject({ kind: 'queue' })
    const batch = step.kind === 'queue' ? step.images : []
    expect(batch.map(({ state, sentAtMs }) => [state, sentAtMs])).toEqual(
      Array.from({ length: QUEUED_AT_ONCE }, () => ['queued', NOON_MS]),
    )
    const now = [...batch, ...images.slice(QUEUED_AT_ONCE)]
    expect(nextStep(plan, now, NOON_MS + 1)).toEqual({ kind: 'wait', untilMs: NOON_MS + 2_001 })
    // The longer nothing happens, the later it is looked at again.
    expect(nextStep(plan, now, NOON_MS + 2 * MINUTE_MS)).toEqual({
      kind: 'wait',
      untilMs: NOON_MS + 2.5 * MINUTE_MS,
    })
    expect(nextStep(plan, now, NOON_MS + 9 * MINUTE_MS)).toEqual({
      kind: 'wait',
      untilMs: NOON_MS + 10 * MINUTE_MS,
    })
    const [first, ...rest] = now
    const ended = first && withOutcome(first, { outcome: 'accepted' }, NOON_MS + 2)
    expect(nextStep(plan, ended ? [ended, ...rest] : [], NOON_MS + 2)).toMatchObject({
      kind: 'queue',
      images: [{}],
    })
  })

  test('queues again what was lost, with the same key', () => {
    const { plan, images } = created(1)
    const queued = images.map(one => queueImage(one, NOON_MS))
    expect(nextStep(plan, queued, NOON_MS + 15 * MINUTE_MS - 1)).toMatchObject({ kind: 'wait' })
    const again = nextStep(plan, queued, NOON_MS + 15 * MINUTE_MS)
    expect(again).toEqual({ kind: 'queue', images: [{ ...queued[0], sentAtMs: NOON_MS + 15 * MINUTE_MS }] })
  })

  test('of a plan that is stopped, or over its time, cancels what waits and leaves what is queued', () => {
    const { plan, images } = created(2)
    const [one, two] = images as [PlanImage, PlanImage]
    const some = [queueImage(one, NOON_MS), two]
    const stopping = { ...plan, state: 'stopping' as const }
    expect(nextStep(stopping, some, NOON_MS)).toMatchObject({
      kind: 'cancel',
      images: [{ image: two.image, state: 'cancelled', reason: 'The plan was stopped.' }],
    })
    const cancelled = cancelImage(two, 'x', NOON_MS) ?? two
    expect(nextStep(stopping, [queueImage(one, NOON_MS), cancelled], NOON_MS)).toMatchObject({ kind: 'wait' })
    expect(nextStep(plan, some, NOON_MS + PLAN_GOOD_FOR_MS)).toMatchObject({
      kind: 'cancel',
      images: [{ reason: 'The plan was not done within 24 hours.' }],
    })
  })

  test('finishes once all have ended; a plan that does not run takes none', () => {
    const { plan, images } = created(1)
    const ended = images.map(
      one => withOutcome(queueImage(one, NOON_MS), { outcome: 'refused' }, NOON_MS) ?? one,
    )
    expect(nextStep(plan, ended, NOON_MS)).toEqual({ kind: 'finish', plan: { ...plan, state: 'finished' } })
    expect(nextStep(created(1, NEED).plan, images, NOON_MS)).toEqual({ kind: 'nothing' })
    expect(nextStep({ ...plan, state: 'finished' }, ended, NOON_MS)).toEqual({ kind: 'nothing' })
  })

  test('leaves an account and region whose bucket is empty, and goes on elsewhere', () => {
    const past = Array.from(
      { length: 20 },
      (_, i): PlanImage => ({
        image: ref(i),
        state: 'done',
        sentAtMs: NOON_MS,
      }),
    )
    const here: PlanImage = { image: ref(100), state: 'waiting' }
    const there: PlanImage = { image: ref(100, 'eu-west-1'), state: 'waiting' }
    const { plan } = created(1)
    expect(nextStep(plan, [...past, here, there], NOON_MS)).toMatchObject({
      kind: 'queue',
      images: [{ image: there.image }],
    })
    expect(nextStep(plan, [...past, here], NOON_MS)).toEqual({ kind: 'wait', untilMs: NOON_MS + 2_000 })
    expect(nextStep(plan, [...past, here], NOON_MS + 2_000)).toMatchObject({ kind: 'queue' })
  })
})

test('one account and region never takes the room of all others', () => {
  const { plan } = created(1)
  const here = Array.from({ length: 20 }, (_, i): PlanImage => ({ image: ref(i), state: 'waiting' }))
  const there = Array.from(
    { length: 20 },
    (_, i): PlanImage => ({ image: ref(i, 'eu-west-1'), state: 'waiting' }),
  )
  const step = nextStep(plan, [...here, ...there], NOON_MS)
  const batch = step.kind === 'queue' ? step.images : []
  expect(batch.filter(({ image }) => image.region === 'us-east-1')).toHaveLength(5)
  expect(batch.filter(({ image }) => image.region === 'eu-west-1')).toHaveLength(5)
})

test('a bucket: full, emptied, refilled', () => {
  expect(ACTIONS.map(action => roomInBucket(action, [], NOON_MS))).toEqual([
    20, 20, 45, 20, 20, 20, 20, 20, 20, 20,
  ])
  const twenty = Array.from({ length: 20 }, () => NOON_MS)
  expect(roomInBucket('disable', twenty, NOON_MS)).toBe(0)
  expect(roomInBucket('disable', twenty, NOON_MS + 400)).toBe(1)
  expect(roomInBucket('disable', twenty, NOON_MS + MINUTE_MS)).toBe(20)
  expect(roomInBucket('deregister', twenty, NOON_MS)).toBe(25)
})

test('a plan that undoes another one has the reverse action, where there is one', () => {
  expect(ACTIONS.map(action => reverseOf({ action }))).toEqual([
    'disable',
    'enable',
    'restore',
    undefined,
    undefined,
    undefined,
  ])
})

describe('the facts of all images', () => {
  const NOBODY_ELSE = { known: true as const, value: { asked: 1, running: [], unread: [] } }
  const seen = (number: number, uses: number, more: Partial<SeenImage> = {}): SeenImage => ({
    image: ref(number),
    state: 'available',
    sizeGiB: 8,
    createdAtMs: NOON_MS + number,
    impact: impactOfLists(
      {
        known: true,
        value: Array.from({ length: uses }, (_, i) => ({ kind: 'instance' as const, name: `i-${i}` })),
      },
      NOBODY_ELSE,
      { autoScaling: { known: true, value: [] } },
    ),
    ...more,
  })

  test('worst first: in use by most, unknown, the newest; unknown is never none', () => {
    const unknown = impactOfLists({ known: false, why: 'UnauthorizedOperation' }, NOBODY_ELSE)
    const facts = planFactsOf([
      seen(1, 0),
      seen(2, 1),
      seen(3, 0, { impact: unknown }),
      seen(4, 5),
      seen(5, 0),
    ])
    expect(facts.first.map(({ image, useCount, isUnknown }) => [image, useCount, isUnknown])).toEqual([
      [ref(4), 5, undefined],
      [ref(2), 1, undefined],
      [ref(3), 0, true],
      [ref(5), 0, undefined],
      [ref(1), 0, undefined],
    ])
    expect(facts).toMatchObject({
      inUse: 2,
      unknown: 1,
      sizeGiB: 40,
      places: [{ region: 'us-east-1', images: 5 }],
    })
    expect(facts.first[0]?.uses).toHaveLength(3)
  })

  test('instances of other accounts count, and accounts that do not answer are named', () => {
    const elsewhere = impactOfLists(
      { known: true, value: [] },
      {
        known: true,
        value: {
          asked: 2,
          running: [{ name: 'prod', instances: 7 }],
          unread: [{ name: 'lab', why: 'AccessDenied' }],
        },
      },
    )
    const facts = planFactsOf([seen(1, 0, { impact: elsewhere })])
    expect(facts).toMatchObject({ inUse: 1, unknown: 0, unread: [{ name: 'lab', why: 'AccessDenied' }] })
    expect(facts.first[0]).toMatchObject({ instancesElsewhere: 7, isUnknown: true })
  })
})

describe('what the Recycle Bin keeps of all images', () => {
  const nothing = { known: true as const, value: [] }
  const nobodyElse = { known: true as const, value: { asked: 0, running: [], unread: [] } }
  const kept = (number: number, retention: Impact['retention'], sizeGiB?: number): SeenImage => ({
    image: ref(number),
    state: 'available',
    impact: { ...impactOfLists(nothing, nobodyElse), retention },
    ...(sizeGiB !== undefined && { sizeGiB }),
  })

  test('the least and the most days, what is lost with its snapshots, and what nobody knows', () => {
    const { kept: found } = planFactsOf([
      kept(1, { known: true, value: { imageDays: 14, snapshotDays: 14 } }, 8),
      kept(2, { known: true, value: { imageDays: 7 } }, 8),
      kept(3, { known: true, value: { imageDays: 7 } }),
      kept(4, { known: true, value: {} }, 8),
      kept(5, { known: false, why: 'AccessDenied' }, 8),
    ])
    expect(found).toEqual({ images: 3, days: [7, 14], withoutSnapshots: 1, lost: 1, unknown: 1 })
  })

  test('nothing of it where it was not looked up for any of them', () => {
    expect(planFactsOf([kept(1, { known: false, why: 'not looked up' })])).not.toHaveProperty('kept')
  })

  test('no rule keeps any of them: no days', () => {
    expect(planFactsOf([kept(1, { known: true, value: {} }, 8)]).kept).toEqual({
      images: 0,
      days: [0, 0],
      withoutSnapshots: 0,
      lost: 1,
      unknown: 0,
    })
  })
})

/** A run of a plan, in which functions end anywhere and messages are lost or come twice. */
test('whatever dies on the way, each image ends once, ten at most are queued, and EC2’s rate is kept', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), fc.boolean(), (count, seed, isStopped) => {
      let luck = seed
      const chance = (of: number): boolean => {
        luck = (Math.imul(luck, 1_664_525) + 1_013_904_223) >>> 0
        return luck / 2 ** 32 < of
      }
      const queuedAt: number[] = []
      let { plan, images } = created(count)
      const ends = new Map<string, number>()
      let messages: string[] = []
      let nowMs = NOON_MS
      const save = (one: PlanImage): void => {
        images = images.map(old => (old.image.imageId === one.image.imageId ? one : old))
      }
      for (let turn = 0; plan.state !== 'finished'; turn++) {
        if (turn > 5_000) throw new Error('Expected the plan to finish.')
        if (isStopped && turn === 5) plan = stopPlan(plan, ALEX) ?? plan
        const step = nextStep(plan, images, nowMs)
        if (step.kind === 'finish') plan = step.plan
        if (step.kind === 'wait') nowMs = step.untilMs
        if (step.kind === 'cancel') for (const one of step.images) if (!chance(0.2)) save(one)
        if (step.kind === 'queue')
          for (const one of step.images) {
            save(one)
            queuedAt.push(nowMs)
            if (chance(0.1)) break
            messages.push(one.image.imageId)
          }
        expect(countPlan(images).queued).toBeLessThanOrEqual(QUEUED_AT_ONCE)
        const delivered = messages.filter(() => chance(0.7))
        messages = messages.filter(id => !delivered.includes(id) || chance(0.1))
        for (const id of delivered) {
          // The request's claim carries it out once, however often it is delivered.
          const one = images.find(({ image }) => image.imageId === id)
          if (!one) continue
          ends.set(id, (ends.get(id) ?? 0) + 1)
          const ended = withOutcome(one, { outcome: 'confirmed' }, nowMs)
          if (ended) save(ended)
        }
        nowMs += 50
      }
      expect(images.every(isEnded)).toBe(true)
      // A dry run and a call for each, out of a bucket of 50 that is refilled by 5 a second.
      for (const [from, fromMs] of queuedAt.entries())
        for (const [more, untilMs] of queuedAt.slice(from).entries())
          expect((more + 1) * 2).toBeLessThanOrEqual(50 + ((untilMs - fromMs) / 1_000) * 5)
      const { done, cancelled } = countPlan(images)
      expect(done + cancelled).toBe(count)
      expect(done).toBe(ends.size)
      if (!isStopped) expect(cancelled).toBe(0)
    }),
    { numRuns: runs(30) },
  )
})
