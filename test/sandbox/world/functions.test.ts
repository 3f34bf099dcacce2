import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { World } from '../../../sandbox/world.ts'
import { createWorld } from '../../../sandbox/world.ts'
import type { WorldOptions } from '../../../sandbox/world-options.ts'
import { get, post } from './support.ts'

let folder: string
let world: World | undefined
const logs: string[] = []

beforeEach(() => {
  // Inside the project, where a bundle finds what it does not carry.
  folder = mkdtempSync(join(process.cwd(), 'node_modules', '.amiops-functions-'))
  logs.length = 0
})
afterEach(async () => {
  await world?.close()
  world = undefined
  rmSync(folder, { recursive: true })
})

const QUEUE = `
resources:
  Resources:
    Jobs:
      Type: AWS::SQS::Queue
      Properties: { QueueName: 'jobs-\${sls:stage}' }
`

/** Deploys handlers from source, as the real ones are. */
const deploy = async (
  handlers: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
  options: Partial<WorldOptions> = {},
): Promise<World> => {
  const base = relative(process.cwd(), folder)
  const functions = Object.keys(handlers).map(
    name =>
      `  ${name}: { handler: ${base}/${name}.handler, timeout: 3, url: true, environment: { ${environment[name] ?? ''} } }`,
  )
  for (const [name, source] of Object.entries(handlers)) {
    if (source) writeFileSync(join(folder, `${name}.ts`), source)
  }
  const deploymentFile = join(folder, 'serverless.yml')
  writeFileSync(deploymentFile, `functions:\n${functions.join('\n')}\n${QUEUE}`)
  const onLog = (functionName: string, line: string) => logs.push(`${functionName}: ${line}`)
  world = await createWorld({ port: 0, fleet: 'empty', schedules: false, deploymentFile, onLog, ...options })
  return world
}

const refusalOf = async (deploying: Promise<World>): Promise<string> => {
  try {
    await deploying
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('Expected the world not to start.')
}

const TELL = (names: string) =>
  `export const handler = async () => Object.fromEntries(${names}.map(name => [name, process.env[name]]))`

test('a function sees its own environment with its references resolved, and no other', async () => {
  const names =
    "['JOBS_URL', 'ONLY_MINE', 'AWS_REGION', 'SLACK_API_URL', 'AWS_ENDPOINT_URL_EC2', 'AWS_PROFILE']"
  process.env.AWS_PROFILE = 'somebody'
  const { url } = await deploy(
    { one: TELL(names), two: TELL(names) },
    { one: 'JOBS_URL: { Ref: Jobs }, ONLY_MINE: yes' },
  ).finally(() => {
    delete process.env.AWS_PROFILE
  })
  const running = world as World
  expect((await post(running, '/_sandbox/functions/one')).json).toMatchObject({
    result: {
      JOBS_URL: `${url}/sqs/123456789012/jobs-sandbox`,
      ONLY_MINE: 'yes',
      AWS_REGION: 'us-east-1',
      SLACK_API_URL: `${url}/slack/api/`,
      AWS_ENDPOINT_URL_EC2: `${url}/ec2`,
    },
  })
  const two = (await post(running, '/_sandbox/functions/two')).json
  expect(two).not.toHaveProperty('result.ONLY_MINE')
  expect(two).not.toHaveProperty('result.AWS_PROFILE')
})

test('what a function logs is its own, and nothing of it reaches the terminal', async () => {
  const source = `export const handler = async () => {
    console.log('a word')
    process.stdout.write('half a ')
    process.stdout.write('line\\n')
    process.emitWarning('careful')
  }`
  await post(await deploy({ talker: source }), '/_sandbox/functions/talker')
  expect(logs).toEqual(['talker: a word', 'talker: half a line', 'talker: careful'])
})

test('a warning of a function is on the timeline', async () => {
  const source = `export const handler = async () => console.log(JSON.stringify({ level: 'WARN', message: 'hm' }))`
  const running = await deploy({ worrier: source })
  await post(running, '/_sandbox/functions/worrier')
  expect(running.timeline.recent()[0]).toMatchObject({ title: 'worrier logged trouble', service: 'lambda' })
})

test('the context is as Lambda gives it', async () => {
  const source = `export const handler = async (event, context) =>
    ({ ...context, left: context.getRemainingTimeInMillis() })`
  const { json } = await post(await deploy({ curious: source }), '/_sandbox/functions/curious')
  expect(json).toMatchObject({
    result: {
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionName: 'amiops-sandbox-curious',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:amiops-sandbox-curious',
      functionVersion: '$LATEST',
    },
  })
})

test('a function run by hand that throws says what it threw', async () => {
  const source = `export const handler = async () => { throw new RangeError('too far') }`
  const answer = await post(await deploy({ thrower: source }), '/_sandbox/functions/thrower')
  expect(answer).toMatchObject({ status: 502, json: { errorType: 'RangeError', errorMessage: 'too far' } })
  expect(logs).toEqual([expect.stringMatching(/^thrower: .*"level":"ERROR".*too far/)])
})

test('a function that there is not', async () => {
  const running = await deploy({ one: TELL('[]') })
  expect((await post(running, '/_sandbox/functions/none')).status).toBe(404)
  expect((await get(running, '/_sandbox/functions')).json).toEqual([{ name: 'one', running: 0 }])
})

test('a handler file that is missing is named, and the port is free again', async () => {
  const message = await refusalOf(deploy({ absent: '' }))
  expect(message).toMatch(/^The function "absent" has no handler file: expected .*absent\.ts/)
})

test('all functions that cannot be bundled are named at once', async () => {
  const message = await refusalOf(deploy({ one: 'import "./nowhere.ts"', two: 'export const = 1' }))
  expect(message).toMatch(/The function "one" could not be bundled:[\s\S]*nowhere/)
  expect(message).toMatch(/The function "two" could not be bundled:/)
})

test('a bundle that throws while it loads, and one without a handler', async () => {
  const message = await refusalOf(
    deploy({ one: `throw new Error('no config')`, two: 'export const handle = 1' }),
  )
  expect(message).toMatch(/The function "one" does not load: Error: no config/)
  expect(message).toMatch(/The function "two" has no handler: .*two exports no function "handler"\./)
})

test('a function finds its secrets under the names that it was deployed with, and who launches images', async () => {
  const source = `
    import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling'
    import { AwsClient } from 'aws4fetch'
    const { AMIOPS_BOT_TOKEN_PARAM, AWS_ENDPOINT_URL_SSM, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env
    export const handler = async () => {
      const keys = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY }
      const ssm = new AwsClient({ ...keys, service: 'ssm', region: 'us-east-1' })
      const answer = await ssm.fetch(AWS_ENDPOINT_URL_SSM, {
        method: 'POST',
        headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameters' },
        body: JSON.stringify({ Names: [AMIOPS_BOT_TOKEN_PARAM], WithDecryption: true }),
      })
      const { AutoScalingGroups } = await new AutoScalingClient({}).send(new DescribeAutoScalingGroupsCommand({}))
      const groups = AutoScalingGroups.map(group => group.AutoScalingGroupName)
      return { token: (await answer.json()).Parameters[0].Value, groups }
    }`
  const environment = { reader: 'AMIOPS_BOT_TOKEN_PARAM: /amiops/sandbox/slack-bot-token' }
  const running = await deploy({ reader: source }, environment, { fleet: 'demo' })
  expect((await post(running, '/_sandbox/functions/reader')).json).toMatchObject({
    result: { token: 'xoxb-sandbox', groups: expect.arrayContaining(['payments-api', 'bastion']) },
  })
})

test('CloudTrail names the role of the function that called', async () => {
  const source = `
    import { DisableImageCommand, EC2Client } from '@aws-sdk/client-ec2'
    export const handler = ({ ImageId }) => new EC2Client({}).send(new DisableImageCommand({ ImageId }))`
  const running = await deploy({ keeper: source })
  const { json } = await post(running, '/_sandbox/images', { name: 'golden', quiet: true })
  await post(running, '/_sandbox/aws', { cloudTrailDelayMs: 0 })
  await post(running, '/_sandbox/functions/keeper', { ImageId: (json as { imageId: string }).imageId })
  await running.idle()
  const told = running.timeline.recent().find(({ title }) => title.startsWith('AWS API Call via CloudTrail'))
  expect(told?.title).toBe('AWS API Call via CloudTrail DisableImage -> no rule')
  expect(told?.detail).toMatchObject({
    detail: {
      userIdentity: {
        arn: 'arn:aws:sts::123456789012:assumed-role/amiops-sandbox-keeper-us-east-1-lambdaRole/amiops-sandbox-keeper',
      },
    },
  })
})

test("a function dies at a call of the AWS SDK's too, and what it does then reaches nobody", async () => {
  const source = `
    import { DescribeImagesCommand, EC2Client, EnableImageCommand } from '@aws-sdk/client-ec2'
    const client = new EC2Client({ maxAttempts: 3 })
    export const handler = async () => {
      await client.send(new DescribeImagesCommand({}))
      await client.send(new EnableImageCommand({ ImageId: 'ami-0123456789abcdef0' }))
    }`
  const running = await deploy({ enabler: source })
  await post(running, '/_sandbox/faults', { service: 'lambda', call: 'enabler', killAtCall: 2 })
  const { json } = await post(running, '/_sandbox/functions/enabler')
  expect(json).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' })
  await running.idle()
  const titles = running.timeline.recent().map(({ title }) => title)
  expect(titles).toContain('enabler killed at its call to /ec2/')
  expect(titles.filter(title => /^(Describe|Enable)Image/.test(title))).toEqual(['DescribeImages -> ok'])
})
