import {
  CopyImageCommand,
  CreateImageCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  type EC2Client,
  GetImageAncestryCommand,
  RegisterImageCommand,
} from '@aws-sdk/client-ec2'
import { accessKeyIdOf } from '../../../../sandbox/aws/caller.ts'
import { type Aws, refusalOf, startAws } from '../support.ts'

let aws: Aws
let client: EC2Client
let eu: EC2Client

beforeEach(async () => {
  aws = await startAws()
  client = aws.ec2Client()
  eu = aws.ec2Client('eu-west-1')
  aws.ec2.configure({ throttling: false })
})
afterEach(() => aws.close())

const imageOf = (prefix: string) => {
  const found = aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith(prefix))
  if (!found) throw new Error(`Expected an image ${prefix}.`)
  return found
}

const idOf = (prefix: string): string => imageOf(prefix).image.ImageId

const copy = async (SourceImageId: string, Name: string, from: EC2Client, SourceRegion: string) => {
  const { ImageId = '' } = await from.send(new CopyImageCommand({ Name, SourceImageId, SourceRegion }))
  await aws.clock.advance(3_300)
  return ImageId
}

const ancestryOf = async (ImageId: string, from = client) =>
  (await from.send(new GetImageAncestryCommand({ ImageId }))).ImageAncestryEntries ?? []

test('the ancestry of an image leads through regions to its root', async () => {
  const root = idOf('bastion')
  const there = await copy(root, 'there', eu, 'us-east-1')
  const back = await copy(there, 'back', client, 'eu-west-1')
  expect(await ancestryOf(back)).toEqual([
    { ImageId: back, SourceImageId: there, SourceImageRegion: 'eu-west-1', CreationDate: expect.any(Date) },
    { ImageId: there, SourceImageId: root, SourceImageRegion: 'us-east-1', CreationDate: expect.any(Date) },
    { ImageId: root, CreationDate: expect.any(Date) },
  ])
  expect(aws.emitted.filter(({ detail }) => detail.eventName === 'GetImageAncestry')).toEqual([])
})

test('an image made from an instance descends from the image that the instance runs', async () => {
  const stored = aws.ec2.fleet.instances.find(({ instance }) => instance.ImageId === idOf('bastion'))
  const InstanceId = stored?.instance.InstanceId ?? ''
  const { ImageId = '' } = await client.send(new CreateImageCommand({ InstanceId, Name: 'made' }))
  const { Images } = await client.send(new DescribeImagesCommand({ ImageIds: [ImageId] }))
  expect(Images?.[0]).toMatchObject({
    SourceInstanceId: InstanceId,
    SourceImageId: idOf('bastion'),
    SourceImageRegion: 'us-east-1',
  })
  expect((await ancestryOf(ImageId)).map(entry => entry.ImageId)).toEqual([ImageId, idOf('bastion')])
})

test('descendants are found downwards by a filter, place by place', async () => {
  const root = idOf('bastion')
  const here = await copy(root, 'here', client, 'us-east-1')
  const there = await copy(root, 'there', eu, 'us-east-1')
  const Filters = [{ Name: 'source-image-id', Values: [root] }]
  const found = async (from: EC2Client) =>
    (await from.send(new DescribeImagesCommand({ Filters }))).Images?.map(({ ImageId }) => ImageId)
  expect(await found(client)).toEqual([here])
  expect(await found(eu)).toEqual([there])
})

test('an ancestor that is gone stays in the list', async () => {
  const middle = await copy(idOf('bastion'), 'middle', client, 'us-east-1')
  const last = await copy(middle, 'last', client, 'us-east-1')
  await client.send(new DeregisterImageCommand({ ImageId: middle }))
  expect((await ancestryOf(last)).map(({ ImageId }) => ImageId)).toEqual([last, middle, idOf('bastion')])
})

test('the list ends before an image that the account cannot see', async () => {
  const secret = imageOf('security-baseline')
  const own = imageOf('bastion')
  own.image.SourceImageId = secret.image.ImageId
  own.image.SourceImageRegion = secret.region
  expect(await ancestryOf(own.image.ImageId)).toHaveLength(2)
  secret.launchPermissions = []
  expect(await ancestryOf(own.image.ImageId)).toHaveLength(1)
})

test('the list ends at an image of Amazon’s', async () => {
  const first = await copy(idOf('bastion'), 'first', client, 'us-east-1')
  const second = await copy(first, 'second', client, 'us-east-1')
  const stored = aws.ec2.fleet.images.find(({ image }) => image.ImageId === first)
  if (stored) stored.image.ImageOwnerAlias = 'amazon'
  expect((await ancestryOf(second)).map(entry => entry.ImageOwnerAlias)).toEqual([undefined, 'amazon'])
})

test('an image that was registered from snapshots has no source', async () => {
  const SnapshotId = imageOf('bastion').image.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId
  const BlockDeviceMappings = [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId } }]
  const input = { Name: 'registered', RootDeviceName: '/dev/xvda', BlockDeviceMappings }
  const { ImageId = '' } = await client.send(new RegisterImageCommand(input))
  expect(await ancestryOf(ImageId)).toEqual([{ ImageId, CreationDate: expect.any(Date) }])
})

test('fifty images are listed, and no more', async () => {
  const [first] = aws.ec2.fleet.images
  if (!first) throw new Error('Expected an image.')
  const idAt = (number: number) => `ami-0${String(number).padStart(16, '0')}`
  for (let number = 1; number <= 51; number += 1) {
    const source = number > 1 && { SourceImageId: idAt(number - 1), SourceImageRegion: 'us-east-1' }
    const { SourceImageId: _, SourceImageRegion: __, ...image } = first.image
    aws.ec2.fleet.images.push({ ...first, image: { ...image, ...source, ImageId: idAt(number) } })
  }
  expect(await ancestryOf(idAt(50))).toHaveLength(50)
  const entries = await ancestryOf(idAt(51))
  expect(entries).toHaveLength(50)
  expect(entries.at(-1)?.SourceImageId).toBe(idAt(1))
})

test('the ancestry of an image that the caller cannot see is not shown', async () => {
  const partner = aws.ec2Client('us-east-1', accessKeyIdOf('210987654321'))
  expect((await refusalOf(ancestryOf(idOf('bastion'), partner))).name).toBe('InvalidAMIID.NotFound')
  expect((await refusalOf(ancestryOf('nothing'))).name).toBe('InvalidAMIID.Malformed')
})
