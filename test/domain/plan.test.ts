import fc from 'fast-check'
import { ACTIONS } from '../../src/domain/actions.ts'
import type { ImageRef } from '../../src/domain/image.ts'
import {
  createPlan,
  type NewPlan,
  PLAN_GOOD_FOR_MS,
  type Plan,
  planDueAtMs,
  undoOf,
} from '../../src/domain/plan.ts'
import { decidePlan, expirePlan, type PlanDecision, stopPlan } from '../../src/domain/plan-decision.ts'
import {
  cancelImage,
  countPlan,
  endImage,
  isEnded,
  type PlanImage,
  queueImage,
} from '../../src/domain/plan-image.ts'
import { nextStep, QUEUED_AT_ONCE, requestKeyOf, roomInBucket } from '../../src/domain/plan-step.ts'
import { NOON_MS } from './given.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const MARIA = { userId: 'U0MARIA', workspaceId: 'T0' }
const ALEX = { userId: 'U0ALEX', workspaceId: 'T0' }
const NEED = { roles: ['approver'], channel: 'ami-alerts', expiresAtMs: NOON_MS + DAY_MS }

const ref = (number: number, region = 'us-east-1'): ImageRef => ({
  account: '123456789012',
  region,
  imageId: `ami-${String(number).padStart(17, '0')}`,
})
const refs = (count: number): ImageRef[] => Array.from({ length: count }, (_, i) => ref(i))

const ASKED = {
  id: 'a'.repeat(40),
  action: 'disable',
  options: {},
  purpose: 'CVE-2026-1',
  person: MARIA,
  place: { channelId: 'C0READY', isPrivate: false },
  workspaceId: 'T0',
  appId: 'A0',
  createdAtMs: NOON_MS,
} as const

const create = (count: number, need: typeof NEED | undefined = undefined, left = 1_000): NewPlan =>
  createPlan(ASKED, refs(count), need, left)
const created = (...of: Parameters<typeof create>): { plan: Plan; images: PlanImage[] } => {
  const made = create(...of)
  if (made.kind !== 'created') throw new Error(`Expected a plan, got ${made.kind}.`)
  return made
}

describe('a new plan', () => {
  test('has 1 to 1,000 images, each once', () => {
    expect(create(0)).toEqual({ kind: 'no-images' })
    expect(created(1_000).images).toHaveLength(1_000)
    expect(create(1_001, undefined, 5_000)).toEqual({ kind: 'too-many', images: 1_001, most: 1_000 })
    const twice = createPlan(ASKED, [...refs(3), ...refs(2)], undefined, 10)
    expect(twice).toMatchObject({ kind: 'created', plan: { images: 3 } })
  })

  test('runs for a day, or waits for an approval', () => {
    expect(created(2).plan).toMatchObject({ state: 'running', runUntilMs: NOON_MS + PLAN_GOOD_FOR_MS })
    const { plan, images } = created(2, NEED)
    expect(plan).toMatchObject({ state: 'waiting', approval: { ...NEED, askedAtMs: NOON_MS } })
    expect(plan.approval).not.toHaveProperty('mustNameNumber')
    expect(images.map(({ state }) => state)).toEqual(['waiting', 'waiting'])
  })

  test('above what the person may change: an approval names the number, and without one there is no plan', () => {
    expect(created(20, undefined, 20).plan.state).toBe('running')
    expect(create(21, undefined, 20)).toEqual({ kind: 'above-limit', images: 21, most: 20 })
    expect(create(1, undefined, -3)).toEqual({ kind: 'above-limit', images: 1, most: 0 })
    expect(created(21, NEED, 20).plan.approval).toHaveProperty('mustNameNumber', true)
  })

  test('is due when its approval expires, then until it is over', () => {
    const { plan } = created(1, NEED)
    expect(planDueAtMs(plan)).toBe(NEED.expiresAtMs)
    expect(planDueAtMs({ ...plan, state: 'running' })).toBe(NOON_MS)
    expect(planDueAtMs({ ...plan, state: 'stopping' })).toBe(NOON_MS)
    for (const state of ['finished', 'declined', 'withdrawn', 'expired'] as const)
      expect(planDueAtMs({ ...plan, state })).toBeUndefined()
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

  test('names the number where the plan is above the limit', () => {
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
    expect(decide({ key: 'click-2', decision: 'decline' }, first.plan)).toEqual({
      kind: 'over',
      state: 'running',
    })
    expect(decide({}, created(1).plan)).toEqual({ kind: 'over', state: 'running' })
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
    const done = endImage(queued, { state: 'failed', reason: 'throttled' }, NOON_MS + 5)
    expect(done).toEqual({ ...queued, state: 'failed', reason: 'throttled', endedAtMs: NOON_MS + 5 })
    expect(done && endImage(done, { state: 'done' }, NOON_MS + 6)).toBeUndefined()
    expect(endImage(waiting, { state: 'done' }, NOON_MS)).toBeUndefined()
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
})

describe('the next step', () => {
  test('queues ten at a time, and waits while they are under way', () => {
    const { plan, images } = created(25)
    const step = nextStep(plan, images, NOON_MS)
    expect(step).toMatchObject({ kind: 'queue' })
    const batch = step.kind === 'queue' ? step.images : []
    expect(batch.map(({ state, queuedAtMs }) => [state, queuedAtMs])).toEqual(
      Array.from({ length: QUEUED_AT_ONCE }, () => ['queued', NOON_MS]),
    )
    const now = [...batch, ...images.slice(QUEUED_AT_ONCE)]
    expect(nextStep(plan, now, NOON_MS + 1)).toEqual({ kind: 'wait', untilMs: NOON_MS + 1 + MINUTE_MS })
    const [first, ...rest] = now
    const ended = first && endImage(first, { state: 'done' }, NOON_MS + 2)
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
    expect(again).toEqual({ kind: 'queue', images: [{ ...queued[0], queuedAtMs: NOON_MS + 15 * MINUTE_MS }] })
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
    const ended = images.map(one => endImage(queueImage(one, NOON_MS), { state: 'refused' }, NOON_MS) ?? one)
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
        queuedAtMs: NOON_MS,
      }),
    )
    const here: PlanImage = { image: ref(100), state: 'waiting' }
    const there: PlanImage = { image: ref(100, 'eu-west-1'), state: 'waiting' }
    const { plan } = created(1)
    expect(nextStep(plan, [...past, here, there], NOON_MS)).toMatchObject({
      kind: 'queue',
      images: [{ image: there.image }],
    })
    expect(nextStep(plan, [...past, here], NOON_MS)).toEqual({ kind: 'wait', untilMs: NOON_MS + 1_000 })
    expect(nextStep(plan, [...past, here], NOON_MS + 1_000)).toMatchObject({ kind: 'queue' })
  })
})

test('a bucket: full, emptied, refilled', () => {
  expect(ACTIONS.map(action => roomInBucket(action, [], NOON_MS))).toEqual([20, 20, 45, 20, 20])
  const twenty = Array.from({ length: 20 }, () => NOON_MS)
  expect(roomInBucket('disable', twenty, NOON_MS)).toBe(0)
  expect(roomInBucket('disable', twenty, NOON_MS + 400)).toBe(1)
  expect(roomInBucket('disable', twenty, NOON_MS + MINUTE_MS)).toBe(20)
  expect(roomInBucket('deregister', twenty, NOON_MS)).toBe(25)
})

test('what is undone is what was done, by the reverse action', () => {
  const images: PlanImage[] = [
    { image: ref(1), state: 'done' },
    { image: ref(2), state: 'failed' },
    { image: ref(3), state: 'cancelled' },
  ]
  expect(undoOf({ action: 'disable' }, images)).toEqual({
    kind: 'possible',
    action: 'enable',
    images: [ref(1)],
  })
  expect(undoOf({ action: 'deregister' }, images)).toMatchObject({ action: 'restore' })
  expect(undoOf({ action: 'enable' }, images)).toMatchObject({ action: 'disable' })
  expect(undoOf({ action: 'restore' }, images)).toEqual({ kind: 'impossible', action: 'restore' })
  expect(undoOf({ action: 'share' }, images)).toEqual({ kind: 'impossible', action: 'share' })
  expect(undoOf({ action: 'disable' }, images.slice(1))).toEqual({ kind: 'nothing-done' })
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
          const ended = endImage(one, { state: 'done' }, nowMs)
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
    { numRuns: 30 },
  )
})
