import { settledMark } from '../../../src/domain/fleet.ts'
import { foreignAccountOf } from '../../../src/domain/foreign-account.ts'
import { findInLeft } from '../../../src/flows/answer/find-in-left.ts'
import { CONFIG, createMemoryWorld, IMAGE } from '../../support/memory/world.ts'

const LEFT = '100000000009'
const IMAGE_ID = 'ami-00000000000000009'
const there = { account: LEFT, region: 'us-east-1', imageId: IMAGE_ID }

/** What a scan saw in an account, and what was deregistered there, before it left. */
const open = async () => {
  const world = createMemoryWorld(CONFIG)
  const config = {
    ...CONFIG,
    organization: { id: 'o-1', regions: ['us-east-1', 'eu-west-1'], readRole: 'r', role: 'a', exclude: [] },
    left: [{ id: LEFT, name: 'lab', leftAtMs: 0 }],
  }
  const facts = { name: 'web-2026.11.30', tags: {} }
  await world.ledger.saveFleet(
    there,
    undefined,
    new Map([[IMAGE_ID, { mark: settledMark('available'), facts }]]),
  )
  const gone = { ...IMAGE, account: LEFT, region: 'eu-west-1' }
  await world.ledger.saveGone([{ image: gone, name: 'db-2025', atMs: 1 }])
  return {
    world,
    config,
    gone,
    find: (target: string, given: Partial<typeof config> = {}) =>
      findInLeft({ ...world.needs, config: { ...config, ...given } }, { target }),
  }
}

test.each(['web-2026.11.30', 'web', 'web-*', '*-2026.1?.30'])('by its name: %s', async target => {
  const { find, config } = await open()
  expect(await find(target)).toEqual(there)
  expect(foreignAccountOf(config, LEFT)).toMatchObject({ kind: 'left' })
})

test('one that was deregistered there before', async () => {
  const { find, gone } = await open()
  expect(await find('db-2025')).toEqual(gone)
})

test.each([
  ['another name', 'cache', {}],
  ['an account that did not leave', 'web', { left: [] }],
])('nothing: %s', async (_what, target, given) => {
  const { find } = await open()
  expect(await find(target, given)).toBeUndefined()
})

test('the ledger does not answer: nothing is found, and the command is answered', async () => {
  const { world, config } = await open()
  const readFleet = async () => {
    throw new Error('DynamoDB is down.')
  }
  const needs = { ...world.needs, config, ledger: { ...world.ledger, readFleet } }
  expect(await findInLeft(needs, { target: 'web' })).toBeUndefined()
})
