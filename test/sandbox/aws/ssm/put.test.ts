import {
  DeleteParameterCommand,
  DeleteParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  type SSMClient,
} from '@aws-sdk/client-ssm'
import { type Aws, refusalOf, startAws } from '../support.ts'

let aws: Aws
let client: SSMClient

beforeEach(async () => {
  aws = await startAws()
  client = aws.ssmClient()
})
afterEach(() => aws.close())

const put = (input: Partial<PutParameterCommandInput>) =>
  client.send(new PutParameterCommand({ Name: '/app/value', Value: 'a', ...input }))

const read = async (Name = '/app/value') =>
  (await client.send(new GetParameterCommand({ Name, WithDecryption: true }))).Parameter

const label = (ParameterVersion: number | undefined, ...Labels: string[]) =>
  client.send(new LabelParameterVersionCommand({ Name: '/app/value', ParameterVersion, Labels }))

test('a parameter is put, and overwritten only if that is meant', async () => {
  const secret = { Name: '/amiops/production/token', Value: 'xoxb-1', Type: 'SecureString' } as const
  expect(await put(secret)).toMatchObject({ Version: 1, Tier: 'Standard' })
  expect((await refusalOf(put({ ...secret, Value: 'xoxb-2' }))).name).toBe('ParameterAlreadyExists')
  expect((await put({ ...secret, Value: 'xoxb-2', Overwrite: true })).Version).toBe(2)
  expect(await read(secret.Name)).toMatchObject({ Value: 'xoxb-2', Type: 'SecureString', Version: 2 })
  const inEurope = new GetParametersCommand({ Names: [secret.Name] })
  expect((await aws.ssmClient('eu-west-1').send(inEurope)).Parameters).toEqual([])
})

test('an overwrite keeps type and data type where it names none', async () => {
  await put({ Type: 'StringList', Value: 'a,b' })
  await put({ Value: 'c', Overwrite: true })
  expect(await read()).toMatchObject({ Type: 'StringList', Value: 'c', DataType: 'text' })
})

test.each<[string, Partial<PutParameterCommandInput>, string]>([
  ['no type', {}, 'ValidationException'],
  ['a name with a space', { Name: 'a b', Type: 'String' }, 'ValidationException'],
  ['a name that begins with aws', { Name: '/aws/a', Type: 'String' }, 'ValidationException'],
  ['a path without its first slash', { Name: 'a/b', Type: 'String' }, 'ValidationException'],
  ['sixteen levels', { Name: '/a'.repeat(16), Type: 'String' }, 'HierarchyLevelLimitExceededException'],
  ['no value', { Value: '', Type: 'String' }, 'ValidationException'],
  ['4,097 bytes', { Value: 'x'.repeat(4_097), Type: 'String' }, 'ValidationException'],
  ['a data type that there is not', { Type: 'String', DataType: 'integer' }, 'ValidationException'],
  ['a list of images', { Type: 'StringList', DataType: 'aws:ec2:image' }, 'ValidationException'],
  ['a pattern that is none', { Type: 'String', AllowedPattern: '(' }, 'InvalidAllowedPatternException'],
  [
    'a value that its pattern does not allow',
    { Type: 'String', AllowedPattern: '\\d+' },
    'ParameterPatternMismatchException',
  ],
  [
    'tags with an overwrite',
    { Type: 'String', Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] },
    'ValidationException',
  ],
])('%s is refused, and nothing is put', async (_what, input, name) => {
  expect(await refusalOf(put(input))).toMatchObject({ name, status: 400 })
  expect((await refusalOf(read(input.Name))).name).toMatch(/ParameterNotFound|ValidationException/)
})

test('fifteen levels, 4,096 bytes and a value that its pattern allows are taken', async () => {
  const Value = 'x'.repeat(4_096)
  await put({ Name: '/a'.repeat(15), Value, Type: 'String', AllowedPattern: 'x+' })
  expect((await read('/a'.repeat(15)))?.Value).toBe(Value)
})

test('neither a type nor a data type is changed by an overwrite', async () => {
  await put({ Type: 'String' })
  const change = (more: object) => refusalOf(put({ Overwrite: true, ...more }))
  expect((await change({ Type: 'SecureString' })).name).toBe('HierarchyTypeMismatchException')
  expect(await change({ DataType: 'aws:ec2:image' })).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('data type cannot be changed to aws:ec2:image'),
  })
  const Name = '/platform/eks-node/latest'
  expect((await change({ Name, DataType: 'text' })).message).toContain('of data type aws:ec2:image')
  expect((await read())?.Version).toBe(1)
})

test('a hundred versions are kept, and the oldest one stays while it has a label', async () => {
  await put({ Type: 'String' })
  for (let version = 2; version <= 100; version += 1) await put({ Value: `${version}`, Overwrite: true })
  await label(1, 'first')
  expect((await refusalOf(put({ Overwrite: true }))).name).toBe('ParameterMaxVersionLimitExceeded')
  await label(2, 'first')
  await put({ Overwrite: true, Value: '101' })
  expect((await read())?.Version).toBe(101)
  const history = await client.send(new GetParameterHistoryCommand({ Name: '/app/value', MaxResults: 50 }))
  expect(history.Parameters?.[0]).toMatchObject({ Version: 2, Labels: ['first'] })
  expect((await refusalOf(read('/app/value:1'))).name).toBe('ParameterVersionNotFound')
})

test('a label moves from the version that has it; one of another form is named', async () => {
  await put({ Type: 'String' })
  await put({ Value: 'b', Overwrite: true })
  expect(await label(1, 'stable', '1st', 'aws-x')).toMatchObject({
    InvalidLabels: ['1st', 'aws-x'],
    ParameterVersion: 1,
  })
  expect((await read('/app/value:stable'))?.Value).toBe('a')
  expect((await label(undefined, 'stable')).ParameterVersion).toBe(2)
  expect((await read('/app/value:stable'))?.Value).toBe('b')
  const more = Array.from({ length: 10 }, (_, index) => `l${index}`)
  expect((await refusalOf(label(2, ...more))).name).toBe('ParameterVersionLabelLimitExceeded')
  expect((await refusalOf(label(9, 'x'))).name).toBe('ParameterVersionNotFound')
})

test('one parameter is deleted, with its versions', async () => {
  await put({ Type: 'String' })
  await put({ Value: 'b', Overwrite: true })
  const remove = () => client.send(new DeleteParameterCommand({ Name: '/app/value' }))
  await remove()
  expect((await refusalOf(remove())).name).toBe('ParameterNotFound')
  expect((await put({ Type: 'String' })).Version).toBe(1)
})

test('parameters are deleted; those that there are not are named', async () => {
  const Names = ['/amiops/token', '/platform/eks-node/latest', '/nowhere']
  const answer = await client.send(new DeleteParametersCommand({ Names }))
  expect(answer.DeletedParameters).toEqual(Names.slice(0, 2))
  expect(answer.InvalidParameters).toEqual(['/nowhere'])
  expect((await client.send(new GetParametersCommand({ Names }))).Parameters).toEqual([])
})

test('the timeline has each call, the id of an image, and no other value', async () => {
  const recorded = () => aws.timeline.recent().filter(({ service }) => service === 'ssm')
  await put({ Type: 'SecureString', Value: 'xoxb-9' })
  await put({ Name: '/app/plain', Type: 'String', Value: 'plain-9' })
  await put({ Name: '/app/image', Type: 'String', Value: 'ami-0123456789abcdef0' })
  await read('/app/plain')
  // The functions read the bot's own secrets all the time.
  await read()
  expect(recorded().map(({ title }) => title)).toEqual([
    'PutParameter /app/value -> ok',
    'PutParameter /app/plain -> ok',
    'PutParameter /app/image -> ok',
    'GetParameter /app/plain -> ok',
  ])
  const text = JSON.stringify(recorded())
  expect(text).toContain('ami-0123456789abcdef0')
  expect(text).not.toMatch(/xoxb-9|plain-9/)
})
