import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { World } from '../../../sandbox/world.ts'
import { createRecorder, get, post, startWorld, titlesOf } from './support.ts'

let world: World

beforeEach(async () => {
  const handlers = { events: createRecorder().handler }
  // Time is moved on by `idle` alone.
  world = await startWorld({ settleMs: 30_000, handlers })
})
afterEach(() => world.close())

const NAME = '/golden/app'

const createImage = async (): Promise<string> => {
  const { json } = await post(world, '/_sandbox/images', { name: 'app-1' })
  return (json as { imageId: string }).imageId
}

const put = (more: object) => post(world, '/_sandbox/parameters', { name: NAME, ...more })

const list = async () => (await get(world, '/_sandbox/parameters')).json

test('somebody outside puts an image into a parameter, which becomes its value some seconds later', async () => {
  const value = await createImage()
  const { status, json } = await put({ value, by: 'role/ci/terraform', description: 'The newest' })
  expect([status, json]).toEqual([
    202,
    {
      account: '123456789012',
      region: 'us-east-1',
      name: NAME,
      type: 'String',
      dataType: 'aws:ec2:image',
      value: null,
      version: null,
      versions: [],
      proposed: [expect.objectContaining({ version: 1, value, description: 'The newest' })],
      put: { Version: 1, Tier: 'Standard' },
    },
  ])
  await world.idle()
  expect(await list()).toMatchObject([
    {
      name: NAME,
      value,
      version: 1,
      versions: [{ modifiedBy: 'arn:aws:sts::123456789012:assumed-role/terraform/terraform' }],
      proposed: [],
    },
  ])
  expect(titlesOf(world, 'ssm')).toContain(`PutParameter ${NAME} -> ok (outside Slack)`)
  expect(titlesOf(world, 'eventbridge')).toContainEqual(
    expect.stringContaining(`Parameter Store Change Create ${NAME} -> `),
  )
})

test('a real client reads what was put, in its account and region alone', async () => {
  await put({ value: 'a', account: '345678901234', region: 'eu-west-1' })
  const read = (accessKeyId: string) =>
    new SSMClient({
      region: 'eu-west-1',
      endpoint: `${world.url}/ssm`,
      credentials: { accessKeyId, secretAccessKey: 'any' },
      maxAttempts: 1,
    }).send(new GetParameterCommand({ Name: NAME }))
  expect((await read('ASIASANDBOX345678901234')).Parameter).toMatchObject({ Value: 'a', DataType: 'text' })
  await expect(read('AKIAANY')).rejects.toThrow('not found')
})

test('a value that names no image there is dropped, and the event says why', async () => {
  await put({ value: 'ami-0123456789abcdef0' })
  await put({ value: 'ami-0123456789abcdef1' })
  expect(await list()).toMatchObject([{ value: null, proposed: [{ version: 1 }, { version: 2 }] }])
  await world.idle()
  expect(await list()).toEqual([])
  expect(titlesOf(world, 'eventbridge')).toContainEqual(
    expect.stringContaining(`${NAME} Unable to Describe Resource`),
  )
})

test('secrets are left out, and a refusal of Parameter Store is shown', async () => {
  expect((await put({ value: 'xoxb', type: 'SecureString' })).status).toBe(202)
  expect(await list()).toEqual([])
  expect(await put({ value: 'a', name: 'no name' })).toMatchObject({
    status: 400,
    json: { error: 'ValidationException' },
  })
  expect((await put({ value: 'a', by: 'terraform' })).status).toBe(400)
})
