import { NAMES_IT_ALREADY } from '../../src/domain/alias-change.ts'
import { followedPlan, followUpOf, isFollowedUp, withFollowUp } from '../../src/domain/follow-up.ts'
import type { Plan } from '../../src/domain/plan.ts'
import type { PlanImage } from '../../src/domain/plan-image.ts'

const BY = { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0SANDBOX' }
const plan = (more: object = {}): Plan => ({ id: 'plan-2', person: BY, ...more }) as unknown as Plan
const items = (...states: PlanImage['state'][]): PlanImage[] =>
  states.map((state, at) => ({
    image: { account: '123456789012', region: 'us-east-1', imageId: `ami-${at}` },
    state,
  }))
const WHOLE = { planId: 'plan-2', by: BY }
const PART = { ...WHOLE, inPart: true }

test('which plan it follows, and how', () => {
  expect(followedPlan({})).toBeUndefined()
  expect(followedPlan({ undoes: 'plan-1' })).toEqual({ planId: 'plan-1', kind: 'undone' })
  expect(followedPlan({ retries: 'plan-1' })).toEqual({ planId: 'plan-1', kind: 'retried' })
  const alias = (asked: object) => ({ alias: { asked } }) as never
  expect(followedPlan(alias({ kind: 'retry', planId: 'plan-1' }))).toEqual({
    planId: 'plan-1',
    kind: 'retried',
  })
  expect(followedPlan(alias({ kind: 'rollback', planId: 'plan-1' }))).toBeUndefined()
  expect(followedPlan(alias({ kind: 'retry' }))).toBeUndefined()
})

describe('an undo of images', () => {
  const undo = plan({ undoes: 'plan-1' })
  const of = (done: PlanImage[], before: PlanImage[], already: PlanImage[] = [], by = undo) =>
    followUpOf(by, done, before, already)

  test('is whole where all that was done is undone', () => {
    expect(of(items('done', 'done'), items('done', 'done', 'refused'))).toEqual(WHOLE)
  })
  test('is in part where an item was not done, or an image is in no item', () => {
    expect(of(items('done', 'failed'), items('done', 'done'))).toEqual(PART)
    expect(of(items('done'), items('done', 'done'))).toEqual(PART)
  })
  test('is whole with what an earlier undo did', () => {
    const [first, second] = items('done', 'done')
    expect(of([second as PlanImage], items('done', 'done'), [first as PlanImage])).toEqual(WHOLE)
    expect(of([second as PlanImage], items('done', 'done'), items('failed'))).toEqual(PART)
  })
  test('is nothing where nothing was done, and whole where there was nothing to do', () => {
    expect(of(items('failed'), items('done'))).toBeUndefined()
    expect(of([], [])).toEqual(WHOLE)
  })
  test('is in part where launch permissions wait for somebody else', () => {
    const withheld = (why: string) => plan({ undoes: 'plan-1', withheld: [{ why }] })
    expect(of(items('done'), items('done'), [], withheld('right'))).toEqual(PART)
    expect(of(items('done'), items('done'), [], withheld('alert'))).toEqual(WHOLE)
  })
  test('of a revocation counts what it names, and what it could not read', () => {
    const revocation = (unread: string[]) => plan({ undoes: 'plan-1', revocation: { unread } })
    expect(of(items('done'), items('done', 'done'), [], revocation([]))).toEqual(WHOLE)
    expect(of(items('done'), items('done'), [], revocation(['staging']))).toEqual(PART)
  })
})

test('a retry is whole where all that was not done is done', () => {
  const retry = plan({ retries: 'plan-1' })
  const [, second] = items('done', 'done')
  expect(followUpOf(retry, [second as PlanImage], items('done', 'refused'), [])).toEqual(WHOLE)
  expect(followUpOf(retry, [second as PlanImage], items('failed', 'cancelled'), [])).toEqual(PART)
})

test('a plan of an alias is in part where a place is held back that does not name it already', () => {
  const alias = (why: string) =>
    plan({ undoes: 'plan-1', revocation: { unread: [] }, alias: { heldBack: [{ why }] } })
  expect(followUpOf(alias(NAMES_IT_ALREADY), items('done'), items('done'), [])).toEqual(WHOLE)
  expect(followUpOf(alias('it is disabled'), items('done'), items('done'), [])).toEqual(PART)
})

test('the earlier plan keeps the newest follow-up until it is whole', () => {
  expect(withFollowUp(plan(), 'undone', WHOLE)).toEqual(plan({ undone: WHOLE }))
  expect(withFollowUp(plan({ undone: { ...PART, planId: 'plan-3' } }), 'undone', WHOLE)).toEqual(
    plan({ undone: WHOLE }),
  )
  expect(withFollowUp(plan({ undone: PART }), 'undone', WHOLE)).toBeUndefined()
  expect(withFollowUp(plan({ undone: { ...WHOLE, planId: 'plan-3' } }), 'undone', WHOLE)).toBeUndefined()
  expect(withFollowUp(plan({ undone: WHOLE }), 'retried', WHOLE)).toEqual(
    plan({ undone: WHOLE, retried: WHOLE }),
  )
})

test('nothing is left to undo once it was undone whole', () => {
  expect(isFollowedUp({}, 'undone')).toBe(false)
  expect(isFollowedUp({ undone: PART } as never, 'undone')).toBe(false)
  expect(isFollowedUp({ undone: WHOLE } as never, 'undone')).toBe(true)
  expect(isFollowedUp({ undone: WHOLE } as never, 'retried')).toBe(false)
})
