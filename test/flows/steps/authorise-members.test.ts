import { readMembers } from '../../../src/flows/steps/authorise.ts'
import { createMemoryWorld } from '../../support/memory/world.ts'

const ROLES = ['operator']
const GROUP = 'S0OPERATORS'

const createWorld = () => {
  const world = createMemoryWorld()
  let asked = 0
  const { members } = world.messenger
  world.needs.messenger.members = async group => {
    asked++
    return members(group)
  }
  const read = async (maxAgeMs: number) => (await readMembers(world.needs, ROLES, maxAgeMs))(GROUP)
  return { world, read, asked: () => asked }
}

test('one read serves everybody until it is too old', async () => {
  const { world, read, asked } = createWorld()
  for (let change = 0; change < 50; change++) expect(await read(15_000)).toMatchObject({ known: true })
  expect(asked()).toBe(1)
  world.clock.advance(15_001)
  await read(15_000)
  expect(asked()).toBe(2)
})

test('somebody who was removed is out as soon as a read is due, and stays where older answers may be shown', async () => {
  const { world, read } = createWorld()
  await read(15_000)
  world.messenger.setMembers(GROUP, ['U0ALEX'])
  world.clock.advance(16_000)
  expect(await read(60_000)).toMatchObject({ userIds: ['U0MARIA', 'U0ALEX'] })
  expect(await read(15_000)).toMatchObject({ userIds: ['U0ALEX'] })
})

test('two functions at once: one reads, the other is delivered again', async () => {
  const { read, asked } = createWorld()
  const results = await Promise.allSettled([read(15_000), read(15_000)])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(asked()).toBe(1)
  expect(await read(15_000)).toMatchObject({ known: true })
})

test('a 429 makes the work wait, for as long as Slack asks', async () => {
  const { world, read } = createWorld()
  world.needs.messenger.members = async () => ({ known: false, reason: 'ratelimited', retryAfterSec: 17 })
  await expect(read(15_000)).rejects.toMatchObject({ name: 'RetryLater', afterSec: 17 })
})

test('any other failure gives no right, and the next one asks again at once', async () => {
  const { world, read } = createWorld()
  const { members } = world.needs.messenger
  world.needs.messenger.members = async () => ({ known: false, reason: 'missing_scope' })
  expect(await read(15_000)).toEqual({ known: false, reason: 'missing_scope' })
  world.needs.messenger.members = members
  expect(await read(15_000)).toMatchObject({ known: true })
})

test('a read is as old as the moment before Slack was asked', async () => {
  const { world, read, asked } = createWorld()
  const { members } = world.needs.messenger
  world.needs.messenger.members = async group => {
    const known = await members(group)
    world.clock.advance(10_000)
    return known
  }
  await read(15_000)
  world.clock.advance(6_000)
  await read(15_000)
  expect(asked()).toBe(2)
})
