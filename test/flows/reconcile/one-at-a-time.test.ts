import type { Images } from '../../../src/ports.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

type MemoryWorld = ReturnType<typeof createMemoryWorld>

/** Runs a reconciliation, and `meanwhile` when it asks EC2. @returns how often EC2 was asked for its images */
const countLists = async (
  world: MemoryWorld,
  meanwhile = async (_needs: MemoryWorld['needs']) => {},
): Promise<number> => {
  let lists = 0
  const listPage: Images['listPage'] = async (...place) => {
    lists += 1
    if (lists === 1) await meanwhile(needs)
    return world.images.listPage(...place)
  }
  const needs = { ...world.needs, images: { ...world.images, listPage } }
  await reconcile(needs)
  return lists
}

test('of two reconciliations at once one runs, and the other does nothing', async () => {
  const alone = await countLists(createMemoryWorld())
  expect(alone).toBeGreaterThan(0)
  expect(await countLists(createMemoryWorld(), reconcile)).toBe(alone)
})

test('what both would have announced is announced once', async () => {
  const world = createMemoryWorld()
  await world.deliver(world.event('available'))
  for (let run = 0; run < 2; run++) {
    await reconcile(world.needs)
    world.clock.advance(5 * MINUTE)
  }
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await reconcile(world.needs)
  world.clock.advance(5 * MINUTE)
  await Promise.all([reconcile(world.needs), reconcile(world.needs)])
  expect(await world.ledger.readHistory(IMAGE, 20)).toHaveLength(2)
})

test('the next run does not wait for the lease of one that has ended', async () => {
  const world = createMemoryWorld()
  await reconcile(world.needs)
  expect(await countLists(world)).toBeGreaterThan(0)
})

test.each([
  ['four minutes', 4 * MINUTE, false],
  ['five minutes', 5 * MINUTE, true],
])('the lease of a run that died is over after %s: %s', async (_after, afterMs, isOver) => {
  const world = createMemoryWorld()
  // It dies where it would have given the lease back.
  const takeLease: typeof world.ledger.takeLease = async (what, nowMs, everyMs, by) =>
    everyMs === 0 ? false : world.ledger.takeLease(what, nowMs, everyMs, by)
  await reconcile({ ...world.needs, ledger: { ...world.ledger, takeLease } })
  world.clock.advance(afterMs)
  expect((await countLists(world)) > 0).toBe(isOver)
})
