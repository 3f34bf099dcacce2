import {
  CopyImageCommand,
  CreateTagsCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DisableImageCommand,
  type EC2Client,
  EnableImageCommand,
  ModifyImageAttributeCommand,
} from '@aws-sdk/client-ec2'
import { type Aws, refusalOf, startAws } from '../support.ts'

let aws: Aws
let client: EC2Client

beforeEach(async () => {
  aws = await startAws()
  client = aws.ec2Client()
})
afterEach(() => aws.close())

const ImageId = () =>
  aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith('bastion'))?.image.ImageId

const settle = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call
    return 'ok'
  } catch (error) {
    return error instanceof Error ? error.name : String(error)
  }
}

/** How many of so many calls at one moment were taken. */
const countTaken = async (calls: number, call: () => Promise<unknown>): Promise<number> => {
  const outcomes = await Promise.all(Array.from({ length: calls }, () => settle(call())))
  return outcomes.filter(outcome => outcome !== 'RequestLimitExceeded').length
}

const dry = { DryRun: true }

/** A dry run, and a call that is refused for another reason, count like any other. */
const CALLS: [string, number, number, () => Promise<unknown>][] = [
  ['DescribeImages', 100, 20, () => client.send(new DescribeImagesCommand({ MaxResults: 5 }))],
  [
    'DescribeInstances of a page',
    100,
    20,
    () => client.send(new DescribeInstancesCommand({ MaxResults: 5 })),
  ],
  ['DescribeInstances of everything', 50, 10, () => client.send(new DescribeInstancesCommand({}))],
  ['EnableImage', 50, 5, () => client.send(new EnableImageCommand({ ImageId: ImageId(), ...dry }))],
  ['DisableImage', 50, 5, () => client.send(new DisableImageCommand({ ImageId: ImageId(), ...dry }))],
  ['DeregisterImage', 100, 5, () => client.send(new DeregisterImageCommand({ ImageId: ImageId(), ...dry }))],
  [
    'ModifyImageAttribute',
    100,
    5,
    () => client.send(new ModifyImageAttributeCommand({ ImageId: 'no image', ...dry })),
  ],
  [
    'CreateTags',
    100,
    10,
    () => client.send(new CreateTagsCommand({ Resources: [ImageId() ?? ''], Tags: [{ Key: 'a' }], ...dry })),
  ],
  [
    'CopyImage',
    100,
    1,
    () =>
      client.send(
        new CopyImageCommand({
          Name: 'copy',
          SourceRegion: 'us-east-1',
          SourceImageId: ImageId(),
          ...dry,
        }),
      ),
  ],
]

test.each(CALLS)('%s: %i at once, and %i more each second', async (_name, size, perSecond, call) => {
  expect(await countTaken(size + 1, call)).toBe(size)
  await aws.clock.advance(1_000)
  expect(await countTaken(perSecond + 1, call)).toBe(perSecond)
})

test('a bucket is never fuller than full', async () => {
  await aws.clock.advance(3_600_000)
  const call = () => client.send(new EnableImageCommand({ ImageId: ImageId(), DryRun: true }))
  await countTaken(1, call)
  await aws.clock.advance(3_600_000)
  expect(await countTaken(51, call)).toBe(50)
})

test('each call, account and region has a bucket of its own', async () => {
  const input = { ImageId: ImageId(), DryRun: true }
  await countTaken(50, () => client.send(new EnableImageCommand(input)))
  expect(await settle(client.send(new EnableImageCommand(input)))).toBe('RequestLimitExceeded')
  expect(await settle(client.send(new DisableImageCommand(input)))).toBe('DryRunOperation')
  const elsewhere = aws.ec2Client('eu-west-1').send(new EnableImageCommand(input))
  expect(await settle(elsewhere)).toBe('InvalidAMIID.NotFound')
  const somebodyElse = aws
    .ec2Client('us-east-1', 'ASIASANDBOX210987654321')
    .send(new EnableImageCommand(input))
  expect(await settle(somebodyElse)).toBe('InvalidAMIID.NotFound')
})

test('a throttled call is refused in the words of AWS, with 503, and has changed nothing', async () => {
  const input = { ImageId: ImageId() }
  await countTaken(50, () => client.send(new DisableImageCommand({ ...input, DryRun: true })))
  expect(await refusalOf(client.send(new DisableImageCommand(input)))).toEqual({
    name: 'RequestLimitExceeded',
    message: 'Request limit exceeded.',
    status: 503,
  })
  const { Images } = await client.send(new DescribeImagesCommand({ ImageIds: [input.ImageId ?? ''] }))
  expect(Images?.[0]?.State).toBe('available')
})

test('with throttling off, there is no end', async () => {
  aws.ec2.configure({ throttling: false })
  const call = () => client.send(new EnableImageCommand({ ImageId: ImageId(), DryRun: true }))
  expect(await countTaken(120, call)).toBe(120)
})
