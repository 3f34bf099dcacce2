import { PLAN_CONFIG, planWorld, ref } from '../../support/plans.ts'

/** Many images at once: the stale ones of a list are disabled, and a mass deletion comes back, each as one plan. */

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1)

test('forty stale images are disabled by one plan; Stop leaves the rest alone, Undo reverts what was done', async () => {
  // The newest of the family is not stale.
  const world = await planWorld(41)
  const stateOf = (number: number): string => world.images.stateOf(ref(number))
  const id = await world.submit('disable', undefined, 'nobody needs them', {
    kind: 'list',
    verb: 'stale',
    filters: '',
  })
  expect(await world.ledger.readPlan(id)).toMatchObject({ images: 40, state: 'running' })
  await world.deliver(11)
  await world.confirm()
  await world.ask('stop-plan', { planId: id })
  await world.run(id)
  expect(await world.countsOf(id)).toEqual({ done: 10, cancelled: 30 })
  const disabled = numbers(41).filter(number => stateOf(number) === 'disabled')
  expect(disabled).toHaveLength(10)
  expect(disabled).not.toContain(1)

  const undo = await world.ask('plan', { from: { kind: 'undo', planId: id }, viewId: 'V0UNDO' })
  await world.ask('submit-plan', { planId: undo, viewId: 'V0UNDO', options: {} })
  await world.run(undo)
  expect(await world.countsOf(undo)).toEqual({ done: 10 })
  expect(numbers(41).map(stateOf)).toEqual(numbers(41).map(() => 'available'))
  for (const number of disabled)
    expect(world.images.changed.filter(one => one.includes(ref(number).imageId))).toHaveLength(2)
})

test('500 deregistered images come back from /ami deleted with one approval', async () => {
  const world = await planWorld(500, {
    actions: {
      ...PLAN_CONFIG.actions,
      deregister: { roles: ['operator'] },
      restore: {
        roles: ['operator'],
        approval: { when: [], roles: ['approver'], channel: 'ami-alerts', withinMinutes: 60 },
      },
    },
  })
  world.images.keepUntil(world.clock.nowMs() + 14 * DAY)
  const gone = await world.submit('deregister', undefined, 'the wrong account')
  await world.run(gone)
  expect(await world.countsOf(gone)).toEqual({ done: 500 })

  const id = await world.submit('restore', undefined, 'a mistake', {
    kind: 'list',
    verb: 'deleted',
    filters: '',
  })
  expect(await world.ledger.readPlan(id)).toMatchObject({ images: 500, state: 'waiting' })
  await world.ask('decide-plan', { planId: id, decision: 'approve' }, 'U0ANNA')
  await world.run(id)
  expect(await world.countsOf(id)).toEqual({ done: 500 })
  expect(numbers(500).every(number => world.images.stateOf(ref(number)) === 'available')).toBe(true)
  const cards = world.messenger.posts('ami-alerts').filter(({ message }) => /restore 500/.test(message.text))
  expect(cards).toHaveLength(1)
  expect(cards[0]?.message.text).toMatch(/✅ Done: restore 500 images.*approved by <@U0ANNA>/)
})
