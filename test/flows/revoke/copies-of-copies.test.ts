import type { ImageRef } from '../../../src/domain/image.ts'
import { EU, OTHER, US } from '../../support/aliases.ts'
import { BAD, COPY, DESCENDANT, revokeWorld } from '../../support/revocations.ts'

/** Copies have the names that people gave them: only their sources say that they are the same image. */

type World = Awaited<ReturnType<typeof revokeWorld>>

const AGAIN: ImageRef = { ...OTHER, imageId: 'ami-5000000000000000a' }
const LAST: ImageRef = { ...EU, imageId: 'ami-5000000000000000b' }

const copy = (world: World, image: ImageRef, name: string, of: ImageRef): void =>
  world.images.put(image, {
    state: 'available',
    name,
    createdAtMs: world.clock.nowMs(),
    tags: {},
    sourceImageId: of.imageId,
    sourceImageRegion: of.region,
    snapshots: [],
  })

/** The bad build, its copy, a copy of that in another account, and a copy of that one. */
const chained = async (): Promise<World> => {
  const world = await revokeWorld()
  copy(world, AGAIN, 'checkout-base', COPY)
  copy(world, LAST, 'ledger-base', AGAIN)
  return world
}

test.each([
  ['the first', BAD],
  ['a copy of a copy', AGAIN],
  ['the last one', LAST],
])('revoked at %s of a chain of copies: all of them, and what was built upon any', async (_name, image) => {
  const world = await chained()
  const id = await world.openRevoke({ kind: 'revoke', image })
  expect(world.formText()).toMatch(/the image itself, 3 copies, 1 descendant/)
  expect(world.formText()).not.toContain('Not checked')
  expect(world.formText()).toMatch(/web → prod, production · us-east-1: `web-2` → `web-1`/)
  await world.send(id, { purpose: 'a backdoor' })
  await world.approve(id)
  await world.run(id)
  expect([BAD, COPY, AGAIN, LAST, DESCENDANT].map(world.stateOf)).toEqual(Array(5).fill('disabled'))
})

test('what it was copied from is gone: its other copies are revoked, and what was built upon it is not checked', async () => {
  const world = await revokeWorld()
  const built: ImageRef = { ...US, imageId: 'ami-5000000000000000c' }
  copy(world, AGAIN, 'checkout-base', BAD)
  world.images.put(built, {
    state: 'available',
    name: 'upon-the-first',
    tags: {},
    sourceInstanceId: 'i-1',
    sourceImageId: BAD.imageId,
    snapshots: [],
  })
  world.images.remove(BAD)
  const id = await world.openRevoke({ kind: 'revoke', image: AGAIN })
  expect(world.formText()).toMatch(/the image itself, 1 copy, 1 descendant/)
  expect(world.formText()).toContain(
    `Not checked: what was built upon ${BAD.imageId} in us-east-1, which it was copied from: no configured account has it`,
  )
  await world.send(id, { purpose: 'a backdoor' })
  await world.approve(id)
  await world.run(id)
  expect([AGAIN, COPY, DESCENDANT, built].map(world.stateOf)).toEqual([
    'disabled',
    'disabled',
    'disabled',
    'available',
  ])
})

test('the account that has what it was copied from does not answer: it is named', async () => {
  const world = await chained()
  const { describe } = world.images
  world.needs.images = {
    ...world.images,
    describe: async (account, region, ids) => {
      if (account === OTHER.account) throw Object.assign(new Error('slow'), { name: 'TimeoutError' })
      return describe(account, region, ids)
    },
  }
  await world.openRevoke({ kind: 'revoke', image: LAST })
  expect(world.formText()).toContain(
    'Not checked: what it was copied from in staging us-east-1 (TimeoutError)',
  )
})

test('two images that were copied from each other, as EC2 never says: the search ends', async () => {
  const world = await revokeWorld()
  copy(world, AGAIN, 'checkout-base', LAST)
  copy(world, LAST, 'ledger-base', AGAIN)
  await world.openRevoke({ kind: 'revoke', image: LAST })
  expect(world.formText()).toMatch(/the image itself, 1 copy ·|the image itself, 1 copy"/)
})
