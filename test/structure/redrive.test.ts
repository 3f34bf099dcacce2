import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { devNull } from 'node:os'
import { parseQueueArn } from '../../scripts/redrive-queues.ts'

const ARN = 'arn:aws:sqs:eu-west-1:210987654321:amiops-production-events-dead-letters'

/** What SQS was asked, and for which region the call was signed. */
const asked: { call: string; region: string | undefined; body: Record<string, unknown> }[] = []
let server: Server

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const call = String(request.headers['x-amz-target']).replace('AmazonSQS.', '')
    const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1]
    asked.push({ call, region, body: JSON.parse(body) })
    const answers: Record<string, object> = {
      GetQueueUrl: { QueueUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/210987654321/q` },
      GetQueueAttributes: { Attributes: { QueueArn: ARN, ApproximateNumberOfMessages: '2' } },
    }
    response.setHeader('content-type', 'application/x-amz-json-1.0')
    response.end(JSON.stringify(answers[call] ?? {}))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => new Promise(resolve => server.close(resolve)))
beforeEach(() => {
  asked.length = 0
})

const run = (...args: string[]) => runWith({ AWS_REGION: 'us-east-1' }, ...args)

const runWith = (given: Record<string, string>, ...args: string[]) =>
  new Promise<{ code: number; out: string }>(resolve => {
    const { AWS_REGION: _a, AWS_DEFAULT_REGION: _b, AWS_PROFILE: _c, ...rest } = process.env
    const env = {
      ...rest,
      ...given,
      AWS_CONFIG_FILE: devNull,
      AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'AKIATEST',
      AWS_SECRET_ACCESS_KEY: 'test',
    }
    execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/redrive.ts', ...args],
      { env },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), out: stdout + stderr }),
    )
  })

test('a queue given by its ARN is asked in the region and account of the ARN', async () => {
  expect(await run('--queue', ARN)).toEqual({
    code: 0,
    out: expect.stringContaining('2 are being redriven'),
  })
  expect(asked.map(({ call, region }) => [call, region])).toEqual([
    ['GetQueueUrl', 'eu-west-1'],
    ['GetQueueAttributes', 'eu-west-1'],
    ['StartMessageMoveTask', 'eu-west-1'],
  ])
  expect(asked[0]?.body).toEqual({
    QueueName: 'amiops-production-events-dead-letters',
    QueueOwnerAWSAccountId: '210987654321',
  })
  expect(asked[2]?.body).toEqual({
    SourceArn: ARN,
    DestinationArn: ARN.replace('-dead-letters', ''),
  })
})

test('a queue given by its name is asked in the region of the environment', async () => {
  expect(await run('requests', '--dry-run')).toMatchObject({ code: 0 })
  expect(asked.map(({ region }) => region)).toEqual(['us-east-1', 'us-east-1'])
  expect(asked[0]?.body).toEqual({ QueueName: 'amiops-production-requests-dead-letters.fifo' })
})

test('without a region SQS is not asked: none is assumed', async () => {
  expect(await runWith({}, 'events')).toEqual({
    code: 2,
    out: expect.stringContaining('Expected a region, got none'),
  })
  expect(asked).toEqual([])
  expect(await runWith({ AWS_DEFAULT_REGION: 'sa-east-1' }, 'events', '--dry-run')).toMatchObject({ code: 0 })
  expect(asked.map(({ region }) => region)).toEqual(['sa-east-1', 'sa-east-1'])
})

test('a queue given by its name and region is asked there', async () => {
  expect(await run('events', '--region', 'eu-north-1', '--dry-run')).toMatchObject({ code: 0 })
  expect(asked.map(({ region }) => region)).toEqual(['eu-north-1', 'eu-north-1'])
  expect(await run('--queue', ARN, '--region', 'eu-north-1')).toEqual({
    code: 2,
    out: expect.stringContaining('Expected --queue or --region, got both'),
  })
})

test('what is no ARN of a queue, and an ARN beside a name, are refused before SQS is asked', async () => {
  expect(await run('--queue', 'my-queue')).toEqual({
    code: 2,
    out: expect.stringContaining('Expected --queue to be a queue’s ARN'),
  })
  expect(await run('events', '--queue', ARN)).toEqual({
    code: 2,
    out: expect.stringContaining('Expected --queue or a name, got both'),
  })
  expect(asked).toEqual([])
})

test.each([
  ['arn:aws-us-gov:sqs:us-gov-west-1:123456789012:a.fifo', ['us-gov-west-1', '123456789012', 'a.fifo']],
  ['arn:aws-cn:sqs:cn-north-1:123456789012:a_b-c', ['cn-north-1', '123456789012', 'a_b-c']],
])('%s is read', (arn, [region, account, name]) => {
  expect(parseQueueArn(arn)).toEqual({ region, account, name })
})

test.each([
  '',
  'arn:aws:sns:us-east-1:123456789012:topic',
  'arn:aws:sqs::123456789012:queue',
  'arn:aws:sqs:us-east-1:12345:queue',
  'arn:aws:sqs:us-east-1:123456789012:',
  'arn:aws:sqs:us-east-1:123456789012:a:b',
])('%j is no ARN of a queue', arn => {
  expect(parseQueueArn(arn)).toBeUndefined()
})
