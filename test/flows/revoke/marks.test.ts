import { imageKey } from '../../../src/domain/image.ts'
import { changeImage } from '../../../src/stored/change-image.ts'
import { EU, OTHER, PROD, US } from '../../support/aliases.ts'
import { BAD, COPY, DESCENDANT, revokeWorld } from '../../support/revocations.ts'

/** Images carry the mark of a revocation exactly as long as something of it stands. */

type World = Awaited<ReturnType<typeof revokeWorld>>

/** The plan whose mark each image has. */
const marksOf = async (world: World) => {
  const images = [BAD, COPY, DESCENDANT]
  const records = await world.ledger.readImages(images)
  return images.map(image => records.get(imageKey(image))?.revoked?.planId)
}
const unmarked = [undefined, undefined, undefined]

const stop = (world: World, planId: string) => world.ask('stop-plan', { planId })
const decide = (world: World, planId: string, decision: string, userId: string) =>
  world.ask('decide-plan', { planId, decision }, userId)

/** Nobody of those who asked may revoke any more. */
const loseRoles = (world: World): void => {
  world.messenger.setMembers('S0OPERATORS', ['U0ALEX'])
  // Who is a member is read again after fifteen seconds.
  world.clock.advance(16_000)
}

describe('nothing of a revocation is done: no image stays marked', () => {
  test.each<[string, (world: World, id: string) => Promise<unknown>]>([
    ['declined', (world, id) => decide(world, id, 'decline', 'U0ANNA')],
    ['withdrawn', (world, id) => decide(world, id, 'withdraw', 'U0MARIA')],
    [
      'stopped before it began',
      async (world, id) => {
        await world.approve(id)
        await stop(world, id)
      },
    ],
    [
      'stopped while its first items are queued',
      async (world, id) => {
        await world.approve(id)
        await world.deliver(1)
        expect(await marksOf(world)).toEqual([id, id, id])
        await stop(world, id)
      },
    ],
    [
      'each item is refused',
      async (world, id) => {
        await world.approve(id)
        loseRoles(world)
      },
    ],
  ])('%s', async (_name, end) => {
    const world = await revokeWorld()
    const id = await world.submitRevoke()
    await end(world, id)
    await world.run(id)
    expect(world.images.changed).toEqual([])
    expect(await marksOf(world)).toEqual(unmarked)
    expect(world.cardOf('ami-alerts')).not.toContain('Undo')
  })

  test('the mark of an earlier revocation comes back', async () => {
    const world = await revokeWorld()
    const first = await world.revoke()
    await world.images.change({ call: 'EnableImage', image: COPY })
    world.clock.advance(60_000)
    const second = await world.submitRevoke()
    await world.approve(second)
    loseRoles(world)
    await world.run(second)
    expect(await marksOf(world)).toEqual([first, first, first])
  })
})

test('an undo that is stopped before anything is done leaves the images marked', async () => {
  const world = await revokeWorld()
  const id = await world.revoke()
  const undo = await world.submitRevoke({ kind: 'undo', planId: id })
  await world.approve(undo)
  await world.deliver(1)
  expect(await marksOf(world)).toEqual(unmarked)
  await stop(world, undo)
  await world.run(undo)
  expect(await marksOf(world)).toEqual([id, id, id])
})

test.each([
  ['an alias was moved on', true],
  ['no alias has to return', false],
])('the images were enabled by hand, and %s: the undo removes the marks', async (_name, hasAlias) => {
  const world = await revokeWorld()
  if (!hasAlias) for (const place of [US, EU, OTHER]) world.aliases.set(place, PROD, 'ami-00000000000000009')
  const id = await world.revoke()
  for (const image of [BAD, COPY, DESCENDANT]) await world.images.change({ call: 'EnableImage', image })
  for (const place of [US, EU, OTHER]) world.aliases.set(place, PROD, 'ami-00000000000000009')
  // What was shared is shared again by hand, too.
  await changeImage(world.ledger, BAD, ({ savedPermissions: _back, ...now }) => now)
  const opened = await world.openRevoke({ kind: 'undo', planId: id })
  expect(world.formText()).toMatch(/No image is enabled; they are no longer marked as revoked/)
  const undo = await world.send(opened, { purpose: 'a false alarm' })
  expect((await world.ledger.readPlan(undo))?.state).toBe('waiting')
  await world.approve(undo)
  await world.run(undo)
  expect(await marksOf(world)).toEqual(unmarked)
  expect(world.cardOf('ami-alerts')).toMatch(/no longer marked as revoked/)
  if (hasAlias)
    expect(world.cardOf('ami-alerts')).toMatch(/Not undone: prod of web.*names ami-00000000000000009 now/)
})

test('one of its items is done: all images stay marked until the undo', async () => {
  const world = await revokeWorld()
  const id = await world.submitRevoke()
  await world.approve(id)
  const { change } = world.images
  world.needs.images = {
    ...world.images,
    change: async one => {
      const answer = await change(one)
      loseRoles(world)
      return answer
    },
  }
  await world.run(id)
  expect(world.images.changed).toHaveLength(1)
  expect(await marksOf(world)).toEqual([id, id, id])
})
