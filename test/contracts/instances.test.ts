import type { FleetUse } from '../../src/domain/fleet-use.ts'
import type { ImageState } from '../../src/domain/image.ts'
import type { Instances } from '../../src/ports.ts'
import { connectEdges } from '../support/edges.ts'
import { createMemoryInstances } from '../support/memory/instances.ts'
import { startBareWorld, type TestWorld } from '../support/world.ts'

/** One suite for the instances in memory and for the real client on the sandbox's EC2. */

const OWN = '123456789012'
const PLACE = { account: OWN, region: 'us-east-1' }
const CREATED = '2026-11-05T12:00:00.000Z'

interface Stage {
  instances: Instances
  /** An instance of an image in this state. */
  launch(instanceId: string, image: string, more?: { imageState?: ImageState; state?: string }): Promise<void>
  deny(): Promise<void>
}

const inMemory = (): Stage => {
  const instances = createMemoryInstances()
  return {
    instances,
    async launch(instanceId, imageId, { imageState = 'available', state = 'running' } = {}) {
      const createdAtMs = Date.parse(CREATED)
      const image = { imageId, name: 'web-1', ownerId: OWN, state: imageState, createdAtMs, isAllowed: true }
      const tags = { Name: `name of ${instanceId}`, Team: 'web' }
      instances.put({ ...PLACE, instanceId, name: tags.Name, state, tags, launchedAtMs: 0, image })
    },
    deny: async () =>
      instances.refuse(OWN, Object.assign(new Error('denied'), { name: 'UnauthorizedOperation' })),
  }
}

let world: TestWorld
beforeAll(async () => {
  world = await startBareWorld()
})
afterAll(() => world.close())

const inSandbox = (): Stage => {
  const { fleet } = world.sandbox.ec2
  return {
    instances: connectEdges(world.sandbox, { nowMs: () => Date.now() }).instances,
    async launch(InstanceId, ImageId, { imageState = 'available', state = 'running' } = {}) {
      const isGone = imageState === 'deregistered'
      if (!fleet.images.some(({ image }) => image.ImageId === ImageId))
        fleet.images.push({
          ...PLACE,
          launchPermissions: [],
          image: { ImageId, Name: 'web-1', OwnerId: OWN, State: imageState, CreationDate: CREATED },
          ...(isGone && { goneAtMs: 0 }),
        })
      fleet.instances.push({
        ...PLACE,
        instance: {
          InstanceId,
          ImageId,
          State: { Name: state as 'running' },
          LaunchTime: new Date(0),
          Tags: [
            { Key: 'Name', Value: `name of ${InstanceId}` },
            { Key: 'Team', Value: 'web' },
          ],
        },
      })
    },
    deny: async () =>
      world.fault({
        service: 'ec2',
        call: 'DescribeInstanceImageMetadata',
        error: 'UnauthorizedOperation',
        times: 9,
      }),
  }
}

describe.each([
  ['in memory', inMemory],
  ['behind the real client', inSandbox],
])('instances %s', (_name, open) => {
  let stage: Stage
  beforeEach(() => {
    world.sandbox.faults.clear()
    world.sandbox.ec2.fleet.instances.length = 0
    world.sandbox.ec2.fleet.images.length = 0
    stage = open()
  })
  const list = async (): Promise<readonly FleetUse[]> => stage.instances.list(PLACE.account, PLACE.region)

  test('an instance with its name, tags and image', async () => {
    await stage.launch('i-0000000000000000a', 'ami-0000000000000000a')
    expect(await list()).toEqual([
      {
        ...PLACE,
        instanceId: 'i-0000000000000000a',
        name: 'name of i-0000000000000000a',
        state: 'running',
        tags: { Name: 'name of i-0000000000000000a', Team: 'web' },
        launchedAtMs: 0,
        image: {
          imageId: 'ami-0000000000000000a',
          name: 'web-1',
          ownerId: OWN,
          state: 'available',
          createdAtMs: Date.parse(CREATED),
          isAllowed: true,
        },
      },
    ])
  })

  test('also of images that are disabled or gone, and stopped ones; none that is terminated', async () => {
    await stage.launch('i-0000000000000000a', 'ami-0000000000000000a', { imageState: 'deregistered' })
    await stage.launch('i-0000000000000000b', 'ami-0000000000000000b', { imageState: 'disabled' })
    await stage.launch('i-0000000000000000c', 'ami-0000000000000000b', { state: 'stopped' })
    await stage.launch('i-0000000000000000d', 'ami-0000000000000000b', { state: 'terminated' })
    expect(
      (await list()).map(({ instanceId, state, image }) => [instanceId.at(-1), state, image.state]).sort(),
    ).toEqual([
      ['a', 'running', 'deregistered'],
      ['b', 'running', 'disabled'],
      ['c', 'stopped', expect.any(String)],
    ])
  })

  test('more than a page of them, each once', async () => {
    for (let at = 0; at < 2_105; at++)
      await stage.launch(`i-${String(at).padStart(17, '0')}`, 'ami-0000000000000000a')
    const ids = (await list()).map(({ instanceId }) => instanceId)
    expect([ids.length, new Set(ids).size]).toEqual([2_105, 2_105])
  })

  test('another region has none of them', async () => {
    await stage.launch('i-0000000000000000a', 'ami-0000000000000000a')
    expect(await stage.instances.list(OWN, 'eu-west-1')).toEqual([])
  })

  test('the instances of an image are counted by account, none that is terminated', async () => {
    const image = { ...PLACE, imageId: 'ami-0000000000000000a' }
    await stage.launch('i-0000000000000000a', image.imageId, { imageState: 'deregistered' })
    await stage.launch('i-0000000000000000b', image.imageId, { state: 'stopped' })
    await stage.launch('i-0000000000000000c', image.imageId, { state: 'terminated' })
    await stage.launch('i-0000000000000000d', 'ami-0000000000000000b')
    const { running, unread } = await stage.instances.running(image)
    expect(running.map(({ instances }) => instances)).toEqual([2])
    expect(unread).toEqual([])
  })

  test('what is not allowed is an error, never an empty list', async () => {
    await stage.launch('i-0000000000000000a', 'ami-0000000000000000a')
    await stage.deny()
    await expect(list()).rejects.toMatchObject({ name: 'UnauthorizedOperation' })
  })
})

test('what EC2 does not tell of an image is absent, and instances of another account are no answer', async () => {
  world.sandbox.faults.clear()
  const { instances } = connectEdges(world.sandbox, { nowMs: () => Date.now() })
  const [instanceId, ImageId] = ['i-0000000000000000a', 'ami-0000000000000000f']
  const instance = { InstanceId: instanceId, ImageId, State: { Name: 'running' as const } }
  world.sandbox.ec2.fleet.instances.splice(0, Number.POSITIVE_INFINITY, { ...PLACE, instance })
  expect(await instances.list(OWN, PLACE.region)).toEqual([
    { ...PLACE, instanceId, state: 'running', tags: {}, image: { imageId: '' } },
  ])
  // The credentials of the function's own account, asked for another one.
  await expect(instances.list('999999999999', PLACE.region)).rejects.toThrow('999999999999')
})
