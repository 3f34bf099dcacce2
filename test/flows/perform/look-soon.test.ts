import { parseMessage } from '../../../src/aws/events/bus-message.ts'
import { lookMessage } from '../../../src/aws/events/look.ts'
import type { CloudTrailCall } from '../../../src/domain/cloud-trail-call.ts'
import { receive } from '../../../src/flows/receive.ts'
import { serve } from '../../../src/flows/serve.ts'
import { type AskedWorld, asked, imageCard, recordNow, worldWith } from '../../support/memory/asking.ts'
import { createMemoryMetrics } from '../../support/memory/metrics.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

const RIGHTS = { enable: { roles: ['operator'] } }

const needsOf = (world: AskedWorld) => ({ ...world.needs, metrics: createMemoryMetrics() })

/** Maria has enabled an image, EC2 has accepted it, and no event has come. */
const enabled = async (): Promise<AskedWorld> => {
  const world = worldWith(RIGHTS)
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await world.deliver(world.event('disabled'))
  world.clock.advance(MINUTE)
  await serve(world.needs, { ...asked(world, 'the-click'), kind: 'change', action: 'enable', image: IMAGE })
  return world
}

test('a look is asked for before EC2 is called, and comes half a minute later', async () => {
  const world = worldWith(RIGHTS)
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  const { change } = world.images
  const asLooked: unknown[] = []
  world.images.change = async wanted => {
    asLooked.push(...world.queues.looks)
    return change(wanted)
  }
  await serve(world.needs, { ...asked(world, 'the-click'), kind: 'change', action: 'enable', image: IMAGE })
  expect(asLooked).toEqual([{ image: IMAGE, afterSec: 30 }])
})

test('the queue does not take the look: the change is made all the same', async () => {
  const world = worldWith(RIGHTS)
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  world.queues.lookLater = async () => {
    throw new Error('SQS does not answer.')
  }
  await serve(world.needs, { ...asked(world, 'the-click'), kind: 'change', action: 'enable', image: IMAGE })
  expect(world.images.changed).toEqual([`EnableImage ${IMAGE.imageId}`])
})

test('the look confirms what EC2 shows, and nothing else', async () => {
  const world = await enabled()
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  world.clock.advance(30_000)
  await receive(needsOf(world), [], [], [IMAGE])
  expect((await recordNow(world))?.request?.state).toBe('accepted')

  world.images.put(IMAGE, { state: 'available', name: 'web-1', tags: {}, snapshots: [] })
  await receive(needsOf(world), [], [], [IMAGE])
  expect((await recordNow(world))?.request).toMatchObject({ state: 'confirmed', confirmedBy: 'look' })
  expect(imageCard(world)).toMatch(/Enabled by <@U0MARIA> · verified with EC2 after 30 s/)
})

test('an account that does not answer is waited for once in a batch, and delays no other one', async () => {
  const world = await enabled()
  const other = { ...IMAGE, account: '210987654321' }
  const silent = Array.from({ length: 7 }, (_, at) => ({ ...other, imageId: `ami-0000000000000000${at}` }))
  const accounts = [...world.config.accounts, { id: other.account, regions: [other.region] }]
  const needs = { ...needsOf(world), config: { ...world.config, accounts } }
  for (const [at, image] of silent.entries()) {
    world.images.put(image, { state: 'disabled', name: `db-${at}`, tags: {}, snapshots: [] })
    await serve(needs, { ...asked(world, `the-click-${at}`), kind: 'change', action: 'enable', image })
  }
  const { describe } = world.images
  let waits = 0
  world.images.describe = async (account, ...rest) => {
    if (account !== other.account) return describe(account, ...rest)
    waits++
    throw Object.assign(new Error('The request was aborted.'), { name: 'AbortError' })
  }
  const calls = silent.map(
    (image, at): CloudTrailCall => ({
      ...image,
      id: `call/date-${at}`,
      call: 'EnableImageDeprecation',
      atMs: world.clock.nowMs(),
      principal: { kind: 'role', name: 'pipeline' },
    }),
  )
  const outcomes = await receive(needs, [], calls, [...silent, IMAGE])
  expect(waits).toBe(1)
  expect((await recordNow(world))?.request).toMatchObject({ state: 'confirmed', confirmedBy: 'look' })
  expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(Array(7).fill('again'))
})

const ownCall = (world: AskedWorld, requestId: string): CloudTrailCall => ({
  ...IMAGE,
  id: 'call/1',
  call: 'EnableImage',
  atMs: world.clock.nowMs(),
  principal: { kind: 'role', name: 'amiops' },
  requestId,
})

test('CloudTrail’s record of amiops’s own call makes it look at once; the record alone confirms nothing', async () => {
  const world = await enabled()
  const requestId = (await recordNow(world))?.request?.requestId ?? ''
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await receive(needsOf(world), [], [ownCall(world, requestId)])
  expect((await recordNow(world))?.request?.state).toBe('accepted')

  world.images.put(IMAGE, { state: 'available', name: 'web-1', tags: {}, snapshots: [] })
  await receive(needsOf(world), [], [{ ...ownCall(world, requestId), id: 'call/2' }])
  expect((await recordNow(world))?.request).toMatchObject({ state: 'confirmed', confirmedBy: 'look' })
})

test('a message of amiops to itself is read back; nothing else is taken for one', () => {
  expect(parseMessage(lookMessage(IMAGE), 0)).toEqual({ kind: 'look', image: IMAGE })
  expect(parseMessage('{"detail-type":"amiops look","image":"somewhere/else"}', 0).kind).toBe('unreadable')
})
