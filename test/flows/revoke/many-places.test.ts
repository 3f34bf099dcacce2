import type { ImageRef } from '../../../src/domain/image.ts'
import { build, EU, OTHER, PROD, US } from '../../support/aliases.ts'
import { deliverReadings } from '../../support/memory/readings-queue.ts'
import { BAD, COPY, DESCENDANT, GOOD, revokeWorld } from '../../support/revocations.ts'

/** A bad image in more accounts and regions than one function reads. */

const REGIONS = ['us-east-1', 'eu-west-1', 'us-west-2', 'ap-southeast-2']
const ELSEWHERE = Array.from({ length: 10 }, (_, at) => String(400_000_000_000 + at))
/** Built upon the descendant, which is built upon the copy. */
const GRANDCHILD: ImageRef = {
  account: ELSEWHERE[3] ?? '',
  region: 'us-west-2',
  imageId: 'ami-4000000000000000a',
}
const SILENT = ELSEWHERE[5] ?? ''

const organization = async () => {
  const world = await revokeWorld(
    undefined,
    ELSEWHERE.map(id => ({ id, regions: REGIONS })),
  )
  world.images.put(GRANDCHILD, {
    state: 'available',
    name: 'checkout-10',
    createdAtMs: world.clock.nowMs(),
    tags: {},
    sourceImageId: DESCENDANT.imageId,
    sourceImageRegion: DESCENDANT.region,
    snapshots: [],
  })
  const calls: string[] = []
  const { search, madeFrom, listPage } = world.images
  Object.assign(world.needs.images, {
    async search(...of: Parameters<typeof search>) {
      calls.push('search')
      return search(...of)
    },
    async madeFrom(...of: Parameters<typeof madeFrom>) {
      calls.push('madeFrom')
      return madeFrom(...of)
    },
    async listPage(...of: Parameters<typeof listPage>) {
      if (of[0] === SILENT) throw Object.assign(new Error('late'), { name: 'TimeoutError' })
      return listPage(...of)
    },
  })
  return { ...world, calls }
}

test('the form says that it is read, then everything, and where it could not be read', async () => {
  const world = await organization()
  await world.openRevoke()
  expect(world.formText()).toContain('Reading 43 accounts and regions')
  await deliverReadings(world)
  const form = world.formText()
  expect(form).toMatch(/web → prod, production · us-east-1: `web-2` → `web-1`/)
  expect(form).toMatch(/web → prod, staging · us-east-1: `web-2` → `web-1`/)
  expect(form).toMatch(/web → prod, production · eu-west-1: `web-2` → `web-1`/)
  expect(form).toMatch(/Then 4 images are disabled · the image itself, 1 copy, 2 descendants/)
  expect(form).toMatch(/3 running instances are not affected: payments \(2\), platform \(1\)/)
  expect(form).toContain(`${SILENT} us-east-1`)
  expect(world.calls).toEqual([])
})

test('sent: all of it is looked at again, disabled, and marked', async () => {
  const world = await organization()
  const id = await world.openRevoke()
  await deliverReadings(world)
  // The reading of the form is too old by then.
  world.clock.advance(2 * 60_000)
  const plan = await world.send(id, { purpose: 'a backdoor' })
  expect(world.formText()).toContain('Reading 43 accounts and regions')
  await deliverReadings(world)
  await world.approve(plan)
  await world.run(plan)
  for (const place of [US, OTHER]) expect(await world.named(place, PROD)).toBe(GOOD.imageId)
  expect(await world.named(EU, PROD)).toBe(build(1, 'eu-west-1').imageId)
  expect([BAD, COPY, DESCENDANT, GRANDCHILD, GOOD].map(world.stateOf)).toEqual([
    ...Array(4).fill('disabled'),
    'available',
  ])
})

test('revoked at a copy of a copy, under another name: what it was copied from is found', async () => {
  const world = await organization()
  const again: ImageRef = {
    account: ELSEWHERE[1] ?? '',
    region: 'us-west-2',
    imageId: 'ami-5000000000000000a',
  }
  world.images.put(again, {
    state: 'available',
    name: 'checkout-base',
    createdAtMs: world.clock.nowMs(),
    tags: {},
    sourceImageId: COPY.imageId,
    sourceImageRegion: COPY.region,
    snapshots: [],
  })
  await world.openRevoke({ kind: 'revoke', image: again })
  await deliverReadings(world)
  expect(world.formText()).toMatch(/the image itself, 2 copies, 2 descendants/)
  expect(world.formText()).toContain(BAD.imageId)
})
