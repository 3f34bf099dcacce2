import {
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  type ParameterStringFilter,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm'
import { type Aws, NOW_MS, refusalOf, startAws } from '../support.ts'

let aws: Aws
let client: SSMClient

beforeEach(async () => {
  aws = await startAws()
  client = aws.ssmClient()
})
afterEach(() => aws.close())

const put = (Name: string, Value: string, more: object = {}) =>
  client.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true, ...more }))

const read = async (Name: string) => (await client.send(new GetParameterCommand({ Name }))).Parameter

const eksNode = () =>
  aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith('eks-node-1.33'))?.image.ImageId

test('a parameter that holds an image', async () => {
  expect(await read('/platform/eks-node/latest')).toEqual({
    Name: '/platform/eks-node/latest',
    Type: 'String',
    DataType: 'aws:ec2:image',
    Value: eksNode(),
    Version: 1,
    LastModifiedDate: expect.any(Date),
    ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/platform/eks-node/latest',
  })
})

test('a parameter is found by its ARN, in a path or not', async () => {
  await put('plain', 'a')
  const arn = 'arn:aws:ssm:us-east-1:123456789012:parameter'
  expect((await read(`${arn}/platform/eks-node/latest`))?.Value).toBe(eksNode())
  expect((await read(`${arn}/plain`))?.Value).toBe('a')
})

test('a secret is decrypted only if that is asked for', async () => {
  const value = async (more: object) =>
    (await client.send(new GetParameterCommand({ Name: '/amiops/token', ...more }))).Parameter
  expect(await value({ WithDecryption: true })).toMatchObject({ Type: 'SecureString', Value: 'xoxb-secret' })
  expect(JSON.stringify(await value({}))).not.toContain('xoxb-secret')
  expect(JSON.stringify(aws.timeline.recent())).not.toContain('xoxb-secret')
})

test('several parameters at once; those that there are not are named', async () => {
  const Names = ['/platform/eks-node/latest', '/nowhere', '/amiops/token', '/amiops/token:7']
  const answer = await client.send(new GetParametersCommand({ Names, WithDecryption: true }))
  expect(answer.Parameters?.map(({ Name }) => Name)).toEqual([Names[0], Names[2]])
  expect(answer.InvalidParameters).toEqual(['/nowhere', '/amiops/token:7'])
})

test('a version is read by its number or its label', async () => {
  for (const value of ['a', 'b', 'c']) await put('/app/value', value)
  await client.send(
    new LabelParameterVersionCommand({ Name: '/app/value', ParameterVersion: 2, Labels: ['stable'] }),
  )
  expect(await read('/app/value:1')).toMatchObject({ Name: '/app/value', Value: 'a', Selector: ':1' })
  expect(await read('/app/value:stable')).toMatchObject({ Value: 'b', Version: 2, Selector: ':stable' })
  expect(await read('/app/value')).toMatchObject({ Value: 'c', Version: 3 })
  const Names = ['/app/value:1', '/app/value:stable']
  const { Parameters } = await client.send(new GetParametersCommand({ Names }))
  expect(Parameters?.map(({ Value }) => Value)).toEqual(['a', 'b'])
})

test.each([
  ['a parameter that there is not', new GetParameterCommand({ Name: '/nowhere' }), 'ParameterNotFound'],
  [
    'a version that there is not',
    new GetParameterCommand({ Name: '/platform/eks-node/latest:9' }),
    'ParameterVersionNotFound',
  ],
  [
    'a label that there is not',
    new GetParameterCommand({ Name: '/platform/eks-node/latest:stable' }),
    'ParameterVersionNotFound',
  ],
  ['no name', new GetParameterCommand({ Name: undefined }), 'ValidationException'],
  ['eleven names', new GetParametersCommand({ Names: Array(11).fill('/a') }), 'ValidationException'],
  ['a name twice', new GetParametersCommand({ Names: ['/a', '/a'] }), 'ValidationException'],
  ['a path without a slash', new GetParametersByPathCommand({ Path: 'a' }), 'ValidationException'],
  [
    'a page of eleven below a path',
    new GetParametersByPathCommand({ Path: '/a', MaxResults: 11 }),
    'ValidationException',
  ],
  [
    'a history of 51 versions',
    new GetParameterHistoryCommand({ Name: '/a', MaxResults: 51 }),
    'ValidationException',
  ],
  ['the history of nothing', new GetParameterHistoryCommand({ Name: '/nowhere' }), 'ParameterNotFound'],
  ['a token of no page', new DescribeParametersCommand({ NextToken: 'eA' }), 'InvalidNextToken'],
  [
    'filters of another time',
    new DescribeParametersCommand({ Filters: [{ Key: 'Name', Values: ['a'] }] }),
    'ValidationException',
  ],
  [
    'a filter that there is not',
    new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Colour', Values: ['a'] }] }),
    'InvalidFilterKey',
  ],
  [
    'an option that its filter has not',
    new DescribeParametersCommand({
      ParameterFilters: [{ Key: 'Type', Option: 'Contains', Values: ['a'] }],
    }),
    'InvalidFilterOption',
  ],
] as const)('%s is refused', async (_what, command, name) => {
  expect(await refusalOf(client.send(command as GetParameterCommand))).toMatchObject({ name, status: 400 })
})

test('ten names are taken', async () => {
  const Names = Array.from({ length: 10 }, (_, index) => `/a${index}`)
  expect((await client.send(new GetParametersCommand({ Names }))).InvalidParameters).toHaveLength(10)
})

test('a parameter of another region or account is not found', async () => {
  const Name = '/platform/eks-node/latest'
  for (const other of [aws.ssmClient('eu-west-1'), aws.ssmClient('us-east-1', 'ASIASANDBOX210987654321')]) {
    expect((await refusalOf(other.send(new GetParameterCommand({ Name })))).name).toBe('ParameterNotFound')
  }
})

test('who may not read it is refused, in one account or in all', async () => {
  aws.faults.add({
    service: 'ssm',
    call: 'GetParameters@210987654321',
    error: 'AccessDeniedException',
    message: 'No.',
  })
  const ask = (key?: string) =>
    aws.ssmClient('us-east-1', key).send(new GetParametersCommand({ Names: ['/a'] }))
  expect((await ask()).InvalidParameters).toEqual(['/a'])
  expect(await refusalOf(ask('ASIASANDBOX210987654321'))).toMatchObject({
    name: 'AccessDeniedException',
    message: 'No.',
    status: 400,
  })
})

test('the history has every version, page by page, the oldest first', async () => {
  for (const value of ['a', 'b', 'c']) await put('/app/value', value, { Description: `It is ${value}.` })
  const page = (NextToken?: string) =>
    client.send(new GetParameterHistoryCommand({ Name: '/app/value', MaxResults: 2, NextToken }))
  const first = await page()
  expect(first.Parameters).toEqual([
    {
      Name: '/app/value',
      Type: 'String',
      DataType: 'text',
      Version: 1,
      Value: 'a',
      Description: 'It is a.',
      Labels: [],
      LastModifiedDate: new Date(NOW_MS),
      LastModifiedUser: 'arn:aws:sts::123456789012:assumed-role/amiops-sandbox/amiops-sandbox',
      Policies: [],
      Tier: 'Standard',
    },
    expect.objectContaining({ Version: 2, Value: 'b' }),
  ])
  const second = await page(first.NextToken)
  expect(second.Parameters?.map(({ Version }) => Version)).toEqual([3])
  expect(second.NextToken).toBeUndefined()
})

test('what lies below a path comes page by page, one level of it or all', async () => {
  for (const name of ['a', 'b', 'deep/c', 'deep/d']) await put(`/tree/${name}`, name)
  await put('/treehouse', 'no')
  const under = async (more: object) => {
    const { Parameters, NextToken } = await client.send(
      new GetParametersByPathCommand({ Path: '/tree', ...more }),
    )
    return { names: Parameters?.map(({ Name }) => Name), NextToken }
  }
  expect(await under({})).toEqual({ names: ['/tree/a', '/tree/b'] })
  const first = await under({ Recursive: true, MaxResults: 3 })
  expect(first.names).toEqual(['/tree/a', '/tree/b', '/tree/deep/c'])
  expect(await under({ Recursive: true, MaxResults: 3, NextToken: first.NextToken })).toEqual({
    names: ['/tree/deep/d'],
  })
  await client.send(new LabelParameterVersionCommand({ Name: '/tree/b', Labels: ['stable'] }))
  const ParameterFilters = [{ Key: 'Label', Values: ['stable'] }]
  expect(await under({ ParameterFilters })).toEqual({ names: ['/tree/b'] })
  expect(await under({ ParameterFilters: [{ Key: 'Type', Values: ['StringList'] }] })).toEqual({ names: [] })
})

test('parameters are described without their values, page by page', async () => {
  for (const index of Array(12).keys()) await put(`/many/${String(index).padStart(2, '0')}`, 'x')
  const ParameterFilters = [{ Key: 'Path', Option: 'Recursive', Values: ['/many'] }]
  const first = await client.send(new DescribeParametersCommand({ ParameterFilters }))
  expect(first.Parameters).toHaveLength(10)
  expect(first.Parameters?.[0]).toEqual({
    Name: '/many/00',
    ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/many/00',
    Type: 'String',
    DataType: 'text',
    Version: 1,
    LastModifiedDate: new Date(NOW_MS),
    LastModifiedUser: 'arn:aws:sts::123456789012:assumed-role/amiops-sandbox/amiops-sandbox',
    Policies: [],
    Tier: 'Standard',
  })
  const second = await client.send(
    new DescribeParametersCommand({ ParameterFilters, NextToken: first.NextToken }),
  )
  expect(second.Parameters?.map(({ Name }) => Name)).toEqual(['/many/10', '/many/11'])
})

describe('described by filters', () => {
  const named = async (...ParameterFilters: ParameterStringFilter[]) =>
    (await client.send(new DescribeParametersCommand({ ParameterFilters, MaxResults: 50 }))).Parameters?.map(
      ({ Name }) => Name,
    )

  beforeEach(async () => {
    await put('/app/list', 'a,b', { Type: 'StringList' })
    await put('/app/deep/value', 'x')
  })

  test.each([
    ['a name', { Key: 'Name', Values: ['/app/list'] }, ['/app/list']],
    [
      'how it begins',
      { Key: 'Name', Option: 'BeginsWith', Values: ['/app/'] },
      ['/app/list', '/app/deep/value'],
    ],
    ['what it contains', { Key: 'Name', Option: 'Contains', Values: ['deep'] }, ['/app/deep/value']],
    ['a type', { Key: 'Type', Values: ['StringList'] }, ['/app/list']],
    ['a path', { Key: 'Path', Values: ['/app'] }, ['/app/list']],
  ])('%s', async (_what, filter, names) => {
    expect(await named(filter)).toEqual(names)
  })

  test('a data type, and a name beside it', async () => {
    const images = { Key: 'DataType', Values: ['aws:ec2:image'] }
    expect(await named(images, { Key: 'Name', Option: 'BeginsWith', Values: ['/platform/'] })).toEqual([
      '/platform/eks-node/latest',
      '/platform/eks-node/previous',
    ])
  })
})
