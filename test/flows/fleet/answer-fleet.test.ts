import type { FleetUse } from '../../../src/domain/fleet-use.ts'
import type { ImageFacts } from '../../../src/domain/image.ts'
import { serve } from '../../../src/flows/serve.ts'
import { asked, MARIA } from '../../support/memory/asking.ts'
import { CONFIG, createMemoryWorld, MINUTE } from '../../support/memory/world.ts'

const DAY = 24 * 60 * MINUTE
const [OWN, STAGING] = ['123456789012', '345678901234']
const REGION = 'us-east-1'

const createWorldOfInstances = () => {
  const world = createMemoryWorld({
    ...CONFIG,
    accounts: [
      { id: OWN, alias: 'production', regions: [REGION, 'eu-west-1'] },
      { id: STAGING, alias: 'staging', regions: [REGION] },
    ],
    families: { web: { name: ['web-*'], owner: 'S0WEB' }, nodes: { tags: { Service: 'eks' } } },
  })
  const nowMs = world.clock.nowMs()
  let count = 0
  const image = (imageId: string, days: number, special: Partial<ImageFacts> = {}): void =>
    world.images.put(
      { account: OWN, region: REGION, imageId },
      {
        state: 'available',
        name: `web-${imageId}`,
        tags: {},
        snapshots: [],
        createdAtMs: nowMs - days * DAY,
        ...special,
      },
    )
  const launch = (
    imageId: string,
    special: Partial<FleetUse> = {},
    state: ImageFacts['state'] = 'available',
  ) => {
    const instanceId = `i-f${String(++count).padStart(16, '0')}`
    const of = {
      imageId,
      name: `web-${imageId}`,
      ownerId: OWN,
      state,
      createdAtMs: nowMs - 50 * DAY,
      ...special.image,
    }
    world.instances.put({
      account: OWN,
      region: REGION,
      instanceId,
      state: 'running',
      tags: {},
      ...special,
      image: of,
    })
    return instanceId
  }
  const ask = async (text: string, key = 'question'): Promise<string> => {
    const before = world.messenger.privateMessages(MARIA.userId).length
    await serve(world.needs, { ...asked(world, key), kind: 'command', text })
    return world.messenger.privateMessages(MARIA.userId).slice(before).join('\n')
  }
  /** What stands in the files that maria was sent. */
  const lists = () => world.messenger.filesOf(MARIA.userId).map(({ content }) => content)
  return { ...world, image, launch, ask, lists }
}

const AMI = (at: number): string => `ami-${String(at).padStart(17, '0')}`

test('instances by status, worst first, by family, account and owner; the list with every id comes as a file', async () => {
  const world = createWorldOfInstances()
  world.image(AMI(2), 20)
  world.image(AMI(3), 10)
  const gone = world.launch(AMI(1), { account: STAGING, tags: { Team: 'payments' } }, 'deregistered')
  const old = world.launch(AMI(2))
  const current = [world.launch(AMI(3)), world.launch(AMI(3), { tags: { Owner: 'maria' } })]
  const answer = await world.ask('fleet')
  expect(answer).toContain('4 instances in 2 accounts: ⚫ 1 deregistered, 🕓 1 behind, 🟢 2 current')
  expect(answer).toContain(`${gone}\` runs \`web-${AMI(1)}\`: deregistered, 2 builds, 40 days behind`)
  expect(answer).toContain(`${old}\` runs \`web-${AMI(2)}\`: 1 build, 10 days behind`)
  expect(answer).toMatch(
    /`web` · staging · owner `payments`.*`web` · production.*`web` · production · owner `maria`/,
  )
  const [list = '', ...more] = world.lists()
  expect(more).toEqual([])
  const [head, ...rows] = list.trim().split('\n')
  expect(head).toMatch(/^status,builds behind,days behind,family,owner,account,account id,region,instance,/)
  expect(rows.map(row => row.split(',')[0])).toEqual(['deregistered', 'behind', 'current', 'current'])
  for (const instanceId of [gone, old, ...current]) expect(list).toContain(instanceId)
})

test('one family: its newest build with the copies, and no instance of another one', async () => {
  const world = createWorldOfInstances()
  world.image(AMI(2), 20)
  world.image(AMI(3), 10, { sourceInstanceId: 'i-1' })
  world.images.put(
    { account: OWN, region: 'eu-west-1', imageId: AMI(4) },
    {
      state: 'available',
      name: 'web-copied',
      tags: {},
      snapshots: [],
      createdAtMs: world.clock.nowMs(),
      sourceImageId: AMI(3),
      sourceImageRegion: REGION,
    },
  )
  world.launch(AMI(2))
  const other = world.launch(AMI(9), { image: { imageId: AMI(9), name: 'db-1' } })
  const answer = await world.ask('fleet WEB')
  expect(answer).toContain('`web`: 1 instance in 1 account')
  expect(answer).toMatch(
    new RegExp(
      `Newest build: \`web-${AMI(3)}\`, created .*: \`${AMI(3)}\` \\(production, us-east-1\\), \`${AMI(4)}\` \\(production, eu-west-1\\)`,
    ),
  )
  expect(answer).not.toContain(other)
  expect(world.lists()[0]).not.toContain(other)
})

test('families by a pattern; a family that nothing matches: which one was meant', async () => {
  const world = createWorldOfInstances()
  world.launch(AMI(1))
  world.launch(AMI(2), { image: { imageId: AMI(2), name: 'checkout-1' } })
  expect(await world.ask('fleet w*', 'a')).toContain('1 instance in')
  expect(await world.ask('fleet *', 'b')).toContain('2 instances in')
  expect(await world.ask('fleet chekout', 'c')).toContain(
    'No family matches `chekout`. Did you mean `/ami fleet checkout`?',
  )
  expect(await world.ask('fleet zzz', 'd')).toMatch(/No family matches `zzz`\. A family is named/)
})

test('an account that denies is named, in the answer and never as none', async () => {
  const world = createWorldOfInstances()
  world.launch(AMI(1), { account: STAGING })
  world.launch(AMI(1))
  world.instances.refuse(STAGING, Object.assign(new Error('no'), { name: 'UnauthorizedOperation' }))
  const answer = await world.ask('fleet', 'a')
  expect(answer).toContain('1 instance in 1 account')
  expect(answer).toContain(
    '⚠️ Not counted: instances of staging us-east-1: amiops has no permission (`UnauthorizedOperation`).',
  )
  expect(await world.ask('fleet nothing', 'b')).toContain('staging us-east-1: amiops has no permission')
})

test('images that EC2 does not list: what is there may be newer', async () => {
  const world = createWorldOfInstances()
  world.launch(AMI(1))
  world.images.listPage = async () => {
    throw Object.assign(new Error('later'), { name: 'RequestLimitExceeded' })
  }
  const answer = await world.ask('fleet')
  expect(answer).toContain('⚪ 1 not compared')
  expect(answer).toMatch(/Not compared with: images of .*staging us-east-1: throttled/)
})

test('of an image that is gone the ledger remembers the tags that say its family', async () => {
  const world = createWorldOfInstances()
  const image = { account: OWN, region: REGION, imageId: AMI(7) }
  world.images.put(image, {
    state: 'available',
    name: 'kube-7',
    tags: { Service: 'eks' },
    snapshots: [],
    createdAtMs: 1,
  })
  await world.deliver(world.event('available', image))
  world.images.remove(image)
  world.launch(AMI(7), { image: { imageId: AMI(7), name: 'kube-7' } }, 'deregistered')
  expect(await world.ask('fleet nodes')).toContain('1 deregistered')
})

test('nobody runs anything: no file', async () => {
  const world = createWorldOfInstances()
  expect(await world.ask('fleet')).toContain('no instances found')
  expect(world.lists()).toEqual([])
})

test('a config without accounts: what to do', async () => {
  const world = createMemoryWorld({ ...CONFIG, accounts: [] })
  await serve(world.needs, { ...asked(world, 'a'), kind: 'command', text: 'fleet' })
  expect(world.messenger.privateMessages(MARIA.userId).join()).toContain('No accounts are configured')
})

test('Slack takes no file: the answer says so; delivered again, nothing is sent twice', async () => {
  const world = createWorldOfInstances()
  world.launch(AMI(1))
  world.messenger.refuseFiles({ kind: 'refused', code: 'missing_scope' })
  expect(await world.ask('fleet', 'a')).toContain('Slack did not take the complete list (`missing_scope`).')
  world.messenger.refuseFiles({ kind: 'busy', retryAfterSec: 5 })
  await expect(world.ask('fleet', 'b')).rejects.toMatchObject({ afterSec: 5 })
  world.messenger.refuseFiles()
  await world.ask('fleet', 'b')
  await world.ask('fleet', 'b')
  expect(world.lists()).toHaveLength(1)
  expect(
    world.messenger.privateMessages(MARIA.userId).filter(text => text.includes('is in the thread')),
  ).toHaveLength(2)
})

test('an account that does not answer anywhere is asked once in each region, and each is named', async () => {
  const world = createWorldOfInstances()
  let lists = 0
  world.instances.list = async () => {
    lists += 1
    throw Object.assign(new Error('late'), { name: 'TimeoutError' })
  }
  const regions = Array.from({ length: 32 }, (_, at) => `us-test-${at}`)
  const needs = { ...world.needs, config: { ...world.config, accounts: [{ id: OWN, regions }] } }
  await serve(needs, { ...asked(world, 'a'), kind: 'command', text: 'fleet' })
  expect(lists).toBe(32)
  expect(world.messenger.privateMessages(MARIA.userId).join()).toMatch(
    /instances of 123456789012 \(32 regions\): no answer in time/,
  )
})

test('what cannot be begun in time is named', async () => {
  const world = createWorldOfInstances()
  const { list } = world.instances
  world.instances.list = async (...of) => {
    world.clock.advance(3_000)
    return list(...of)
  }
  const regions = Array.from({ length: 32 }, (_, at) => `us-test-${at}`)
  const needs = { ...world.needs, config: { ...world.config, accounts: [{ id: OWN, regions }] } }
  await serve(needs, { ...asked(world, 'a'), kind: 'command', text: 'fleet' })
  expect(world.messenger.privateMessages(MARIA.userId).join()).toMatch(
    /Not counted: instances of 123456789012 \(\d+ regions\): no answer in time/,
  )
})

test('an account that does not answer in many regions takes no time from the others', async () => {
  const [silent, well] = ['100000000001', '100000000002']
  const regions = Array.from({ length: 16 }, (_, at) => `us-east-${at + 1}`)
  const world = createMemoryWorld({
    ...CONFIG,
    accounts: [
      { id: silent, regions },
      { id: well, regions },
    ],
  })
  const { list } = world.instances
  const listed: string[] = []
  let end = (): void => undefined
  const timeouts = new Promise<never>((_resolve, reject) => {
    end = () => reject(Object.assign(new Error('late'), { name: 'TimeoutError' }))
  })
  timeouts.catch(() => undefined)
  world.instances.list = async (account, region) => {
    if (account === silent) return timeouts
    listed.push(region)
    return list(account, region)
  }
  const answering = serve(world.needs, { ...asked(world, 'question'), kind: 'command', text: 'fleet' })
  await new Promise(resolve => setImmediate(resolve))
  world.clock.advance(21_000)
  end()
  await answering
  expect(listed).toEqual(regions)
})
