import { AwsClient } from 'aws4fetch'
import { type Aws, startAws } from './support.ts'

let aws: Aws

beforeEach(async () => {
  aws = await startAws()
})
afterEach(() => aws.close())

const call = async (operation: string, input: object, region = 'us-east-1') => {
  const client = new AwsClient({
    accessKeyId: 'AKIAANY',
    secretAccessKey: 'any',
    service: 'ssm',
    region,
    retries: 0,
  })
  const response = await client.fetch(aws.urlOf('/ssm'), {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AmazonSSM.${operation}` },
    body: JSON.stringify(input),
  })
  return { status: response.status, json: await response.json() }
}

const eksNode = () =>
  aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith('eks-node-1.33'))?.image.ImageId

test('a parameter that holds an image', async () => {
  const { status, json } = await call('GetParameter', { Name: '/platform/eks-node/latest' })
  expect(status).toBe(200)
  expect(json).toEqual({
    Parameter: {
      Name: '/platform/eks-node/latest',
      Type: 'String',
      DataType: 'aws:ec2:image',
      Value: eksNode(),
      Version: 1,
      LastModifiedDate: expect.any(Number),
      ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/platform/eks-node/latest',
    },
  })
})

test('a secret is told only to who asks for its decryption', async () => {
  const value = async (more: object) =>
    (await call('GetParameter', { Name: '/amiops/token', ...more })).json.Parameter
  expect(await value({ WithDecryption: true })).toMatchObject({ Type: 'SecureString', Value: 'xoxb-secret' })
  expect(JSON.stringify(await value({}))).not.toContain('xoxb-secret')
  expect(JSON.stringify(aws.timeline.recent())).not.toContain('xoxb-secret')
})

test('several parameters at once; those that there are not are named', async () => {
  const Names = ['/platform/eks-node/latest', '/nowhere', '/amiops/token']
  const { json } = await call('GetParameters', { Names, WithDecryption: true })
  expect(json.Parameters.map(({ Name }: { Name: string }) => Name)).toEqual([Names[0], Names[2]])
  expect(json.InvalidParameters).toEqual(['/nowhere'])
})

test('parameters are described without their values', async () => {
  const { json } = await call('DescribeParameters', {})
  expect(json.Parameters).toHaveLength(5)
  expect(json.Parameters[0]).not.toHaveProperty('Value')
})

test.each([
  ['a parameter that there is not', 'GetParameter', { Name: '/nowhere' }, 'ParameterNotFound'],
  ['no name', 'GetParameter', {}, 'ValidationException'],
  ['eleven names', 'GetParameters', { Names: Array(11).fill('/a') }, 'ValidationException'],
  ['an operation that there is not', 'LabelParameterVersion', { Name: '/a' }, 'UnknownOperationException'],
])('%s is refused', async (_what, operation, input, code) => {
  expect(await call(operation, input)).toMatchObject({ status: 400, json: { __type: code } })
})

test('ten names are taken', async () => {
  expect((await call('GetParameters', { Names: Array(10).fill('/a') })).status).toBe(200)
})

test('a parameter of another region is not found', async () => {
  const answer = await call('GetParameter', { Name: '/platform/eks-node/latest' }, 'eu-west-1')
  expect(answer.json.__type).toBe('ParameterNotFound')
})

test('who may not read it is refused', async () => {
  aws.faults.add({ service: 'ssm', call: 'GetParameters', error: 'AccessDeniedException', message: 'No.' })
  expect(await call('GetParameters', { Names: ['/amiops/token'] })).toMatchObject({
    status: 400,
    json: { __type: 'AccessDeniedException', message: 'No.' },
  })
})

test('a parameter is put, and overwritten only if that is meant', async () => {
  const secret = { Name: '/amiops/production/token', Value: 'xoxb-1', Type: 'SecureString' }
  expect(await call('PutParameter', secret)).toEqual({ status: 200, json: { Version: 1, Tier: 'Standard' } })
  const again = { ...secret, Value: 'xoxb-2' }
  expect(await call('PutParameter', again)).toMatchObject({
    status: 400,
    json: { __type: 'ParameterAlreadyExists' },
  })
  expect((await call('PutParameter', { ...again, Overwrite: true })).json.Version).toBe(2)
  const read = async (region: string) =>
    (await call('GetParameters', { Names: [secret.Name], WithDecryption: true }, region)).json.Parameters
  expect(await read('us-east-1')).toMatchObject([{ Value: 'xoxb-2', Type: 'SecureString', Version: 2 }])
  expect(await read('eu-west-1')).toEqual([])
  expect(JSON.stringify(aws.timeline.recent())).not.toContain('xoxb-2')
})

test('parameters are deleted; those that there are not are named', async () => {
  const { json } = await call('DeleteParameters', { Names: ['/amiops/token', '/nowhere'] })
  expect(json).toEqual({ DeletedParameters: ['/amiops/token'], InvalidParameters: ['/nowhere'] })
  expect((await call('GetParameters', { Names: ['/amiops/token'] })).json.Parameters).toEqual([])
})
