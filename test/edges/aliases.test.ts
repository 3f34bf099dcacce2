import { createServer, type Server } from 'node:http'
import type { AwsCredentialIdentity } from '@smithy/types'
import { keepCredentials } from '../../src/aws/ec2/kept-credentials.ts'
import { createAliases } from '../../src/aws/ssm/aliases.ts'
import { createStillClock } from '../support/clock.ts'
import { openEverySession, sessionForParameter } from '../support/sessions.ts'

/** What the adapter sends to SSM, and what it makes of each answer. */

type Input = Record<string, unknown>
type Reply = { status?: number; body: object } | 'hang up'

let server: Server
let endpoint: string
let asked: { operation: string; input: Input; authorization: string }[]
let reply: (operation: string, input: Input) => Reply

beforeEach(async () => {
  asked = []
  reply = () => ({ body: {} })
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const operation = String(request.headers['x-amz-target']).replace('AmazonSSM.', '')
    const input = JSON.parse(Buffer.concat(chunks).toString()) as Input
    asked.push({ operation, input, authorization: String(request.headers.authorization) })
    const answer = reply(operation, input)
    if (answer === 'hang up') {
      request.socket.destroy()
      return
    }
    response.statusCode = answer.status ?? 200
    response.end(JSON.stringify(answer.body))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

const WHERE = { account: '123456789012', region: 'eu-west-1' }
const PROD = '/golden/payments-base/prod'
const IMAGE_ID = 'ami-0123456789abcdef0'
const PARAMETER = {
  ARN: `arn:aws:ssm:eu-west-1:123456789012:parameter${PROD}`,
  Name: PROD,
  Type: 'String',
  Value: IMAGE_ID,
  Version: 7,
  DataType: 'aws:ec2:image',
  LastModifiedDate: 1768478400.123,
}

const connect = (
  credentialsOf: () => (() => Promise<AwsCredentialIdentity>) | undefined = () => undefined,
  openSession = openEverySession,
) =>
  createAliases({
    openSession,
    own: { region: 'us-east-1', accessKeyId: 'AKIAOWN', secretAccessKey: 'own' },
    credentialsOf,
    endpoint,
    nowMs: createStillClock().nowMs,
  })

const refusal = (type: string, message: string, status = 400): Reply => ({
  status,
  body: { __type: type, message },
})

describe('reading', () => {
  test('a parameter, signed for its region; undefined where there is none', async () => {
    reply = () => ({ body: { Parameters: [PARAMETER], InvalidParameters: ['/other'] } })
    expect(await connect().read(WHERE, PROD)).toEqual({
      value: IMAGE_ID,
      version: 7,
      type: 'String',
      dataType: 'aws:ec2:image',
      changedAtMs: 1768478400123,
    })
    expect(await connect().read(WHERE, '/other')).toBeUndefined()
    expect(asked[0]).toMatchObject({ operation: 'GetParameters', input: { Names: [PROD] } })
    expect(asked[0]?.authorization).toContain('Credential=AKIAOWN/')
    expect(asked[0]?.authorization).toContain('/eu-west-1/ssm/aws4_request')
  })

  test.each([
    [10, 1],
    [11, 2],
  ])('%i parameters take %i calls', async (count, calls) => {
    reply = (_, { Names }) => ({
      body: { Parameters: (Names as string[]).map(Name => ({ ...PARAMETER, Name })) },
    })
    const names = Array.from({ length: count }, (_, i) => `/golden/a${i}`)
    expect([...(await connect().readAll(WHERE, names)).keys()]).toEqual(names)
    expect(asked).toHaveLength(calls)
  })

  test('a parameter without a data type is text', async () => {
    const { DataType: _, ...text } = PARAMETER
    reply = () => ({ body: { Parameters: [text] } })
    expect(await connect().read(WHERE, PROD)).toMatchObject({ dataType: 'text' })
  })

  test('the newest versions, the newest first, over all pages, with who wrote them', async () => {
    reply = (_, { NextToken }) => ({
      body: NextToken
        ? {
            Parameters: [
              { ...PARAMETER, Version: 3, LastModifiedUser: 'arn:aws:iam::123456789012:user/sam' },
            ],
          }
        : {
            Parameters: [1, 2].map(Version => ({ ...PARAMETER, Version, Value: `ami-${Version}` })),
            NextToken: 'more',
          },
    })
    const versions = await connect().versions(WHERE, PROD, 2)
    expect(versions).toEqual([
      {
        value: IMAGE_ID,
        version: 3,
        dataType: 'aws:ec2:image',
        changedAtMs: 1768478400123,
        by: 'arn:aws:iam::123456789012:user/sam',
      },
      { value: 'ami-2', version: 2, dataType: 'aws:ec2:image', changedAtMs: 1768478400123 },
    ])
    expect(asked.map(({ input }) => input.NextToken)).toEqual([undefined, 'more'])
  })

  test('a parameter that is gone has no versions', async () => {
    reply = () => refusal('com.amazonaws.ssm#ParameterNotFound', '')
    expect(await connect().versions(WHERE, PROD, 5)).toEqual([])
  })

  test.each([
    [
      'AccessDeniedException',
      'User: arn:aws:sts::1:assumed-role/x/y is not authorized to perform: ssm:GetParameters on resource: z',
      'AccessDeniedException: the permission ssm:GetParameters is missing',
    ],
    [
      'ThrottlingException',
      'Rate exceeded',
      'ThrottlingException: AWS throttles asking with ssm:GetParameters; try again in a minute',
    ],
    ['InvalidKeyId', 'No such key', 'InvalidKeyId: No such key (asking with ssm:GetParameters)'],
  ])('%s is an error in words', async (type, message, words) => {
    reply = () => refusal(type, message)
    await expect(connect().read(WHERE, PROD)).rejects.toThrow(words)
  })

  test('a kept connection that was closed is tried again', async () => {
    let isFirst = true
    reply = () => {
      if (!isFirst) return { body: { Parameters: [PARAMETER] } }
      isFirst = false
      return 'hang up'
    }
    expect(await connect().read(WHERE, PROD)).toMatchObject({ version: 7 })
  })
})

describe('putting', () => {
  test('an image is put as an alias of EC2, over what is there', async () => {
    reply = () => ({ body: { Version: 8, Tier: 'Standard' } })
    expect(await connect().put(sessionForParameter(WHERE, PROD), IMAGE_ID)).toEqual({
      kind: 'accepted',
      version: 8,
    })
    expect(asked).toMatchObject([
      {
        operation: 'PutParameter',
        input: {
          Name: PROD,
          Value: IMAGE_ID,
          Type: 'String',
          DataType: 'aws:ec2:image',
          Overwrite: true,
        },
      },
    ])
  })

  test.each<[string, Reply, object]>([
    [
      'a refusal has SSM’s code and words',
      refusal('ParameterLimitExceeded', 'Too many'),
      { kind: 'refused', code: 'ParameterLimitExceeded', message: 'Too many' },
    ],
    [
      'throttling changed nothing',
      refusal('ThrottlingException', 'Rate exceeded'),
      { kind: 'refused', code: 'ThrottlingException', message: 'Rate exceeded' },
    ],
    [
      'SSM’s own trouble may come after the work',
      refusal('InternalServerError', 'sorry', 500),
      { kind: 'unknown', message: 'InternalServerError' },
    ],
    [
      'an answer that cannot be read does not say what was done',
      { body: { Tier: 'Standard' } },
      { kind: 'unknown', message: expect.stringContaining('ValiError') },
    ],
    ['a lost answer', 'hang up', { kind: 'unknown', message: expect.any(String) }],
  ])('%s; it is tried once', async (_what, answer, expected) => {
    reply = () => answer
    expect(await connect().put(sessionForParameter(WHERE, PROD), IMAGE_ID)).toEqual(expected)
    expect(asked).toHaveLength(1)
  })

  test('without a session nothing is sent', async () => {
    const answer = await connect(undefined, async () => ({
      kind: 'refused',
      code: 'NoSession',
      message: 'STS denied it.',
    })).put(sessionForParameter(WHERE, PROD), IMAGE_ID)
    expect(answer).toMatchObject({ kind: 'refused', code: 'NoSession' })
    expect(asked).toEqual([])
  })
})

describe('credentials of another account', () => {
  const clock = createStillClock()
  const credentials = (accessKeyId: string, endsInMs: number): AwsCredentialIdentity => ({
    accessKeyId,
    secretAccessKey: 'secret',
    expiration: new Date(clock.nowMs() + endsInMs),
  })

  test('the account’s role signs, and is assumed once for many calls', async () => {
    reply = () => ({ body: { Parameters: [PARAMETER] } })
    let assumed = 0
    const aliases = connect(() => async () => credentials(`AKIA${++assumed}`, 3_600_000))
    await Promise.all([aliases.read(WHERE, PROD), aliases.read({ ...WHERE, region: 'us-east-1' }, PROD)])
    await aliases.read(WHERE, PROD)
    expect(asked.map(({ authorization }) => /Credential=(\w+)/.exec(authorization)?.[1])).toEqual([
      'AKIA1',
      'AKIA1',
      'AKIA1',
    ])
  })

  test('they are read again shortly before they end, and after a failure', async () => {
    let read = 0
    const kept = keepCredentials(async () => {
      if (++read === 1) throw new Error('STS is away')
      return credentials(`AKIA${read}`, 3_600_000)
    }, clock.nowMs)
    await expect(kept()).rejects.toThrow('STS is away')
    expect(await kept()).toMatchObject({ accessKeyId: 'AKIA2' })
    clock.advance(54 * 60_000)
    expect(await kept()).toMatchObject({ accessKeyId: 'AKIA2' })
    clock.advance(60_000)
    expect(await kept()).toMatchObject({ accessKeyId: 'AKIA3' })
  })
})
