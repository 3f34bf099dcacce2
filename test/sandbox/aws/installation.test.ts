import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail'
import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge'
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda'
import type { World } from '../../../sandbox/world.ts'
import { startWorld } from '../world/support.ts'
import { refusalOf } from './support.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const settings = (path: string, region = 'us-east-1') => ({
  region,
  maxAttempts: 1,
  endpoint: `${world.url}/${path}`,
  credentials: { accessKeyId: 'AKIAANY', secretAccessKey: 'any' },
})

test('the stack has a state and outputs, and no other stack exists', async () => {
  const client = new CloudFormationClient(settings('cloudformation'))
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'amiops-sandbox' }))
  expect(Stacks).toMatchObject([
    {
      StackStatus: 'UPDATE_COMPLETE',
      Outputs: expect.arrayContaining([
        { OutputKey: 'SlackRequestUrl', OutputValue: `${world.url}/bot/` },
        {
          OutputKey: 'FallbackTopicArn',
          OutputValue: 'arn:aws:sns:us-east-1:123456789012:amiops-sandbox-fallback',
        },
        // What `npm run members` reads.
        {
          OutputKey: 'EventsQueueArn',
          OutputValue: 'arn:aws:sqs:us-east-1:123456789012:amiops-sandbox-events',
        },
        {
          OutputKey: 'EventBusArn',
          OutputValue: 'arn:aws:events:us-east-1:123456789012:event-bus/amiops-sandbox-members',
        },
        {
          OutputKey: 'RequestsRoleArn',
          OutputValue: expect.stringMatching(/^arn:aws:iam::123456789012:role\/amiops-sandbox-requests/),
        },
        { OutputKey: 'FunctionRoleArns', OutputValue: expect.stringMatching(/^(arn:[^,]+,){3}arn:[^,]+$/) },
      ]),
    },
  ])
  const resource = { StackName: 'amiops-sandbox', LogicalResourceId: 'Ledger' }
  expect(await client.send(new DescribeStackResourceCommand(resource))).toMatchObject({
    StackResourceDetail: { ResourceStatus: 'CREATE_COMPLETE' },
  })
  for (const other of [
    new DescribeStacksCommand({ StackName: 'amiops-other' }),
    new DescribeStackResourceCommand({ ...resource, LogicalResourceId: 'Other' }),
  ])
    expect(await refusalOf(client.send(other as DescribeStacksCommand))).toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining('does not exist'),
    })
})

test('a multi-region trail is there in every region, another one at home', async () => {
  world.installation.trails.push({
    name: 'local',
    region: 'eu-west-1',
    isMultiRegion: false,
    isLogging: false,
    logsWrites: false,
  })
  const namesIn = async (region: string) => {
    const client = new CloudTrailClient(settings('cloudtrail', region))
    return (await client.send(new DescribeTrailsCommand({}))).trailList?.map(({ Name }) => Name)
  }
  expect(await namesIn('us-west-2')).toEqual(['management-events'])
  expect(await namesIn('eu-west-1')).toEqual(['management-events', 'local'])
  const client = new CloudTrailClient(settings('cloudtrail'))
  expect(await client.send(new GetTrailStatusCommand({ Name: 'management-events' }))).toMatchObject({
    IsLogging: true,
  })
  expect(await client.send(new GetEventSelectorsCommand({ TrailName: 'local' }))).toMatchObject({
    EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }],
  })
  expect((await refusalOf(client.send(new GetTrailStatusCommand({ Name: 'none' })))).name).toBe(
    'TrailNotFoundException',
  )
})

test('a rule shows whether it is enabled', async () => {
  const client = new EventBridgeClient(settings('eventbridge'))
  expect(await client.send(new DescribeRuleCommand({ Name: 'ImageStateChangeRule' }))).toMatchObject({
    State: 'ENABLED',
  })
  expect((await refusalOf(client.send(new DescribeRuleCommand({ Name: 'none' })))).name).toBe(
    'ResourceNotFoundException',
  )
})

test("the account's quota, and what of it is reserved", async () => {
  const client = new LambdaClient(settings('lambda'))
  world.installation.reserved.set('amiops-sandbox-slack', 20)
  expect(await client.send(new GetAccountSettingsCommand({}))).toMatchObject({
    AccountLimit: { ConcurrentExecutions: 1_000, UnreservedConcurrentExecutions: 1_000 },
  })
  const of = async (FunctionName: string) =>
    (await client.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions
  expect([await of('amiops-sandbox-slack'), await of('other')]).toEqual([20, undefined])
})

test('each of them can be made to refuse', async () => {
  for (const [service, call] of [
    ['cloudformation', 'DescribeStacks'],
    ['cloudtrail', 'DescribeTrails'],
    ['eventbridge', 'DescribeRule'],
    ['lambda', 'GetAccountSettings'],
  ] as const)
    world.faults.add({ service, call, error: 'AccessDeniedException' })
  const calls = [
    new CloudFormationClient(settings('cloudformation')).send(new DescribeStacksCommand({})),
    new CloudTrailClient(settings('cloudtrail')).send(new DescribeTrailsCommand({})),
    new EventBridgeClient(settings('eventbridge')).send(new DescribeRuleCommand({ Name: 'any' })),
    new LambdaClient(settings('lambda')).send(new GetAccountSettingsCommand({})),
  ]
  const refusals = await Promise.all(calls.map(refusalOf))
  expect(refusals.map(({ name }) => name)).toEqual(calls.map(() => 'AccessDeniedException'))
})
