import {
  DescribeInstanceImageMetadataCommand,
  type DescribeInstanceImageMetadataCommandInput,
  DisableImageCommand,
  type EC2Client,
  paginateDescribeInstanceImageMetadata,
} from '@aws-sdk/client-ec2'
import { type Aws, refusalOf, startAws } from '../support.ts'

let aws: Aws
let client: EC2Client

beforeEach(async () => {
  aws = await startAws()
  client = aws.ec2Client()
})
afterEach(() => aws.close())

const describeInstances = async (input: DescribeInstanceImageMetadataCommandInput = {}) =>
  (await client.send(new DescribeInstanceImageMetadataCommand(input))).InstanceImageMetadata ?? []

const nameOf = ({ Tags = [] }: Awaited<ReturnType<typeof describeInstances>>[number]) =>
  Tags.find(({ Key }) => Key === 'Name')?.Value

const named = async (name: string) => {
  const [found] = await describeInstances({ Filters: [{ Name: 'tag:Name', Values: [name] }] })
  if (!found) throw new Error(`Expected an instance ${name}.`)
  return found
}

test('instances are described with their images, also with those that are gone', async () => {
  const running = await named('payments-api-1')
  expect(running).toMatchObject({
    InstanceId: expect.stringMatching(/^i-/),
    InstanceType: 'm7i.large',
    OwnerId: '123456789012',
    AvailabilityZone: 'us-east-1a',
    State: { Name: 'running', Code: 16 },
    ImageMetadata: {
      ImageId: expect.stringMatching(/^ami-/),
      Name: expect.stringMatching(/^payments-base-/),
      OwnerId: '123456789012',
      State: 'available',
      ImageAllowed: true,
      IsPublic: false,
    },
  })
  expect(running.LaunchTime).toBeInstanceOf(Date)
  expect(Date.parse(running.ImageMetadata?.CreationDate ?? '')).not.toBeNaN()
  expect((await named('payments-reports')).ImageMetadata).toMatchObject({
    Name: expect.stringMatching(/^payments-base-/),
    State: 'deregistered',
  })
  expect(await named('payments-reports')).toMatchObject({
    Tags: expect.arrayContaining([{ Key: 'Team', Value: 'payments' }]),
  })
})

test('an image is shown as it is now: disabled, deprecated, not allowed', async () => {
  const { ImageId = '' } = (await named('bastion')).ImageMetadata ?? {}
  await client.send(new DisableImageCommand({ ImageId }))
  expect((await named('bastion')).ImageMetadata?.State).toBe('disabled')
  aws.ec2.configure({ allowedImageOwners: ['210987654321'] })
  const staging = aws.ec2Client('us-east-1', 'ASIASANDBOX345678901234')
  const { InstanceImageMetadata = [] } = await staging.send(new DescribeInstanceImageMetadataCommand({}))
  expect(InstanceImageMetadata.map(({ ImageMetadata }) => ImageMetadata?.ImageAllowed)).toEqual(
    InstanceImageMetadata.map(() => false),
  )
  expect(InstanceImageMetadata.length).toBe(5)
  // An account's own images are always allowed.
  expect((await named('bastion')).ImageMetadata?.ImageAllowed).toBe(true)
})

test('instances are chosen by their ids and by filters', async () => {
  const bastion = await named('bastion')
  const byId = await describeInstances({ InstanceIds: [bastion.InstanceId ?? ''] })
  expect(byId.map(nameOf)).toEqual(['bastion'])
  const stopped = await describeInstances({ Filters: [{ Name: 'instance-state-name', Values: ['stopped'] }] })
  expect(stopped.map(nameOf)).toEqual(['bastion'])
  aws.ec2.configure({ allowedImageOwners: [] })
  const forbidden = await describeInstances({ Filters: [{ Name: 'image-allowed', Values: ['false'] }] })
  expect(forbidden).toEqual([])
  const byImage = describeInstances({ Filters: [{ Name: 'image-id', Values: ['ami-1'] }] })
  expect((await refusalOf(byImage)).name).toBe('InvalidParameterValue')
  const unknown = describeInstances({ InstanceIds: ['i-0fffffffffffffff1'] })
  expect((await refusalOf(unknown)).name).toBe('InvalidInstanceID.NotFound')
})

test('they come page by page, of 5 to 1,000', async () => {
  const all = await describeInstances()
  const pages: number[] = []
  const paged = paginateDescribeInstanceImageMetadata({ client, pageSize: 5 }, {})
  for await (const { InstanceImageMetadata = [] } of paged) pages.push(InstanceImageMetadata.length)
  expect(pages).toEqual([5, 5, all.length - 10])
  for (const MaxResults of [4, 1_001])
    expect((await refusalOf(describeInstances({ MaxResults }))).name).toBe('InvalidParameterValue')
})
