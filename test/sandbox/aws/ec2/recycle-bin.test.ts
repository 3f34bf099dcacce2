import {
  DeregisterImageCommand,
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
  DisableImageCommand,
  DisableImageDeregistrationProtectionCommand,
  type EC2Client,
  EnableImageDeprecationCommand,
  EnableImageDeregistrationProtectionCommand,
  type LaunchPermission,
  ListImagesInRecycleBinCommand,
  ListSnapshotsInRecycleBinCommand,
  ModifyImageAttributeCommand,
  RestoreImageFromRecycleBinCommand,
  RestoreSnapshotFromRecycleBinCommand,
} from '@aws-sdk/client-ec2'
import { type Aws, refusalOf, startAws } from '../support.ts'

const DAY_MS = 86_400_000

let aws: Aws
let client: EC2Client

beforeEach(async () => {
  aws = await startAws()
  client = aws.ec2Client()
})
afterEach(() => aws.close())

const storedOf = (prefix: string) => {
  const found = aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith(prefix))
  if (!found) throw new Error(`Expected an image ${prefix}.`)
  return found
}
const idOf = (prefix: string) => storedOf(prefix).image.ImageId

const snapshotOf = (prefix: string): string =>
  storedOf(prefix).image.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? ''

const deregister = (ImageId: string, DeleteAssociatedSnapshots = false) =>
  client.send(new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots }))
const restore = (ImageId: string) => client.send(new RestoreImageFromRecycleBinCommand({ ImageId }))
const listImages = async () => (await client.send(new ListImagesInRecycleBinCommand({}))).Images ?? []
const listSnapshots = async (SnapshotIds?: string[]) =>
  (await client.send(new ListSnapshotsInRecycleBinCommand({ SnapshotIds }))).Snapshots ?? []

const PLACE = { account: '123456789012', region: 'us-east-1' }

test.each([
  ['without tags, which holds for the region', [{ days: 3, tags: [] }], 3],
  ['with one of its tags', [{ days: 3, tags: [['Service', 'bastion']] }], 3],
  [
    'with any of its tags',
    [
      {
        days: 3,
        tags: [
          ['Service', 'nothing'],
          ['Team', 'platform'],
        ],
      },
    ],
    3,
  ],
  ['with another value', [{ days: 3, tags: [['Service', 'Bastion']] }], undefined],
  [
    'of which the longest counts',
    [
      { days: 3, tags: [] },
      { days: 30, tags: [['Service', 'bastion']] },
      { days: 5, tags: [] },
    ],
    30,
  ],
  ['of another region', [{ days: 3, tags: [], region: 'eu-west-1' }], undefined],
  ['of another account', [{ days: 3, tags: [], account: '210987654321' }], undefined],
  ['for snapshots', [{ days: 3, tags: [], resourceType: 'EBS_SNAPSHOT' as const }], undefined],
])('an image is kept by a rule %s', async (_which, rules, days) => {
  aws.ec2.fleet.recycleBinRules = rules.map(({ days: retentionDays, tags, ...more }) => ({
    ...PLACE,
    ...more,
    retentionDays,
    tags: tags.map(([Key = '', Value = '']) => ({ Key, Value })),
  }))
  await deregister(idOf('bastion'))
  const exits = (await listImages()).map(({ RecycleBinExitTime }) => RecycleBinExitTime?.getTime())
  expect(exits).toEqual(days === undefined ? [] : [aws.clock.nowMs() + days * DAY_MS])
})

test('an image can be restored until the last millisecond, and not in the one after', async () => {
  const ids = [idOf('bastion'), idOf('checkout-api')]
  for (const ImageId of ids) await deregister(ImageId)
  await aws.clock.advance(14 * DAY_MS - 1)
  expect(await listImages()).toHaveLength(2)
  await restore(ids[0] ?? '')
  await aws.clock.advance(1)
  expect(await listImages()).toEqual([])
  expect((await refusalOf(restore(ids[1] ?? ''))).name).toBe('InvalidAMIID.NotFound')
})

test('a disabled image comes back disabled', async () => {
  const ImageId = idOf('bastion')
  await client.send(new DisableImageCommand({ ImageId }))
  await deregister(ImageId)
  await restore(ImageId)
  const input = { ImageIds: [ImageId], IncludeDisabled: true }
  expect((await client.send(new DescribeImagesCommand(input))).Images?.[0]?.State).toBe('disabled')
})

test('an image whose snapshots were deleted with it comes back after them, once they have recovered', async () => {
  const ImageId = idOf('bastion')
  const SnapshotId = snapshotOf('bastion')
  const { DeleteSnapshotResults } = await deregister(ImageId, true)
  expect(DeleteSnapshotResults).toEqual([{ SnapshotId, ReturnCode: 'success' }])
  expect(await listSnapshots()).toMatchObject([
    { SnapshotId, RecycleBinExitTime: new Date(aws.clock.nowMs() + 14 * DAY_MS) },
  ])
  const describe = () => client.send(new DescribeSnapshotsCommand({ SnapshotIds: [SnapshotId] }))
  expect((await refusalOf(describe())).name).toBe('InvalidSnapshot.NotFound')
  expect((await refusalOf(restore(ImageId))).name).toBe('InvalidSnapshot.NotFound')

  const restored = await client.send(new RestoreSnapshotFromRecycleBinCommand({ SnapshotId }))
  expect(restored).toMatchObject({ SnapshotId, State: 'recovering' })
  expect((await refusalOf(restore(ImageId))).name).toBe('IncorrectState')
  await aws.clock.advance(3_000)
  expect((await describe()).Snapshots?.[0]?.State).toBe('completed')
  expect(await listSnapshots()).toEqual([])
  expect((await restore(ImageId)).Return).toBe(true)
})

test('a snapshot recovers in the next run too', async () => {
  const SnapshotId = snapshotOf('bastion')
  await deregister(idOf('bastion'), true)
  await client.send(new RestoreSnapshotFromRecycleBinCommand({ SnapshotId }))
  const next = await startAws({ seed: false })
  try {
    next.ec2.restore(JSON.parse(JSON.stringify(aws.ec2.snapshot())))
    await next.clock.advance(3_000)
    const command = new DescribeSnapshotsCommand({ SnapshotIds: [SnapshotId] })
    expect((await next.ec2Client().send(command)).Snapshots?.[0]?.State).toBe('completed')
  } finally {
    await next.close()
  }
})

test('a snapshot that no rule fits, or whose days are over, does not come back', async () => {
  const kept = snapshotOf('bastion')
  const gone = snapshotOf('search-indexer')
  await deregister(idOf('bastion'), true)
  await deregister(idOf('search-indexer'), true)
  expect((await refusalOf(listSnapshots([gone]))).name).toBe('InvalidSnapshot.NotFound')
  await aws.clock.advance(14 * DAY_MS)
  const call = client.send(new RestoreSnapshotFromRecycleBinCommand({ SnapshotId: kept }))
  expect((await refusalOf(call)).name).toBe('InvalidSnapshot.NotFound')
})

test.each([
  ['UnauthorizedOperation', 'missing-permissions'],
  ['InternalError', 'internal-error'],
  ['ServiceUnavailable', 'internal-error'],
  ['InvalidSnapshot.InUse', 'client-error'],
])('a snapshot that cannot be deleted for %s: %s, and it is still there', async (error, ReturnCode) => {
  aws.faults.add({ service: 'ec2', call: 'DeleteSnapshot', error })
  const SnapshotId = snapshotOf('bastion')
  const { Return, DeleteSnapshotResults } = await deregister(idOf('bastion'), true)
  expect([Return, DeleteSnapshotResults]).toEqual([true, [{ SnapshotId, ReturnCode }]])
  const { Snapshots } = await client.send(new DescribeSnapshotsCommand({ SnapshotIds: [SnapshotId] }))
  expect(Snapshots).toHaveLength(1)
})

test('a snapshot that is gone already is an error of the caller', async () => {
  const SnapshotId = snapshotOf('bastion')
  aws.ec2.fleet.snapshots = aws.ec2.fleet.snapshots.filter(
    ({ snapshot }) => snapshot.SnapshotId !== SnapshotId,
  )
  const { DeleteSnapshotResults } = await deregister(idOf('bastion'), true)
  expect(DeleteSnapshotResults).toEqual([{ SnapshotId, ReturnCode: 'client-error' }])
})

test('of two disks, each has its own result', async () => {
  aws.faults.add({ service: 'ec2', call: 'DeleteSnapshot', error: 'InternalError' })
  const { DeleteSnapshotResults } = await deregister(idOf('search-indexer'), true)
  expect(DeleteSnapshotResults?.map(({ ReturnCode }) => ReturnCode)).toEqual(['internal-error', 'success'])
})

test('without being asked to, snapshots stay', async () => {
  const { DeleteSnapshotResults } = await deregister(idOf('bastion'))
  expect(DeleteSnapshotResults).toEqual([])
  expect(await listSnapshots()).toEqual([])
})

test('protection with a cooldown is over a day after it was disabled, and says so', async () => {
  const ImageId = idOf('bastion')
  await client.send(new EnableImageDeregistrationProtectionCommand({ ImageId, WithCooldown: true }))
  await client.send(new DisableImageDeregistrationProtectionCommand({ ImageId }))
  const look = async () => {
    const command = new DescribeImageAttributeCommand({ ImageId, Attribute: 'deregistrationProtection' })
    const { Images } = await client.send(new DescribeImagesCommand({ ImageIds: [ImageId] }))
    const { DeregistrationProtection } = await client.send(command)
    return [Images?.[0]?.DeregistrationProtection, DeregistrationProtection?.Value]
  }
  const during = 'disabled after 2026-11-24T12:00:00.500Z'
  expect(await look()).toEqual([during, during])
  await aws.clock.advance(DAY_MS)
  expect(await look()).toEqual(['disabled', 'disabled'])
})

test('protection without a cooldown ends at once', async () => {
  const ImageId = idOf('eks-node-1.33')
  expect((await refusalOf(deregister(ImageId))).name).toBe('OperationNotPermitted')
  await client.send(new DisableImageDeregistrationProtectionCommand({ ImageId }))
  expect((await deregister(ImageId)).Return).toBe(true)
})

const ORGANIZATION = 'arn:aws:organizations::123456789012:organization/o-a1b2c3d4e5'
const UNIT = 'arn:aws:organizations::123456789012:ou/o-a1b2c3d4e5/ou-ab12-cd34ef56'

test.each([
  ['an account', { UserId: '210987654321' }],
  ['an organization', { OrganizationArn: ORGANIZATION }],
  ['an organizational unit', { OrganizationalUnitArn: UNIT }],
  ['everybody', { Group: 'all' as const }],
])('an image is shared with %s, and taken back', async (_whom, permission) => {
  const ImageId = idOf('bastion')
  const change = (how: 'Add' | 'Remove') =>
    client.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { [how]: [permission] } }))
  const shares = async () => {
    const command = new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' })
    return (await client.send(command)).LaunchPermissions
  }
  await change('Add')
  await change('Add')
  expect(await shares()).toEqual([permission])
  await change('Remove')
  expect(await shares()).toEqual([])
})

test('public access is blocked: no image can be made public, accounts can still be shared with', async () => {
  aws.ec2.configure({ blockPublicAccess: true })
  const ImageId = idOf('bastion')
  const share = (permission: LaunchPermission) =>
    client.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Add: [permission] } }))
  expect(await refusalOf(share({ Group: 'all' }))).toMatchObject({
    name: 'OperationNotPermitted',
    message: expect.stringContaining('block public access for AMIs is enabled'),
  })
  expect((await share({ UserId: '210987654321' })).$metadata.httpStatusCode).toBe(200)
})

test.each([
  ['an account that does not exist', { UserId: '000000000000' }],
  ['eleven digits', { UserId: '12345678901' }],
  ['an organization without an id', { OrganizationArn: `${ORGANIZATION.slice(0, -12)}` }],
  ['a unit as an organization', { OrganizationArn: UNIT }],
  ['an organization as a unit', { OrganizationalUnitArn: ORGANIZATION }],
])('%s cannot be shared with, and nothing is', async (_whom, permission) => {
  const ImageId = idOf('bastion')
  const Add = [{ UserId: '210987654321' }, permission]
  const call = client.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Add } }))
  expect(await refusalOf(call)).toMatchObject({ name: 'InvalidAMIAttributeItemValue', status: 400 })
  expect(storedOf('bastion').launchPermissions).toEqual([])
})

test('a public image is deprecated at most two years after it was made, another one ten years ahead', async () => {
  const deprecate = (prefix: string, years: number) => {
    const DeprecateAt = new Date(aws.clock.nowMs() + years * 365 * DAY_MS - DAY_MS)
    return client.send(new EnableImageDeprecationCommand({ ImageId: idOf(prefix), DeprecateAt }))
  }
  expect((await refusalOf(deprecate('workshop-starter', 2))).name).toBe('InvalidParameterValue')
  expect((await deprecate('workshop-starter', 1)).Return).toBe(true)
  expect((await deprecate('bastion', 10)).Return).toBe(true)
  expect((await refusalOf(deprecate('bastion', 11))).name).toBe('InvalidParameterValue')
})
