import {
  CopyImageCommand,
  CreateImageCommand,
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  DescribeSnapshotAttributeCommand,
  DescribeSnapshotsCommand,
  type EC2Client,
  type LaunchPermission,
  ModifyImageAttributeCommand,
  ModifySnapshotAttributeCommand,
} from '@aws-sdk/client-ec2'
import { accessKeyIdOf } from '../../../../sandbox/aws/caller.ts'
import { type Aws, refusalOf, startAws } from '../support.ts'

const STAGING = '345678901234'
const PARTNER = '210987654321'
const ORGANIZATION = 'arn:aws:organizations::123456789012:organization/o-sandbox001'
const UNIT = 'arn:aws:organizations::123456789012:ou/o-sandbox001/ou-sbox-workloads'

let aws: Aws
let client: EC2Client

beforeEach(async () => {
  aws = await startAws()
  client = aws.ec2Client()
})
afterEach(() => aws.close())

const as = (account: string, region = 'us-east-1') => aws.ec2Client(region, accessKeyIdOf(account))

const imageOf = (prefix: string) => {
  const found = aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith(prefix))
  if (!found) throw new Error(`Expected an image ${prefix}.`)
  return found
}

const idOf = (prefix: string): string => imageOf(prefix).image.ImageId

const snapshotIdOf = (prefix: string): string =>
  imageOf(prefix).image.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? ''

const add = (ImageId: string, ...Add: LaunchPermission[]) =>
  client.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Add } }))

const remove = (ImageId: string, ...Remove: LaunchPermission[]) =>
  client.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Remove } }))

const read = async (ImageId: string, from: EC2Client) =>
  (await from.send(new DescribeImagesCommand({ ImageIds: [ImageId] }))).Images?.[0]

test.each([
  ['the organization', { OrganizationArn: ORGANIZATION }],
  ['the unit', { OrganizationalUnitArn: UNIT }],
])(
  'an image that is shared with %s of an account can be used there, and nowhere else',
  async (_whom, permission) => {
    const ImageId = idOf('bastion')
    expect((await refusalOf(read(ImageId, as(STAGING)))).name).toBe('InvalidAMIID.NotFound')
    await add(ImageId, permission)
    expect(await read(ImageId, as(STAGING))).toMatchObject({ OwnerId: '123456789012', Public: false })
    expect((await refusalOf(read(ImageId, as(PARTNER)))).name).toBe('InvalidAMIID.NotFound')
    await remove(ImageId, permission)
    expect((await refusalOf(read(ImageId, as(STAGING)))).name).toBe('InvalidAMIID.NotFound')
  },
)

test('who belongs to which organization can be set', async () => {
  const ImageId = idOf('bastion')
  await add(ImageId, { OrganizationalUnitArn: UNIT })
  aws.ec2.fleet.memberOf = { [PARTNER]: [UNIT] }
  expect((await read(ImageId, as(PARTNER)))?.ImageId).toBe(ImageId)
  expect((await refusalOf(read(ImageId, as(STAGING)))).name).toBe('InvalidAMIID.NotFound')
})

test('the older spelling shares with accounts, organizations and units alike', async () => {
  const ImageId = idOf('bastion')
  const change = (OperationType: 'add' | 'remove') =>
    client.send(
      new ModifyImageAttributeCommand({
        ImageId,
        Attribute: 'launchPermission',
        OperationType,
        UserIds: [STAGING],
        OrganizationArns: [ORGANIZATION],
        OrganizationalUnitArns: [UNIT],
      }),
    )
  const shares = async () => {
    const command = new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' })
    return (await client.send(command)).LaunchPermissions
  }
  await change('add')
  expect(await shares()).toEqual([
    { UserId: STAGING },
    { OrganizationArn: ORGANIZATION },
    { OrganizationalUnitArn: UNIT },
  ])
  await change('remove')
  expect(await shares()).toEqual([])
})

test('an image whose disks are encrypted with the key of AWS is shared with nobody', async () => {
  const ImageId = idOf('search-indexer')
  for (const permission of [{ UserId: STAGING }, { OrganizationArn: ORGANIZATION }]) {
    expect(await refusalOf(add(ImageId, permission))).toMatchObject({
      name: 'InvalidParameter',
      status: 400,
      message: 'Snapshots encrypted with the AWS Managed CMK can’t be shared. Specify another snapshot.',
    })
  }
  expect(imageOf('search-indexer').launchPermissions).toEqual([])
})

test('an image with encrypted disks is shared with accounts, and never made public', async () => {
  const ImageId = idOf('checkout-api')
  expect(await refusalOf(add(ImageId, { Group: 'all' }))).toMatchObject({
    name: 'UnsupportedOperation',
    message: 'Encrypted snapshots can’t be shared publicly. Specify another snapshot.',
  })
  await add(ImageId, { UserId: STAGING })
  expect((await read(ImageId, as(STAGING)))?.Public).toBe(false)
})

test('a refused change of permissions leaves the description as it was', async () => {
  const ImageId = idOf('search-indexer')
  const command = new ModifyImageAttributeCommand({
    ImageId,
    Description: { Value: 'changed' },
    LaunchPermission: { Add: [{ UserId: STAGING }] },
  })
  expect((await refusalOf(client.send(command))).name).toBe('InvalidParameter')
  expect(imageOf('search-indexer').image.Description).not.toBe('changed')
})

describe('snapshots', () => {
  const share = (SnapshotId: string, ...Add: { UserId?: string; Group?: 'all' }[]) =>
    client.send(new ModifySnapshotAttributeCommand({ SnapshotId, CreateVolumePermission: { Add } }))

  const permissionsOf = async (SnapshotId: string, from = client) => {
    const input = { SnapshotId, Attribute: 'createVolumePermission' as const }
    return (await from.send(new DescribeSnapshotAttributeCommand(input))).CreateVolumePermissions
  }

  const describeAs = (account: string, SnapshotId: string) =>
    as(account).send(new DescribeSnapshotsCommand({ SnapshotIds: [SnapshotId] }))

  test('a snapshot is shared with an account, is seen there, and is taken back', async () => {
    const SnapshotId = snapshotIdOf('payments-base')
    expect((await refusalOf(describeAs(STAGING, SnapshotId))).name).toBe('InvalidSnapshot.NotFound')
    await share(SnapshotId, { UserId: STAGING })
    await share(SnapshotId, { UserId: STAGING })
    expect(await permissionsOf(SnapshotId)).toEqual([{ UserId: STAGING }])
    const { Snapshots } = await describeAs(STAGING, SnapshotId)
    expect(Snapshots).toMatchObject([{ OwnerId: '123456789012', Encrypted: true }])
    const shared = await as(STAGING).send(new DescribeSnapshotsCommand({ RestorableByUserIds: ['self'] }))
    expect(shared.Snapshots?.map(snapshot => snapshot.SnapshotId)).toEqual([SnapshotId])
    const input = { SnapshotId, OperationType: 'remove' as const, UserIds: [STAGING] }
    await client.send(new ModifySnapshotAttributeCommand({ ...input, Attribute: 'createVolumePermission' }))
    expect(await permissionsOf(SnapshotId)).toEqual([])
    expect((await refusalOf(describeAs(STAGING, SnapshotId))).name).toBe('InvalidSnapshot.NotFound')
  })

  test('a snapshot that is not encrypted may be shared with everybody', async () => {
    const SnapshotId = snapshotIdOf('bastion')
    await share(SnapshotId, { Group: 'all' })
    expect((await describeAs(PARTNER, SnapshotId)).Snapshots).toHaveLength(1)
  })

  test.each([
    ['the key of AWS', 'search-indexer', { UserId: STAGING }, 'OperationNotPermitted'],
    ['everybody, and it is encrypted', 'payments-base', { Group: 'all' }, 'OperationNotPermitted'],
    ['an account that is none', 'payments-base', { UserId: '1234' }, 'InvalidParameterValue'],
    ['nobody', 'payments-base', {}, 'InvalidParameterCombination'],
  ] as const)('a snapshot is not shared: %s', async (_why, prefix, permission, name) => {
    const SnapshotId = snapshotIdOf(prefix)
    expect(await refusalOf(share(SnapshotId, permission))).toMatchObject({ name, status: 400 })
    expect(await permissionsOf(SnapshotId)).toEqual([])
  })

  test('only its owner reads and changes the permissions of a snapshot', async () => {
    const SnapshotId = snapshotIdOf('payments-base')
    await share(SnapshotId, { UserId: STAGING })
    expect((await refusalOf(permissionsOf(SnapshotId, as(STAGING)))).name).toBe('AuthFailure')
    expect((await refusalOf(permissionsOf(SnapshotId, as(PARTNER)))).name).toBe('InvalidSnapshot.NotFound')
  })
})

describe('copies', () => {
  const copyFrom = (SourceImageId: string, more: object = {}, from = aws.ec2Client('eu-west-1')) =>
    from.send(new CopyImageCommand({ Name: 'a-copy', SourceRegion: 'us-east-1', SourceImageId, ...more }))

  const disksOf = async (ImageId = '', from = aws.ec2Client('eu-west-1')) => {
    const { Images = [] } = await from.send(new DescribeImagesCommand({ ImageIds: [ImageId] }))
    const ebs = (Images[0]?.BlockDeviceMappings ?? []).flatMap(disk => disk.Ebs ?? [])
    const SnapshotIds = ebs.flatMap(({ SnapshotId }) => SnapshotId ?? [])
    const { Snapshots = [] } = await from.send(new DescribeSnapshotsCommand({ SnapshotIds }))
    return { ebs, Snapshots, state: Images[0]?.State }
  }

  const aliasOf = (arn = '') => aws.ec2.fleet.keys.find(({ keyId }) => arn.endsWith(`key/${keyId}`))?.alias

  test('an encrypted image is copied with the key that is named, else with the key of AWS', async () => {
    const SourceImageId = idOf('payments-base')
    const named = await copyFrom(SourceImageId, { Encrypted: true, KmsKeyId: 'alias/golden-images' })
    const plain = await copyFrom(SourceImageId, { Name: 'another-copy' })
    await aws.clock.advance(3_300)
    const first = await disksOf(named.ImageId)
    expect(first).toMatchObject({ state: 'available', ebs: [{ Encrypted: true }] })
    expect(first.Snapshots[0]?.KmsKeyId).toMatch(/^arn:aws:kms:eu-west-1:123456789012:key\//)
    expect(aliasOf(first.Snapshots[0]?.KmsKeyId)).toBe('alias/golden-images')
    const second = await disksOf(plain.ImageId)
    expect(second).toMatchObject({ state: 'available', ebs: [{ Encrypted: true }] })
    expect(aliasOf(second.Snapshots[0]?.KmsKeyId)).toBe('alias/aws/ebs')
  })

  test('an image that is not encrypted stays so, unless the copy is to be', async () => {
    const plain = await copyFrom(idOf('bastion'))
    const encrypted = await copyFrom(idOf('bastion'), { Name: 'another-copy', Encrypted: true })
    expect((await disksOf(plain.ImageId)).Snapshots).toMatchObject([{ Encrypted: false }])
    expect((await disksOf(encrypted.ImageId)).Snapshots).toMatchObject([
      { Encrypted: true, KmsKeyId: expect.any(String) },
    ])
  })

  test.each([
    ['is in another region', () => 'golden-images'],
    ['is switched off', () => 'switched-off'],
  ])('a copy with a key that %s seems to work and fails later', async (_what, choose) => {
    const source = aws.ec2.fleet.keys.find(({ alias }) => alias === 'alias/golden-images')
    if (!source) throw new Error('Expected a key.')
    const off = { ...source, region: 'eu-west-1', alias: 'alias/switched-off', keyId: 'off' }
    aws.ec2.fleet.keys.push({ ...off, state: 'Disabled' })
    const arn = `arn:aws:kms:us-east-1:123456789012:key/${source.keyId}`
    const KmsKeyId = choose() === 'switched-off' ? 'alias/switched-off' : arn
    const { ImageId } = await copyFrom(idOf('payments-base'), { Encrypted: true, KmsKeyId })
    await aws.clock.advance(3_300)
    expect((await disksOf(ImageId)).state).toBe('failed')
    expect(aws.emitted[0]?.detail).toMatchObject({ State: 'failed' })
  })

  test('a key without encryption is refused', async () => {
    const call = copyFrom(idOf('bastion'), { KmsKeyId: 'alias/golden-images' })
    expect((await refusalOf(call)).name).toBe('InvalidParameterDependency')
  })

  test('another account copies an image only if its snapshots are shared too, and its key', async () => {
    const SourceImageId = idOf('payments-base')
    const staging = as(STAGING)
    expect(await refusalOf(copyFrom(SourceImageId, {}, staging))).toMatchObject({
      name: 'InvalidRequest',
      message: 'You do not have permission to access the storage of this ami',
    })
    for (const prefix of ['payments-base', 'eks-node-1.33']) {
      const CreateVolumePermission = { Add: [{ UserId: STAGING }] }
      const SnapshotId = snapshotIdOf(prefix)
      await client.send(new ModifySnapshotAttributeCommand({ SnapshotId, CreateVolumePermission }))
    }
    await add(idOf('eks-node-1.33'), { UserId: STAGING })
    const open = await copyFrom(SourceImageId, {}, staging)
    // The grant of this key is Auto Scaling's, and of nobody else in that account.
    const closed = await copyFrom(idOf('eks-node-1.33'), { Name: 'another-copy' }, staging)
    await aws.clock.advance(3_300)
    expect((await disksOf(open.ImageId, staging)).state).toBe('available')
    expect((await disksOf(closed.ImageId, staging)).state).toBe('failed')
  })

  test('an image made from an instance keeps the key of its disks', async () => {
    const instance = aws.ec2.fleet.instances.find(
      ({ instance: { ImageId } }) => ImageId === idOf('payments-base'),
    )
    const InstanceId = instance?.instance.InstanceId ?? ''
    const { ImageId } = await client.send(new CreateImageCommand({ InstanceId, Name: 'from-an-instance' }))
    const { Snapshots } = await disksOf(ImageId, client)
    expect(aliasOf(Snapshots[0]?.KmsKeyId)).toBe('alias/golden-images')
  })
})
