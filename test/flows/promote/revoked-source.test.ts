import { DEV, US } from '../../support/aliases.ts'
import { BAD, revokeWorld } from '../../support/revocations.ts'

/** An instance that runs a revoked image goes on, and can become an image. */

const NEW = { ...US, imageId: 'ami-6000000000000000a' }

const made = async () => {
  const world = await revokeWorld()
  await world.revoke()
  world.images.put(NEW, {
    state: 'available',
    name: 'web-3',
    createdAtMs: world.clock.nowMs(),
    tags: {},
    architecture: 'x86_64',
    sourceInstanceId: 'i-payments',
    sourceImageId: BAD.imageId,
    snapshots: [],
  })
  return world
}

test('what was made from a revoked image is held back, and the form says why', async () => {
  const world = await made()
  await world.open({ kind: 'promote', image: NEW, alias: 'dev' })
  expect(world.formText()).toContain(
    '⚠️ production · us-east-1: it was made from web-2: it is revoked by @maria: a backdoor',
  )
  expect(world.formText()).not.toContain('➡️')
})

test('a person can say that it is repaired: with a reason, which the plan keeps', async () => {
  const world = await made()
  const id = await world.open({ kind: 'promote', image: NEW, alias: 'dev' })
  const sent = await world.send(id, { overrides: true, purpose: 'the backdoor is removed' })
  await world.run(sent)
  expect(await world.named(US, DEV)).toBe(NEW.imageId)
  expect((await world.ledger.readPlan(sent))?.alias?.overridden).toEqual([
    'it was made from web-2: it is revoked by @maria: a backdoor',
  ])
})
