import { DeregisterImageCommand, ListImagesInRecycleBinCommand } from '@aws-sdk/client-ec2'
import { AwsClient } from 'aws4fetch'
import { type Aws, startAws } from './support.ts'

/**
 * The requests are written out as the service's reference has them: the SDK's client for these two calls would bring a
 * hundred packages. https://docs.aws.amazon.com/recyclebin/latest/APIReference/API_ListRules.html
 */

const PLACE = { account: '123456789012', region: 'us-east-1' }
const PRODUCTION = { Key: 'Environment', Value: 'production' }

let aws: Aws
beforeEach(async () => {
  aws = await startAws()
})
afterEach(() => aws.close())

const call = async (path: string, body?: object, accessKeyId = 'AKIAANY', region = PLACE.region) => {
  const client = new AwsClient({ accessKeyId, secretAccessKey: 'any', service: 'rbin', region, retries: 0 })
  const answer = await client.fetch(
    aws.urlOf(`/rbin${path}`),
    body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    },
  )
  return {
    status: answer.status,
    error: answer.headers.get('x-amzn-errortype'),
    body: (await answer.json()) as Record<string, unknown>,
  }
}
const list = async (input: object) => {
  const { body } = await call('/list-rules', input)
  return body as { Rules: { Identifier: string }[]; NextToken?: string }
}

test('the rules of a resource type come page by page', async () => {
  for (const retentionDays of [1, 2, 3]) {
    aws.ec2.fleet.recycleBinRules.push({ ...PLACE, retentionDays, tags: [] })
  }
  const first = await list({ ResourceType: 'EC2_IMAGE', MaxResults: 3 })
  expect(first).toEqual({
    Rules: [14, 1, 2].map(days => ({
      Identifier: expect.stringMatching(/^[0-9a-zA-Z]{11}$/),
      Description: '',
      RetentionPeriod: { RetentionPeriodValue: days, RetentionPeriodUnit: 'DAYS' },
      LockState: 'unlocked',
      RuleArn: expect.stringMatching(/^arn:aws:rbin:us-east-1:123456789012:rule\/\w{11}$/),
    })),
    NextToken: expect.any(String),
  })
  const second = await list({ ResourceType: 'EC2_IMAGE', MaxResults: 3, NextToken: first.NextToken })
  expect(second.Rules).toHaveLength(1)
  expect(second.NextToken).toBeUndefined()
  expect((await list({ ResourceType: 'EBS_SNAPSHOT' })).Rules).toHaveLength(1)
})

test('a rule has its tags, and another account cannot read it', async () => {
  const [rule] = (await list({ ResourceType: 'EC2_IMAGE' })).Rules
  const path = `/rules/${rule?.Identifier}`
  const { body } = await call(path)
  expect(body).toMatchObject({
    Identifier: rule?.Identifier,
    ResourceType: 'EC2_IMAGE',
    ResourceTags: [{ ResourceTagKey: 'Environment', ResourceTagValue: 'production' }],
    ExcludeResourceTags: [],
    Status: 'available',
  })
  for (const [key, region] of [
    ['ASIASANDBOX210987654321', PLACE.region],
    ['AKIAANY', 'eu-central-1'],
  ] as const) {
    expect(await call(path, undefined, key, region)).toMatchObject({
      status: 404,
      error: 'ResourceNotFoundException',
      body: { Reason: 'RULE_NOT_FOUND' },
    })
    expect((await call('/list-rules', { ResourceType: 'EC2_IMAGE' }, key, region)).body.Rules).toEqual([])
  }
})

test('what carries an excluded tag is not kept by a rule for the whole region', async () => {
  aws.ec2.fleet.recycleBinRules = [{ ...PLACE, retentionDays: 7, tags: [], excludedTags: [PRODUCTION] }]
  const client = aws.ec2Client()
  const isKept = async (isProduction: boolean) => {
    const ImageId = aws.ec2.fleet.images.find(
      ({ image, account, region }) =>
        account === PLACE.account &&
        region === PLACE.region &&
        image.State === 'available' &&
        (image.Tags ?? []).some(({ Value }) => Value === PRODUCTION.Value) === isProduction,
    )?.image.ImageId
    await client.send(new DeregisterImageCommand({ ImageId }))
    const { Images = [] } = await client.send(new ListImagesInRecycleBinCommand({}))
    return Images.some(image => image.ImageId === ImageId)
  }
  expect(await isKept(true)).toBe(false)
  expect(await isKept(false)).toBe(true)
  const [rule] = (await list({ ResourceType: 'EC2_IMAGE' })).Rules
  expect((await call(`/rules/${rule?.Identifier}`)).body.ExcludeResourceTags).toEqual([
    { ResourceTagKey: 'Environment', ResourceTagValue: 'production' },
  ])
})

test.each([
  ['no resource type', {}],
  ['another resource type', { ResourceType: 'EBS_VOLUME' }],
  ['a page of 0', { ResourceType: 'EC2_IMAGE', MaxResults: 0 }],
  ['a page of 1,001', { ResourceType: 'EC2_IMAGE', MaxResults: 1_001 }],
  ['a token of somebody else', { ResourceType: 'EC2_IMAGE', NextToken: 'eA' }],
])('%s is refused', async (_what, input) => {
  expect(await call('/list-rules', input)).toMatchObject({ status: 400, error: 'ValidationException' })
})

test('a page of 1,000 is taken', async () => {
  expect((await call('/list-rules', { ResourceType: 'EC2_IMAGE', MaxResults: 1_000 })).status).toBe(200)
})

test('a call without a signature is refused', async () => {
  const answer = await fetch(aws.urlOf('/rbin/list-rules'), { method: 'POST', body: '{}' })
  expect(answer.status).toBe(403)
})

test('trouble that was asked for: refused, throttled, cut off, and on the timeline', async () => {
  aws.faults.add({ service: 'rbin', call: 'ListRules', error: 'AccessDeniedException' })
  aws.faults.add({ service: 'rbin', call: '*', error: 'ThrottlingException' })
  aws.faults.add({ service: 'rbin', call: '*', drop: true })
  const input = { ResourceType: 'EC2_IMAGE' }
  expect(await call('/list-rules', input)).toMatchObject({ status: 403, error: 'AccessDeniedException' })
  expect(await call('/list-rules', input)).toMatchObject({ status: 429, error: 'ThrottlingException' })
  await expect(call('/list-rules', input)).rejects.toThrow()
  expect((await call('/list-rules', input)).status).toBe(200)
  expect(aws.timeline.recent().map(({ title }) => title)).toEqual([
    'ListRules -> AccessDeniedException',
    'ListRules -> ThrottlingException',
    'ListRules -> ok',
  ])
})
