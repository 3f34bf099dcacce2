import {
  CopyImageCommand,
  CreateTagsCommand,
  DeregisterImageCommand,
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  DisableImageCommand,
  type EC2Client,
  EnableImageCommand,
  ListImagesInRecycleBinCommand,
} from '@aws-sdk/client-ec2'
import { type Aws, refusalOf, startAws } from '../support.ts'

const LAG_MS = 10_000

let aws: Aws
let client: EC2Client
let ImageId: string

beforeEach(async () => {
  aws = await startAws({ settings: { consistencyLagMs: LAG_MS } })
  client = aws.ec2Client()
  ImageId = aws.ec2.fleet.images[0]?.image.ImageId ?? ''
})
afterEach(() => aws.close())

const look = async (id = ImageId) =>
  (await client.send(new DescribeImagesCommand({ ImageIds: [id], IncludeDisabled: true }))).Images?.[0]

const sharesOf = async () => {
  const command = new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' })
  return (await client.send(command)).LaunchPermissions?.length
}

test('a disabled image looks available and shared until the change has come through', async () => {
  await client.send(new DisableImageCommand({ ImageId }))
  await aws.clock.advance(LAG_MS - 1)
  // The event has long been told.
  expect(aws.emitted[0]?.detail).toMatchObject({ State: 'disabled' })
  expect(await look()).toMatchObject({ State: 'available' })
  expect(await sharesOf()).toBe(2)
  await aws.clock.advance(1)
  expect(await look()).toMatchObject({ State: 'disabled' })
  expect(await sharesOf()).toBe(0)
})

test('of two changes, each comes through at its own time', async () => {
  await client.send(new DisableImageCommand({ ImageId }))
  await aws.clock.advance(4_000)
  const Tags = [{ Key: 'Team', Value: 'ledger' }]
  await client.send(new CreateTagsCommand({ Resources: [ImageId], Tags }))
  const seen = async () => {
    const image = await look()
    return [image?.State, image?.Tags?.find(tag => tag.Key === 'Team')?.Value]
  }
  expect(await seen()).toEqual(['available', 'payments'])
  await aws.clock.advance(6_000)
  expect(await seen()).toEqual(['disabled', 'payments'])
  await aws.clock.advance(4_000)
  expect(await seen()).toEqual(['disabled', 'ledger'])
})

test('what changes an image is not fooled by what describes it', async () => {
  await client.send(new DisableImageCommand({ ImageId }))
  expect((await client.send(new EnableImageCommand({ ImageId }))).Return).toBe(true)
  await aws.clock.advance(1_000)
  expect(aws.emitted.map(({ detail }) => detail.State)).toEqual(['disabled', 'available'])
})

test('a copy cannot be seen at first, then is pending, though it is available', async () => {
  const input = { Name: 'copy', SourceImageId: ImageId, SourceRegion: 'us-east-1' }
  const { ImageId: copy = '' } = await client.send(new CopyImageCommand(input))
  expect((await refusalOf(look(copy))).name).toBe('InvalidAMIID.NotFound')
  await aws.clock.advance(LAG_MS)
  expect((await look(copy))?.State).toBe('pending')
  await aws.clock.advance(3_000)
  expect((await look(copy))?.State).toBe('available')
})

test('a deregistered image lingers, and is not in the Recycle Bin yet', async () => {
  await client.send(new DeregisterImageCommand({ ImageId }))
  const kept = async () => (await client.send(new ListImagesInRecycleBinCommand({}))).Images?.length
  expect((await look())?.State).toBe('available')
  expect(await kept()).toBe(0)
  await aws.clock.advance(LAG_MS)
  expect((await refusalOf(look())).name).toBe('InvalidAMIID.NotFound')
  expect(await kept()).toBe(1)
})

test('switched off, everything has come through at once', async () => {
  await client.send(new DisableImageCommand({ ImageId }))
  aws.ec2.configure({ consistencyLagMs: 0 })
  expect((await look())?.State).toBe('disabled')
})
