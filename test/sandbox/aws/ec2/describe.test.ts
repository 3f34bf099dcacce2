import {
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSnapshotsCommand,
  type EC2Client,
  paginateDescribeImages,
} from '@aws-sdk/client-ec2'
import { type Aws, refusalOf, startAws } from '../support.ts'

let aws: Aws
let client: EC2Client

beforeEach(async () => {
  aws = await startAws()
  client = aws.ec2Client()
})
afterEach(() => aws.close())

const namesOf = async (input: DescribeImagesCommandInput) => {
  const { Images = [] } = await client.send(new DescribeImagesCommand(input))
  return Images.map(image => image.Name ?? '').sort()
}

const idOf = (prefix: string) => {
  const found = aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith(prefix))
  if (!found) throw new Error(`Expected an image ${prefix}.`)
  return found.image.ImageId
}

test('an image of the own account is described with its tags, disks and dates', async () => {
  const { Images } = await client.send(
    new DescribeImagesCommand({ ImageIds: [idOf('windows-2025')], IncludeDisabled: true }),
  )
  expect(Images?.[0]).toMatchObject({
    Name: 'windows-2025-hardened-2026.11.03',
    State: 'available',
    OwnerId: '123456789012',
    Public: false,
    Architecture: 'x86_64',
    CreationDate: '2026-11-03T02:24:00.000Z',
    PlatformDetails: 'Windows',
    DeregistrationProtection: 'disabled',
  })
  expect(Images?.[0]?.Tags).toContainEqual({ Key: 'Team', Value: 'workplace' })
  expect(Images?.[0]?.BlockDeviceMappings?.map(disk => disk.Ebs?.VolumeSize)).toEqual([60, 100])
})

test('a region knows only its own images', async () => {
  const { Images = [] } = await aws
    .ec2Client('eu-west-1')
    .send(new DescribeImagesCommand({ Owners: ['self'] }))
  expect(Images.map(image => image.Name?.replace(/-\d{4}\..*/, '')).sort()).toEqual([
    'checkout-api',
    'eks-node-1.33',
    ...Array(4).fill('payments-base'),
  ])
})

test('a disabled image stays hidden until it is asked for', async () => {
  const disabled = { Filters: [{ Name: 'name', Values: ['payments-base-2026.09.*'] }] }
  expect(await namesOf(disabled)).toEqual([])
  expect(await namesOf({ ...disabled, IncludeDisabled: true })).toEqual(['payments-base-2026.09.18'])
})

test('filtering for disabled images without asking for them is refused', async () => {
  const refusal = await refusalOf(namesOf({ Filters: [{ Name: 'state', Values: ['disabled'] }] }))
  expect(refusal).toEqual({
    name: 'InvalidParameter',
    message:
      "When filtering by the 'disabled' state, 'IncludeDisabled' must be set to 'true' in the request.",
    status: 400,
  })
})

test.each([
  ['name with *', { Name: 'name', Values: ['payments-*'] }, 8],
  ['name with ?', { Name: 'name', Values: ['eks-node-1.3?-2026.11.11'] }, 1],
  ['state', { Name: 'state', Values: ['failed'] }, 1],
  ['architecture', { Name: 'architecture', Values: ['arm64'] }, 2],
  ['a tag', { Name: 'tag:Team', Values: ['platform'] }, 3],
  ['a tag key', { Name: 'tag-key', Values: ['ManagedBy'] }, 18],
  ['the owner', { Name: 'owner-id', Values: ['210987654321'] }, 1],
  ['being public', { Name: 'is-public', Values: ['true'] }, 1],
  ['any of several values', { Name: 'tag:Service', Values: ['indexer', 'bastion'] }, 4],
])('images are filtered by %s', async (_what, filter, count) => {
  expect(await namesOf({ Filters: [filter] })).toHaveLength(count)
})

test('images are filtered by snapshot and by source image', async () => {
  const [snapshotId = ''] = aws.ec2.fleet.images
    .filter(({ image }) => image.Name.startsWith('bastion'))
    .flatMap(({ image }) => image.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? [])
  expect(
    await namesOf({ Filters: [{ Name: 'block-device-mapping.snapshot-id', Values: [snapshotId] }] }),
  ).toEqual(['bastion-2026.05.04'])
  const { Images } = await aws
    .ec2Client('eu-west-1')
    .send(
      new DescribeImagesCommand({ Filters: [{ Name: 'source-image-id', Values: [idOf('payments-base')] }] }),
    )
  expect(Images?.[0]?.SourceImageRegion).toBe('us-east-1')
})

test.each([
  [200, true],
  [201, false],
])('%i filter values are taken: %s', async (count, taken) => {
  const values = Array.from({ length: count }, (_, index) => `image-${index}`)
  const call = namesOf({ Filters: [{ Name: 'name', Values: values }] })
  if (taken) await expect(call).resolves.toEqual([])
  else expect((await refusalOf(call)).name).toBe('FilterLimitExceeded')
})

test('one unknown id fails the whole call', async () => {
  const refusal = await refusalOf(namesOf({ ImageIds: [idOf('bastion'), 'ami-0123456789abcdef0'] }))
  expect(refusal).toEqual({
    name: 'InvalidAMIID.NotFound',
    message: "The image id '[ami-0123456789abcdef0]' does not exist",
    status: 400,
  })
})

test('an id that is none is malformed', async () => {
  expect(await refusalOf(namesOf({ ImageIds: ['ami-payments'] }))).toMatchObject({
    name: 'InvalidAMIID.Malformed',
    message: 'Invalid id: "ami-payments" (expecting "ami-...")',
  })
})

test('every page comes once, and then no more', async () => {
  const sizes: number[] = []
  const names = new Set<string>()
  for await (const page of paginateDescribeImages({ client, pageSize: 4 }, { Owners: ['self'] })) {
    sizes.push(page.Images?.length ?? 0)
    for (const image of page.Images ?? []) names.add(image.Name ?? '')
  }
  expect(sizes).toEqual([4, 4, 4, 4, 2])
  expect(names.size).toBe(18)
})

test('a shared image of another account is seen without its tags', async () => {
  const { Images } = await client.send(new DescribeImagesCommand({ Owners: ['210987654321'] }))
  expect(Images).toHaveLength(1)
  expect(Images?.[0]?.Tags ?? []).toEqual([])
})

test('a deprecated image of another account is hidden until it is asked for', async () => {
  const stranger = aws.ec2Client('us-east-1', 'ASIASANDBOX345678901234')
  const stored = aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith('workshop'))
  if (stored) stored.image.DeprecationTime = '2026-11-01T00:00:00.000Z'
  const ask = async (IncludeDeprecated: boolean) =>
    (
      await stranger.send(new DescribeImagesCommand({ Owners: ['123456789012'], IncludeDeprecated }))
    ).Images?.map(image => image.Name?.split('-')[0])
  expect(new Set(await ask(false))).toEqual(new Set(['payments']))
  expect(new Set(await ask(true))).toEqual(new Set(['payments', 'workshop']))
  // By its id it is found, so that it can still be launched.
  const { Images } = await stranger.send(
    new DescribeImagesCommand({ ImageIds: [stored?.image.ImageId ?? ''] }),
  )
  expect(Images).toMatchObject([{ State: 'available', DeprecationTime: '2026-11-01T00:00:00.000Z' }])
  const own = await aws.ec2Client().send(new DescribeImagesCommand({ Owners: ['self'] }))
  expect(own.Images?.map(image => image.ImageId)).toContain(stored?.image.ImageId)
})

test('a just deregistered image lingers while EC2 is only eventually consistent', async () => {
  await aws.close()
  aws = await startAws({ lingerMs: 5_000 })
  client = aws.ec2Client()
  const ImageId = idOf('search-indexer')
  aws.ec2.call({ account: '123456789012', region: 'us-east-1' }, 'DeregisterImage', { ImageId })
  const { Images } = await client.send(new DescribeImagesCommand({ ImageIds: [ImageId] }))
  expect(Images?.[0]?.State).toBe('deregistered')
  await aws.clock.advance(5_001)
  expect((await refusalOf(namesOf({ ImageIds: [ImageId] }))).name).toBe('InvalidAMIID.NotFound')
})

test('instances are found by the image they run', async () => {
  const Filters = [
    { Name: 'image-id', Values: [idOf('payments-base')] },
    { Name: 'instance-state-name', Values: ['running'] },
  ]
  const { Reservations = [] } = await client.send(new DescribeInstancesCommand({ Filters }))
  const names = Reservations.flatMap(({ Instances = [] }) => Instances).map(
    instance => instance.Tags?.[0]?.Value,
  )
  expect(names).toEqual(['payments-api-1', 'payments-api-2'])
})

test('an instance that does not exist is not found', async () => {
  const call = client.send(new DescribeInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] }))
  expect((await refusalOf(call)).name).toBe('InvalidInstanceID.NotFound')
})

test('a launch template whose default version launches an older image', async () => {
  const { LaunchTemplates } = await client.send(
    new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: ['payments-api'] }),
  )
  expect(LaunchTemplates?.[0]).toMatchObject({ DefaultVersionNumber: 1, LatestVersionNumber: 2 })
  const { LaunchTemplateVersions = [] } = await client.send(
    new DescribeLaunchTemplateVersionsCommand({
      LaunchTemplateName: 'payments-api',
      Versions: ['$Default', '$Latest'],
    }),
  )
  const images = LaunchTemplateVersions.map(version => version.LaunchTemplateData?.ImageId)
  expect(images[1]).toBe(idOf('payments-base'))
  expect(images[0]).not.toBe(images[1])
})

test('snapshots are described by their ids', async () => {
  const { SnapshotId = '' } = aws.ec2.fleet.snapshots[0]?.snapshot ?? {}
  const { Snapshots } = await client.send(new DescribeSnapshotsCommand({ SnapshotIds: [SnapshotId] }))
  expect(Snapshots?.[0]).toMatchObject({ State: 'completed', VolumeSize: 30, OwnerId: '123456789012' })
  const unknown = client.send(new DescribeSnapshotsCommand({ SnapshotIds: ['snap-0123456789abcdef0'] }))
  expect((await refusalOf(unknown)).name).toBe('InvalidSnapshot.NotFound')
})
