import { announce } from '../../src/flows/announce/announce.ts'
import { build } from '../support/aliases.ts'
import { BAD, revokeWorld } from '../support/revocations.ts'
import { recordSent } from '../support/sent.ts'

/** Each message of a revocation and its undo, as Slack gets it. */

test('a bad image is revoked with its copy and its descendant, and all of it is undone', async () => {
  const world = await revokeWorld()
  await announce(world.needs, [world.event('available', BAD)])
  const sent = recordSent(world.messenger)
  const id = await world.submitRevoke()
  await world.approve(id)
  await world.run(id)
  sent('revoke')
  for (const text of ['family web', `status ${BAD.imageId}`, `history ${BAD.imageId}`, 'list', 'health'])
    await world.ask('command', { text })
  await world.open({ kind: 'promote', image: BAD, alias: 'dev' })
  sent('revoked')
  const undo = await world.send(
    await world.ask('plan', { from: { kind: 'undo', planId: id }, viewId: 'V0ALIAS' }),
  )
  await world.approve(undo)
  await world.run(undo)
  sent('revoke-undone')
})

test('a revocation that leaves an alias without a build, and is declined', async () => {
  const world = await revokeWorld()
  world.images.remove(build(1))
  world.images.remove(build(1, 'eu-west-1'))
  const sent = recordSent(world.messenger)
  const id = await world.submitRevoke()
  await world.ask('decide-plan', { planId: id, decision: 'decline', comment: 'keep it' }, 'U0ANNA')
  sent('revoke-declined')
})
