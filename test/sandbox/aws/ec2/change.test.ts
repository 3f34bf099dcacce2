import {
  CopyImageCommand,
  CreateImageCommand,
  CreateTagsCommand,
  DeregisterImageCommand,
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
  DisableImageCommand,
  DisableImageDeprecationCommand,
  DisableImageDeregistrationProtectionCommand,
  type EC2Client,
  EnableImageCommand,
  EnableImageDeprecationCommand,
  EnableImageDeregistrationProtectionCommand,
  ListImagesInRecycleBinCommand,
  ModifyImageAttributeCommand,
  RegisterImageCommand,
  RestoreImageFromRecycleBinCommand,
} from '@aws-sdk/client-ec2'
import { type Aws, refusalOf, startAws } from '../support.ts'

let aws: Aws
let client: EC2Client

beforeEach(async () => {
  aws = await startAws()
  client = aws.ec2Client()
})
afterEach(() => aws.close())

const idOf = (prefix: string): string => {
  const found = aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith(prefix))
  if (!found) throw new Error(`Expected an image ${prefix}.`)
  return found.image.ImageId
}

const read = async (ImageId: string, from: EC2Client = client) => {
  const input = { ImageIds: [ImageId], IncludeDisabled: true }
  return (await from.send(new DescribeImagesCommand(input))).Images?.[0]
}

const sharesOf = async (ImageId: string) => {
  const command = new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' })
  return (await client.send(command)).LaunchPermissions
}

test('a disabled image is no longer shared, and enabling it does not share it again', async () => {
  const ImageId = idOf('payments-base')
  expect(await sharesOf(ImageId)).toEqual([{ UserId: '345678901234' }, { UserId: '210987654321' }])
  expect((await client.send(new DisableImageCommand({ ImageId }))).Return).toBe(true)
  expect((await read(ImageId))?.State).toBe('disabled')
  expect((await client.send(new EnableImageCommand({ ImageId }))).Return).toBe(true)
  expect((await read(ImageId))?.State).toBe('available')
  expect(await sharesOf(ImageId)).toEqual([])
})

test('disabling an image emits an event, with the request id of the call', async () => {
  const ImageId = idOf('bastion')
  const { $metadata } = await client.send(new DisableImageCommand({ ImageId }))
  expect(aws.emitted).toEqual([])
  await aws.clock.advance(300)
  expect(aws.emitted).toEqual([
    {
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'EC2 AMI State Change',
      source: 'aws.ec2',
      account: '123456789012',
      time: '2026-11-23T12:00:00Z',
      region: 'us-east-1',
      resources: [`arn:aws:ec2:us-east-1::image/${ImageId}`],
      detail: { RequestId: $metadata.requestId, ImageId, State: 'disabled', ErrorMessage: '' },
    },
  ])
})

test('an image that is disabled already is disabled without a second event', async () => {
  const ImageId = idOf('bastion')
  await client.send(new DisableImageCommand({ ImageId }))
  await client.send(new DisableImageCommand({ ImageId }))
  await aws.clock.advance(1_000)
  expect(aws.emitted).toHaveLength(1)
})

test.each([
  ['DisableImage', DisableImageCommand],
  ['EnableImage', EnableImageCommand],
  ['DeregisterImage', DeregisterImageCommand],
] as const)('%s of an image that another account shares is refused', async (_name, Command) => {
  const ImageId = idOf('security-baseline')
  expect(await refusalOf(client.send(new Command({ ImageId })))).toEqual({
    name: 'AuthFailure',
    message: `Not authorized for image:${ImageId}`,
    status: 403,
  })
  await aws.clock.advance(1_000)
  expect(aws.emitted).toEqual([])
})

test('a dry run says by its error that it would work, and changes nothing', async () => {
  const ImageId = idOf('bastion')
  expect(await refusalOf(client.send(new DisableImageCommand({ ImageId, DryRun: true })))).toEqual({
    name: 'DryRunOperation',
    message: 'Request would have succeeded, but DryRun flag is set.',
    status: 412,
  })
  expect((await read(ImageId))?.State).toBe('available')
})

test('a dry run of an image that does not exist finds that out', async () => {
  const call = client.send(new DisableImageCommand({ ImageId: 'ami-0123456789abcdef0', DryRun: true }))
  expect((await refusalOf(call)).name).toBe('InvalidAMIID.NotFound')
})

test('an image in another region is not found', async () => {
  const call = aws.ec2Client('eu-west-1').send(new DisableImageCommand({ ImageId: idOf('bastion') }))
  expect((await refusalOf(call)).name).toBe('InvalidAMIID.NotFound')
})

test('a deregistered image that no rule of the Recycle Bin fits is gone for good', async () => {
  const ImageId = idOf('search-indexer')
  await client.send(new DeregisterImageCommand({ ImageId }))
  expect((await refusalOf(read(ImageId))).name).toBe('InvalidAMIID.NotFound')
  expect((await client.send(new ListImagesInRecycleBinCommand({}))).Images).toEqual([])
  await aws.clock.advance(300)
  expect(aws.emitted[0]?.detail).toMatchObject({ ImageId, State: 'deregistered' })
})

test('a deregistered image comes back from the Recycle Bin, still shared, without an event', async () => {
  const ImageId = idOf('payments-base')
  await client.send(new DeregisterImageCommand({ ImageId }))
  const { Images } = await client.send(new ListImagesInRecycleBinCommand({ ImageIds: [ImageId] }))
  expect(Images?.[0]).toMatchObject({
    ImageId,
    Name: 'payments-base-2026.11.20',
    RecycleBinEnterTime: new Date('2026-11-23T12:00:00.500Z'),
    RecycleBinExitTime: new Date('2026-12-07T12:00:00.500Z'),
  })
  await aws.clock.advance(300)
  await client.send(new RestoreImageFromRecycleBinCommand({ ImageId }))
  expect((await read(ImageId))?.State).toBe('available')
  expect(await sharesOf(ImageId)).toHaveLength(2)
  await aws.clock.advance(1_000)
  expect(aws.emitted).toHaveLength(1)
})

test('the Recycle Bin lets go of an image when its days are over', async () => {
  const ImageId = idOf('bastion')
  await client.send(new DeregisterImageCommand({ ImageId }))
  await aws.clock.advance(14 * 86_400_000)
  const call = client.send(new RestoreImageFromRecycleBinCommand({ ImageId }))
  expect((await refusalOf(call)).name).toBe('InvalidAMIID.NotFound')
})

test('a protected image cannot be deregistered, and stays so for a day after its cooldown began', async () => {
  const ImageId = idOf('bastion')
  const enabled = await client.send(
    new EnableImageDeregistrationProtectionCommand({ ImageId, WithCooldown: true }),
  )
  expect(enabled.Return).toBe('enabled-with-cooldown')
  const deregister = () => client.send(new DeregisterImageCommand({ ImageId }))
  expect((await refusalOf(deregister())).name).toBe('OperationNotPermitted')
  await client.send(new DisableImageDeregistrationProtectionCommand({ ImageId }))
  expect((await read(ImageId))?.DeregistrationProtection).toMatch(/^disabled after 2026-11-24T/)
  expect((await refusalOf(deregister())).name).toBe('OperationNotPermitted')
  await aws.clock.advance(86_400_000)
  expect((await deregister()).Return).toBe(true)
})

test('a deregistered image takes its snapshots with it, but for those that another image uses', async () => {
  const ImageId = idOf('search-indexer')
  const [first, second] = (await read(ImageId))?.BlockDeviceMappings?.map(disk => disk.Ebs?.SnapshotId) ?? []
  const sharing = await client.send(
    new RegisterImageCommand({
      Name: 'shares-a-disk',
      RootDeviceName: '/dev/xvda',
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId: second } }],
    }),
  )
  expect(sharing.ImageId).toMatch(/^ami-0[0-9a-f]{16}$/)
  const command = new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots: true })
  expect((await client.send(command)).DeleteSnapshotResults).toEqual([
    { SnapshotId: first, ReturnCode: 'success' },
    { SnapshotId: second, ReturnCode: 'skipped' },
  ])
  const call = client.send(new DescribeSnapshotsCommand({ SnapshotIds: [first ?? ''] }))
  expect((await refusalOf(call)).name).toBe('InvalidSnapshot.NotFound')
})

test('the image is gone even where the right to delete its snapshots is missing', async () => {
  aws.faults.add({ service: 'ec2', call: 'DeleteSnapshot', error: 'UnauthorizedOperation' })
  const ImageId = idOf('bastion')
  const command = new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots: true })
  const { DeleteSnapshotResults } = await client.send(command)
  expect(DeleteSnapshotResults?.[0]?.ReturnCode).toBe('missing-permissions')
  expect((await refusalOf(read(ImageId))).name).toBe('InvalidAMIID.NotFound')
})

test('an image made from an instance is pending first, then available, and an event says so', async () => {
  const InstanceId = aws.ec2.fleet.instances[0]?.instance.InstanceId ?? ''
  const TagSpecifications = [{ ResourceType: 'image' as const, Tags: [{ Key: 'Team', Value: 'payments' }] }]
  const { ImageId = '' } = await client.send(
    new CreateImageCommand({ InstanceId, Name: 'payments-hotfix', TagSpecifications }),
  )
  expect(await read(ImageId)).toMatchObject({
    State: 'pending',
    SourceInstanceId: InstanceId,
    Tags: [{ Key: 'Team', Value: 'payments' }],
  })
  expect((await refusalOf(client.send(new DisableImageCommand({ ImageId })))).message).toBe(
    `The AMI ID '${ImageId}' is currently pending and may not be used for this operation`,
  )
  await aws.clock.advance(3_300)
  expect((await read(ImageId))?.State).toBe('available')
  expect(aws.emitted.map(({ detail }) => [detail.ImageId, detail.State])).toEqual([[ImageId, 'available']])
})

test('a name that is taken is refused, and so is one with a letter that EC2 does not know', async () => {
  const InstanceId = aws.ec2.fleet.instances[0]?.instance.InstanceId ?? ''
  const create = (Name: string) => refusalOf(client.send(new CreateImageCommand({ InstanceId, Name })))
  expect((await create('payments-base-2026.11.20')).name).toBe('InvalidAMIName.Duplicate')
  expect((await create('payments#1')).name).toBe('InvalidAMIName.Malformed')
  expect((await create('ab')).name).toBe('InvalidAMIName.Malformed')
})

test('a copy in another region names its source, and has no tags unless they are copied', async () => {
  const eu = aws.ec2Client('eu-west-1')
  const source = { SourceImageId: idOf('bastion'), SourceRegion: 'us-east-1' }
  const plain = await eu.send(new CopyImageCommand({ ...source, Name: 'bastion-copy' }))
  const tagged = await eu.send(new CopyImageCommand({ ...source, Name: 'bastion-twin', CopyImageTags: true }))
  expect(await read(plain.ImageId ?? '', eu)).toMatchObject({
    SourceImageId: source.SourceImageId,
    SourceImageRegion: 'us-east-1',
  })
  expect((await read(plain.ImageId ?? '', eu))?.Tags ?? []).toEqual([])
  expect((await read(tagged.ImageId ?? '', eu))?.Tags).toContainEqual({ Key: 'Service', Value: 'bastion' })
  await aws.clock.advance(3_300)
  expect(aws.emitted.map(({ region }) => region)).toEqual(['eu-west-1', 'eu-west-1'])
})

test('a copy with a key that does not exist seems to work and fails later', async () => {
  const { ImageId = '' } = await client.send(
    new CopyImageCommand({
      Name: 'bastion-encrypted',
      SourceImageId: idOf('bastion'),
      SourceRegion: 'us-east-1',
      Encrypted: true,
      KmsKeyId: 'alias/does-not-exist',
    }),
  )
  await aws.clock.advance(3_300)
  expect((await read(ImageId))?.StateReason?.Message).toMatch(/^Given key ID is not accessible/)
  expect(aws.emitted[0]?.detail).toMatchObject({ State: 'failed' })
  expect(aws.emitted[0]?.detail.ErrorMessage).not.toBe('')
})

test('an image is shared with an account, and taken back', async () => {
  const ImageId = idOf('bastion')
  const partner = aws.ec2Client('us-east-1', 'ASIASANDBOX210987654321')
  const change = (
    LaunchPermission: ConstructorParameters<typeof ModifyImageAttributeCommand>[0]['LaunchPermission'],
  ) => client.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission }))
  expect((await refusalOf(read(ImageId, partner))).name).toBe('InvalidAMIID.NotFound')
  await change({ Add: [{ UserId: '210987654321' }] })
  expect((await read(ImageId, partner))?.ImageId).toBe(ImageId)
  await change({ Remove: [{ UserId: '210987654321' }] })
  expect((await refusalOf(read(ImageId, partner))).name).toBe('InvalidAMIID.NotFound')
  await change({ Add: [{ Group: 'all' }] })
  expect((await read(ImageId, partner))?.Public).toBe(true)
  expect((await refusalOf(change({ Add: [{ UserId: 'partner' }] }))).name).toBe(
    'InvalidAMIAttributeItemValue',
  )
})

test('a disabled image cannot be shared', async () => {
  const ImageId = idOf('bastion')
  await client.send(new DisableImageCommand({ ImageId }))
  const command = new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Add: [{ Group: 'all' }] } })
  expect((await refusalOf(client.send(command))).name).toBe('InvalidAMIID.Unavailable')
})

test('a tag is added, and one of the same key replaced', async () => {
  const ImageId = idOf('bastion')
  const Tags = [
    { Key: 'Team', Value: 'security' },
    { Key: 'Note', Value: '<&>' },
  ]
  await client.send(new CreateTagsCommand({ Resources: [ImageId], Tags }))
  const image = await read(ImageId)
  expect(image?.Tags).toContainEqual({ Key: 'Team', Value: 'security' })
  expect(image?.Tags).toContainEqual({ Key: 'Note', Value: '<&>' })
  expect(image?.Tags).toHaveLength(5)
})

test('an image is deprecated at a minute of its own, and no longer', async () => {
  const ImageId = idOf('bastion')
  const DeprecateAt = new Date('2026-12-24T18:00:29Z')
  await client.send(new EnableImageDeprecationCommand({ ImageId, DeprecateAt }))
  expect((await read(ImageId))?.DeprecationTime).toBe('2026-12-24T18:00:00.000Z')
  await client.send(new DisableImageDeprecationCommand({ ImageId }))
  expect((await read(ImageId))?.DeprecationTime).toBeUndefined()
  const past = new EnableImageDeprecationCommand({ ImageId, DeprecateAt: new Date('2020-01-01') })
  expect((await refusalOf(client.send(past))).name).toBe('InvalidParameterValue')
})
