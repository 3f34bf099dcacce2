import { serveMessage } from '../../../src/flows/serve.ts'
import { aliasWorld, build, DEV, US } from '../../support/aliases.ts'

/** Parameter Store's answer is lost: what it names, and its versions, say what became of the call. */

type World = ReturnType<typeof aliasWorld>

const others = (world: World, number: number): void => world.aliases.set(US, DEV, build(number).imageId)

/** dev names build 1 in us-east-1; build 2 is promoted there while others write, and the answer is lost. */
const promoteWhile = async (
  world: World,
  { before, after, isCarriedOut }: { before: () => void; after: () => void; isCarriedOut: boolean },
): Promise<string> => {
  world.put(3)
  others(world, 3)
  others(world, 1)
  const { put } = world.aliases
  world.needs.aliases = {
    ...world.aliases,
    async put(session, imageId) {
      const { account, region } = session.place
      if (account !== US.account || region !== US.region) return put(session, imageId)
      before()
      if (isCarriedOut) await put(session, imageId)
      world.clock.advance(1_000)
      after()
      return { kind: 'unknown', message: 'socket hang up' }
    },
  }
  return world.promote(build(2), 'dev')
}

test.each<[string, (world: World) => Parameters<typeof promoteWhile>[1], string, RegExp]>([
  [
    'nobody else',
    () => ({ before: () => {}, after: () => {}, isCarriedOut: true }),
    'done',
    /us-east-1 · confirmed; ✅ staging/,
  ],
  [
    'somebody before it and after it',
    world => ({ before: () => others(world, 3), after: () => others(world, 1), isCarriedOut: true }),
    'done',
    /confirmed: it was changed again since, and names ami-10+1/,
  ],
  [
    'somebody who deletes it and makes it again',
    world => ({
      before: () => {
        world.aliases.remove(US, DEV)
        others(world, 3)
      },
      after: () => {},
      isCarriedOut: true,
    }),
    'done',
    /us-east-1 · confirmed; ✅ staging/,
  ],
  [
    'nobody, and it was not carried out',
    () => ({ before: () => {}, after: () => {}, isCarriedOut: false }),
    'failed',
    /failed: Parameter Store did not set it: it still names ami-10+1/,
  ],
  [
    'somebody, and it was not carried out',
    world => ({ before: () => others(world, 3), after: () => {}, isCarriedOut: false }),
    'failed',
    /failed: Parameter Store did not set it: it names ami-10+3/,
  ],
])('%s writes at the same time', async (_name, how, state, card) => {
  const world = aliasWorld()
  const id = await promoteWhile(world, how(world))
  expect(await world.statesOf(id)).toMatchObject({ 'production us-east-1': state })
  expect(world.cardOf()).toMatch(card)
})

test('the write before the call is slow: who may is read again, and the call is not made without it', async () => {
  const world = aliasWorld()
  const planId = await world.send(await world.open({ kind: 'promote', image: build(1), alias: 'dev' }))
  await world.deliver(1)
  const [item] = world.queues.plans
  const { addAssignment } = world.ledger
  const ledger = {
    ...world.ledger,
    addAssignment: async (...of: Parameters<typeof addAssignment>) => {
      await addAssignment(...of)
      world.clock.advance(16_000)
      world.messenger.setMembers('S0OPERATORS', ['U0ALEX'])
    },
  }
  await serveMessage(
    { ...world.needs, ledger },
    { kind: 'run-plan-image', key: 'item-key', planId, image: build(1), ...item },
  )
  expect(await world.named(US, DEV)).toBeUndefined()
  await world.run(planId)
  expect(await world.statesOf(planId)).toMatchObject({ 'production us-east-1': 'refused' })
})
