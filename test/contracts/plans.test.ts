import { type ImageRef, imageKey } from '../../src/domain/image.ts'
import type { Plan } from '../../src/domain/plan.ts'
import { stopPlan } from '../../src/domain/plan-decision.ts'
import { impactOfLists, planFactsOf } from '../../src/domain/plan-facts.ts'
import { type PlanImage, planItemKey, queueImage, withOutcome } from '../../src/domain/plan-image.ts'
import type { Ledger, SeenPlanImage } from '../../src/ports.ts'
import { bothLedgers } from '../support/ledgers.ts'

/** Plans in the ledger in memory and in the one in DynamoDB. */

const LEDGERS = bothLedgers()

const NOW = Date.UTC(2026, 0, 15, 12)
const IMPACT = impactOfLists(
  { known: true, value: [{ kind: 'instance', name: 'i-1' }] },
  { known: true, value: { asked: 1, running: [], unread: [{ name: 'lab', why: 'AccessDenied' }] } },
)
const PERSON = { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0' }
let count = 0

const newPlan = (
  images: number,
  createdAtMs = NOW,
): { plan: Plan; images: PlanImage[]; seen: SeenPlanImage[] } => {
  const id = String(++count).padStart(40, '0')
  const refs = Array.from(
    { length: images },
    (_, i): ImageRef => ({
      account: '123456789012',
      region: 'us-east-1',
      imageId: `ami-${i.toString(16).padStart(17, '0')}`,
    }),
  )
  const one = refs.map((image): PlanImage => ({ image, name: 'web-1', state: 'waiting' }))
  const plan: Plan = {
    id,
    version: 0,
    state: 'waiting',
    action: 'disable',
    options: {},
    purpose: 'zu alt 🟡',
    images,
    facts: planFactsOf(refs.map(image => ({ image, state: 'available', sizeGiB: 8, impact: IMPACT }))),
    person: PERSON,
    place: { channelId: 'C0READY', isPrivate: false },
    workspaceId: 'T0',
    appId: 'A0',
    createdAtMs,
    approval: {
      roles: ['approver'],
      channel: 'ami-alerts',
      askedAtMs: createdAtMs,
      expiresAtMs: createdAtMs + 1_000,
      reminded: 0,
      remindAtMs: createdAtMs + 1_000,
    },
  }
  return { plan, images: one, seen: one.map(image => ({ image, impact: IMPACT })) }
}

describe.each(LEDGERS)('plans %s', (_name, open) => {
  let ledger: Ledger
  beforeAll(() => {
    ledger = open()
  })

  test('a plan of 1,000 images is read back whole, and created once', async () => {
    const { plan, images, seen } = newPlan(1_000)
    expect(await ledger.readPlan(plan.id)).toBeUndefined()
    expect(await ledger.createPlan(plan, seen)).toBe(true)
    expect(await ledger.readPlan(plan.id)).toEqual({ ...plan, version: 1 })
    expect(await ledger.readPlanImages(plan.id)).toEqual(images)
    const [first] = images
    if (!first) throw new Error('Expected an image.')
    expect(await ledger.savePlanImage(plan.id, first, queueImage(first, NOW))).toBe(true)
    expect(await ledger.createPlan(plan, seen)).toBe(false)
    expect((await ledger.readPlanImages(plan.id))[0]?.state).toBe('queued')
    expect(await ledger.readPlanImage(plan.id, planItemKey(first))).toEqual({
      image: queueImage(first, NOW),
      impact: IMPACT,
    })
    expect(
      await ledger.readPlanImage(plan.id, imageKey({ ...first.image, region: 'eu-west-1' })),
    ).toBeUndefined()
  })

  test('what a function wrote that ended before the plan was written is not part of it', async () => {
    const { plan, seen } = newPlan(3)
    // The images are written, and the plan is not: nothing is there that it could be written over.
    expect(await ledger.createPlan({ ...plan, version: 5 }, seen)).toBe(false)
    expect(await ledger.readPlan(plan.id)).toBeUndefined()
    expect(await ledger.readPlanImages(plan.id)).toHaveLength(3)
    const [first] = seen
    if (!first) throw new Error('Expected an image.')
    expect(await ledger.createPlan({ ...plan, images: 1 }, [first])).toBe(true)
    expect(await ledger.readPlanImages(plan.id)).toEqual([first.image])
  })

  test('those of a person, the newest first, without a form that was not sent', async () => {
    const userId = `U0PLANS${++count}`
    const plansOf = () => ledger.readPlansOf(userId, 10)
    for (const [at, state] of (['waiting', 'open', 'waiting'] as const).entries()) {
      const { plan, seen } = newPlan(1)
      const { person } = plan
      const theirs = { ...plan, state, createdAtMs: NOW + at, person: { ...person, userId } }
      await ledger.createPlan(theirs, seen)
    }
    const { plan, seen } = newPlan(1)
    await ledger.createPlan({ ...plan, state: 'waiting' }, seen)
    expect((await plansOf()).map(({ createdAtMs }) => createdAtMs - NOW)).toEqual([2, 0])
    const [newest] = await plansOf()
    if (!newest) throw new Error('Expected the plan.')
    await ledger.savePlan({ ...newest, state: 'withdrawn' })
    expect((await plansOf())[0]?.state).toBe('withdrawn')
    expect(await ledger.readPlansOf(userId, 1)).toHaveLength(1)
  })

  test('two that read the same plan: one writes', async () => {
    const { plan, seen } = newPlan(1)
    await ledger.createPlan(plan, seen)
    const read = await ledger.readPlan(plan.id)
    if (!read) throw new Error('Expected the plan.')
    const running: Plan = { ...read, state: 'running', runUntilMs: NOW }
    expect(await ledger.savePlan(running)).toBe(true)
    expect(await ledger.savePlan({ ...read, state: 'declined' })).toBe(false)
    const stopped = stopPlan({ ...running, version: 2 }, PERSON)
    expect(stopped && (await ledger.savePlan(stopped))).toBe(true)
    expect(await ledger.readPlan(plan.id)).toEqual({ ...stopped, version: 3 })
  })

  test('outcomes that are recorded at the same time: none is lost, and each counts once', async () => {
    const { plan, images, seen } = newPlan(40)
    await ledger.createPlan(plan, seen)
    const queued = images.map(one => queueImage(one, NOW))
    await Promise.all(images.map((one, i) => ledger.savePlanImage(plan.id, one, queued[i] ?? one)))
    const ends = queued.flatMap(
      one => withOutcome(one, { outcome: 'failed', reason: 'because' }, NOW + 1) ?? [],
    )
    const saved = await Promise.all(
      [...ends, ...ends].map((one, i) => ledger.savePlanImage(plan.id, queued[i % 40] ?? one, one)),
    )
    expect(saved.filter(isSaved => isSaved)).toHaveLength(40)
    expect(await ledger.readPlanImages(plan.id)).toEqual(ends)
  })

  test('an image that was queued again meanwhile is not as it was read', async () => {
    const { plan, images, seen } = newPlan(1)
    await ledger.createPlan(plan, seen)
    const [one] = images as [PlanImage]
    const [first, again] = [queueImage(one, NOW), queueImage(one, NOW + 9)]
    expect(await ledger.savePlanImage(plan.id, one, first)).toBe(true)
    expect(await ledger.savePlanImage(plan.id, first, again)).toBe(true)
    expect(await ledger.savePlanImage(plan.id, first, again)).toBe(false)
    expect(await ledger.savePlanImage(plan.id, one, again)).toBe(false)
    expect(await ledger.savePlanImage('f'.repeat(40), one, first)).toBe(false)
  })

  test('those that are due, longest waiting first; none that is over', async () => {
    const [later, earlier, over] = [newPlan(1, NOW + 9e9), newPlan(1, NOW + 8e9), newPlan(1, NOW + 8e9)]
    for (const { plan, seen } of [later, earlier, over]) await ledger.createPlan(plan, seen)
    await ledger.savePlan({ ...over.plan, version: 1, state: 'declined', isReported: true })
    const ids = [later, earlier, over].map(({ plan }) => plan.id)
    const due = (await ledger.readDuePlans(NOW + 9e9 + 1_000)).filter(id => ids.includes(id))
    expect(due).toEqual([earlier.plan.id, later.plan.id])
    expect(await ledger.readDuePlans(NOW + 9e9 + 999)).not.toContain(later.plan.id)
  })
})
