import type { StoredImage } from '../../../sandbox/aws/ec2/fleet.ts'
import type { World } from '../../../sandbox/world.ts'
import { get, post, startWorld } from './support.ts'

let world: World

beforeEach(async () => {
  world = await startWorld({ fleet: 'demo' })
})
afterEach(() => world.close())

const imageOf = (prefix: string): StoredImage => {
  const found = world.ec2.fleet.images.find(({ image }) => image.Name.startsWith(prefix))
  if (!found) throw new Error(`Expected an image ${prefix}.`)
  return found
}

const change = async (imageId: string, verb: string, body: object = {}) => {
  const { status, json } = await post(world, `/_sandbox/images/${imageId}/${verb}`, body)
  return { status, image: json as Record<string, unknown> }
}

const snapshotsOf = async (account: string, region: string, imageId: unknown) =>
  ((await get(world, `/_sandbox/fleet/${account}/${region}/${imageId}`)).json as { snapshots: object[] })
    .snapshots

test('an image is built of an instance that runs another one, and descends from it', async () => {
  const { image } = imageOf('payments-base')
  const { status, image: built } = await change(image.ImageId, 'build')
  expect(status).toBe(201)
  expect(built).toMatchObject({
    name: `${image.Name}-2`,
    state: 'pending',
    SourceImageId: image.ImageId,
    SourceImageRegion: 'us-east-1',
    Tags: image.Tags,
  })
  expect(world.ec2.fleet.instances.map(({ instance }) => instance.InstanceId)).toContain(
    built.SourceInstanceId,
  )
})

test('an image that no instance runs gets one, once', async () => {
  const { image } = imageOf('windows-2025-hardened')
  const running = () =>
    world.ec2.fleet.instances.filter(({ instance }) => instance.ImageId === image.ImageId).length
  expect(running()).toBe(0)
  await change(image.ImageId, 'build', { name: 'windows-child' })
  expect((await change(image.ImageId, 'build')).image).toMatchObject({ SourceImageId: image.ImageId })
  expect(running()).toBe(1)
})

test('a copy in another region takes the key of the same alias, or the one that is named', async () => {
  const { image } = imageOf('payments-base')
  const { image: copy } = await change(image.ImageId, 'copy', { region: 'eu-west-1' })
  expect(copy).toMatchObject({ region: 'eu-west-1', SourceImageId: image.ImageId, Tags: image.Tags })
  expect(await snapshotsOf('123456789012', 'eu-west-1', copy.imageId)).toMatchObject([
    { Encrypted: true, keyAlias: 'alias/golden-images' },
  ])
  const elsewhere = await change(image.ImageId, 'copy', { region: 'us-west-2' })
  expect(await snapshotsOf('123456789012', 'us-west-2', elsewhere.image.imageId)).toMatchObject([
    { keyAlias: 'alias/aws/ebs' },
  ])
  const named = await change(image.ImageId, 'copy', { kmsKeyId: 'alias/payments-internal' })
  expect(await snapshotsOf('123456789012', 'us-east-1', named.image.imageId)).toMatchObject([
    { keyAlias: 'alias/payments-internal' },
  ])
})

test.each([
  ['an account that nobody knows', '999999999999', { UserId: '999999999999' }],
  [
    'an organization',
    'arn:aws:organizations::123456789012:organization/o-sandbox001',
    { OrganizationArn: 'arn:aws:organizations::123456789012:organization/o-sandbox001' },
  ],
  [
    'a unit',
    'arn:aws:organizations::123456789012:ou/o-sandbox001/ou-sbox-workloads',
    { OrganizationalUnitArn: 'arn:aws:organizations::123456789012:ou/o-sandbox001/ou-sbox-workloads' },
  ],
])('an image is shared with %s, and taken back', async (_whom, account, permission) => {
  const { image, launchPermissions } = imageOf('bastion')
  await change(image.ImageId, 'share', { account })
  expect(imageOf('bastion').launchPermissions).toEqual([...launchPermissions, permission])
  await change(image.ImageId, 'unshare', { account })
  expect(imageOf('bastion').launchPermissions).toEqual(launchPermissions)
})

test('a refusal of EC2 is shown in its own words', async () => {
  const { status, image } = await change(imageOf('search-indexer').image.ImageId, 'share', {
    account: '345678901234',
  })
  expect(status).toBe(400)
  expect(image).toMatchObject({
    error: 'InvalidParameter',
    message: expect.stringContaining('AWS Managed CMK'),
  })
})
