import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
} from '@aws-sdk/client-ec2'
import { GetParameterHistoryCommand, GetParametersByPathCommand } from '@aws-sdk/client-ssm'
import { type Aws, startAws } from '../support.ts'

/** The family `payments-base` of the start: builds, aliases, copies, descendants, and who runs them. */

let aws: Aws
beforeEach(async () => {
  aws = await startAws()
})
afterEach(() => aws.close())

const STAGING = 'ASIASANDBOX345678901234'
const places = [
  ['us-east-1', 'AKIAANY'],
  ['eu-west-1', 'AKIAANY'],
  ['us-east-1', STAGING],
] as const

const nameOf = async (imageId: string, region: string, key: string) => {
  const input = { ImageIds: [imageId], IncludeDisabled: true }
  const { Images } = await aws.ec2Client(region, key).send(new DescribeImagesCommand(input))
  return Images?.[0]?.Name
}

const build = (age: number) =>
  `payments-base-${new Date(aws.clock.nowMs() - age * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '.')}`

test('each place has both aliases, and can use the images that they name', async () => {
  const seen = []
  for (const [region, key] of places) {
    const input = { Path: '/golden/payments-base' }
    const { Parameters = [] } = await aws.ssmClient(region, key).send(new GetParametersByPathCommand(input))
    const names = Parameters.map(({ Value = '' }) => nameOf(Value, region, key))
    seen.push(Object.fromEntries((await Promise.all(names)).map((name, at) => [Parameters[at]?.Name, name])))
  }
  const [dev, prod] = ['/golden/payments-base/dev', '/golden/payments-base/prod']
  expect(seen).toEqual([
    { [dev]: build(9), [prod]: build(21) },
    { [dev]: build(9), [prod]: build(21) },
    // The staging account still names the bad build.
    { [dev]: build(13), [prod]: build(21) },
  ])
})

test('an alias has earlier targets to return to', async () => {
  const input = { Name: '/golden/payments-base/prod' }
  const { Parameters = [] } = await aws.ssmClient().send(new GetParameterHistoryCommand(input))
  const names = Parameters.map(({ Value = '' }) => nameOf(Value, 'us-east-1', 'AKIAANY'))
  expect(await Promise.all(names)).toEqual([build(34), build(21)])
  const [earlier, later] = Parameters.map(({ LastModifiedDate }) => LastModifiedDate?.getTime() ?? 0)
  expect(earlier).toBeLessThan(later ?? 0)
})

test('the newest build is in both regions and two accounts, and no alias names it', async () => {
  for (const [region, key] of places) {
    const Filters = [{ Name: 'name', Values: [build(3)] }]
    const { Images = [] } = await aws.ec2Client(region, key).send(new DescribeImagesCommand({ Filters }))
    expect(Images).toMatchObject([{ State: 'available' }])
    const aliases = aws.ec2.fleet.parameters.filter(({ name }) => name.startsWith('/golden/'))
    expect(JSON.stringify(aliases)).not.toContain(Images[0]?.ImageId)
  }
})

test('the bad build has a copy, a descendant, and instances in both regions and accounts', async () => {
  const client = aws.ec2Client()
  const bad = [
    { Name: 'name', Values: [build(13)] },
    { Name: 'tag:Status', Values: ['bad'] },
  ]
  const { Images = [] } = await client.send(new DescribeImagesCommand({ Filters: bad }))
  const [source] = Images.map(({ ImageId = '' }) => ImageId)
  const Filters = [{ Name: 'source-image-id', Values: [source ?? ''] }]
  const named = async (region: string) =>
    (await aws.ec2Client(region).send(new DescribeImagesCommand({ Filters }))).Images?.map(({ Name }) => Name)
  expect(await named('eu-west-1')).toEqual([build(13)])
  expect(await named('us-east-1')).toEqual([expect.stringMatching(/^payments-settlement-/)])
  const running = await Promise.all(
    places.map(async ([region, key]) => {
      const { Reservations = [] } = await aws.ec2Client(region, key).send(new DescribeInstancesCommand({}))
      const copies = aws.ec2.fleet.images.filter(({ image }) => image.Name === build(13))
      const ids = new Set(copies.map(({ image }) => image.ImageId))
      return Reservations.flatMap(({ Instances = [] }) => Instances)
        .filter(({ ImageId = '' }) => ids.has(ImageId))
        .map(({ Tags = [] }) => Tags.find(({ Key }) => Key === 'Name')?.Value)
    }),
  )
  expect(running).toEqual([['payments-batch-1'], ['payments-batch-eu-1'], ['payments-staging-web-1']])
})

test('templates launch what the aliases name, each in its place', async () => {
  const resolved = await Promise.all(
    places.map(async ([region, key]) => {
      const input = { LaunchTemplateName: 'payments-web', ResolveAlias: true }
      const answer = await aws.ec2Client(region, key).send(new DescribeLaunchTemplateVersionsCommand(input))
      const imageId = answer.LaunchTemplateVersions?.[0]?.LaunchTemplateData?.ImageId ?? ''
      return nameOf(imageId, region, key)
    }),
  )
  expect(resolved).toEqual([build(21), build(21), build(13)])
})
