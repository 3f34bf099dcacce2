import { planWorld } from '../support/plans.ts'
import { recordSent } from '../support/sent.ts'

/** Each message of a plan, from the selection to its end, as Slack gets it. */

test('images are selected, disabled by a plan, and enabled again by its undo', async () => {
  const world = await planWorld(3)
  const sent = recordSent(world.messenger)
  const id = await world.submit('disable', [1, 2, 3], 'nobody *launches* <them>')
  await world.run(id)
  const undo = await world.ask('plan', { from: { kind: 'undo', planId: id }, viewId: 'V0UNDO' })
  await world.ask('submit-plan', { planId: undo, viewId: 'V0UNDO', purpose: 'a mistake', options: {} })
  await world.run(undo)
  sent('plan-disable')
})

test('a plan that needs an approval: approved, one image refused, with the table of its images', async () => {
  const world = await planWorld(3)
  const sent = recordSent(world.messenger)
  const id = await world.submit('deregister', [1, 2, 3])
  world.put(2, { deregistrationProtection: 'enabled' })
  await world.ask('decide-plan', { planId: id, decision: 'approve' }, 'U0ANNA')
  await world.run(id)
  await world.ask('list-plan', { planId: id })
  sent('plan-deregister')
})

test('declined, withdrawn, expired, and stopped', async () => {
  const world = await planWorld(4)
  const sent = recordSent(world.messenger)
  const declined = await world.submit('deregister', [1])
  await world.ask('decide-plan', { planId: declined, decision: 'decline', comment: 'not yet' }, 'U0ANNA')
  const withdrawn = await world.submit('deregister', [2])
  await world.ask('decide-plan', { planId: withdrawn, decision: 'withdraw' })
  const stopped = await world.submit('disable', [3, 4])
  await world.ask('stop-plan', { planId: stopped })
  await world.run(stopped)
  sent('plan-ends')
})
