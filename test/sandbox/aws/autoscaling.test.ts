import {
  type AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeLaunchConfigurationsCommand,
  DescribePoliciesCommand,
  paginateDescribeAutoScalingGroups,
} from '@aws-sdk/client-auto-scaling'
import { type Aws, refusalOf, startAws } from './support.ts'

let aws: Aws
let client: AutoScalingClient

beforeEach(async () => {
  aws = await startAws()
  client = aws.autoScalingClient()
})
afterEach(() => aws.close())

const describe = async (...AutoScalingGroupNames: string[]) =>
  (await client.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames }))).AutoScalingGroups ?? []

const idOf = (prefix: string) =>
  aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith(prefix))?.image.ImageId

test('a group that launches the latest version of a template, with its instances', async () => {
  const [group] = await describe('payments-api')
  expect(group).toMatchObject({
    AutoScalingGroupName: 'payments-api',
    AutoScalingGroupARN: expect.stringMatching(
      /^arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:/,
    ),
    LaunchTemplate: { LaunchTemplateName: 'payments-api', Version: '$Latest' },
    DesiredCapacity: 2,
    CreatedTime: expect.any(Date),
    Instances: [{ LifecycleState: 'InService' }, { LifecycleState: 'InService' }],
  })
})

test('a group that pins an old version, and has no instance now', async () => {
  const [group] = await describe('payments-batch')
  expect(group).toMatchObject({ LaunchTemplate: { Version: '1' }, DesiredCapacity: 0, Instances: [] })
})

test('a group with a mixed instances policy, whose overrides name images and versions of their own', async () => {
  const [group] = await describe('checkout-mixed')
  expect(group?.LaunchTemplate).toBeUndefined()
  expect(group?.MixedInstancesPolicy?.LaunchTemplate).toMatchObject({
    LaunchTemplateSpecification: { LaunchTemplateName: 'checkout-api', Version: '$Default' },
    Overrides: [
      { InstanceType: 'm7g.large' },
      { InstanceType: 'm7i.large', ImageId: idOf('payments-base') },
      { InstanceType: 'c7i.large', LaunchTemplateSpecification: { Version: '1' } },
    ],
  })
})

test('a group that launches from a launch configuration, and that configuration', async () => {
  const [group] = await describe('bastion')
  expect(group?.LaunchConfigurationName).toBe('bastion-2024')
  const { LaunchConfigurations } = await client.send(
    new DescribeLaunchConfigurationsCommand({ LaunchConfigurationNames: ['bastion-2024', 'none'] }),
  )
  expect(LaunchConfigurations).toEqual([
    expect.objectContaining({
      LaunchConfigurationName: 'bastion-2024',
      ImageId: idOf('bastion'),
      InstanceType: 't3.micro',
      CreatedTime: expect.any(Date),
    }),
  ])
})

test('a group that there is not is left out, without an error', async () => {
  expect(await describe('none')).toEqual([])
  expect(await describe('none', 'bastion')).toHaveLength(1)
})

test('without names, all groups of the own account and region come', async () => {
  expect(await describe()).toHaveLength(6)
  client = aws.autoScalingClient('eu-west-1')
  expect(await describe()).toHaveLength(1)
  client = aws.autoScalingClient('us-east-1', 'ASIASANDBOX210987654321')
  expect(await describe()).toEqual([])
})

test('groups come page by page, fifty when nobody says how many', async () => {
  const [group] = aws.ec2.fleet.groups
  if (!group) throw new Error('Expected a group.')
  for (let number = 0; number < 100; number += 1) {
    const AutoScalingGroupName = `group-${number}`
    aws.ec2.fleet.groups.push({ ...group, group: { ...group.group, AutoScalingGroupName } })
  }
  expect(await describe()).toHaveLength(50)
  const names: string[] = []
  const sizes: number[] = []
  for await (const page of paginateDescribeAutoScalingGroups({ client, pageSize: 40 }, {})) {
    sizes.push(page.AutoScalingGroups?.length ?? 0)
    names.push(...(page.AutoScalingGroups ?? []).map(({ AutoScalingGroupName = '' }) => AutoScalingGroupName))
  }
  expect(sizes).toEqual([40, 40, 26])
  expect(new Set(names).size).toBe(106)
})

test.each([
  ['a page of 101', new DescribeAutoScalingGroupsCommand({ MaxRecords: 101 }), 'ValidationError'],
  ['a page of 0', new DescribeAutoScalingGroupsCommand({ MaxRecords: 0 }), 'ValidationError'],
  ['a token of somebody else', new DescribeAutoScalingGroupsCommand({ NextToken: 'x' }), 'InvalidNextToken'],
])('%s is refused', async (_what, command, name) => {
  const { name: got, status } = await refusalOf(client.send(command))
  expect([got, status]).toEqual([name, 400])
})

test('a page of 100 is taken', async () => {
  const { AutoScalingGroups } = await client.send(new DescribeAutoScalingGroupsCommand({ MaxRecords: 100 }))
  expect(AutoScalingGroups).toHaveLength(6)
})

test('a call that there is not is refused', async () => {
  expect((await refusalOf(client.send(new DescribePoliciesCommand({})))).name).toBe('InvalidAction')
})

test('who may not ask is refused, and who asks too much too', async () => {
  aws.faults.add({ service: 'autoscaling', call: 'DescribeAutoScalingGroups', error: 'AccessDenied' })
  expect(await refusalOf(describe())).toMatchObject({ name: 'AccessDenied', status: 403 })
  aws.faults.add({ service: 'autoscaling', call: '*', error: 'Throttling' })
  expect(await refusalOf(describe())).toMatchObject({ name: 'Throttling', message: 'Rate exceeded' })
  aws.faults.add({ service: 'autoscaling', call: '*', drop: true })
  await expect(describe()).rejects.toThrow()
  expect(await describe()).toHaveLength(6)
})
