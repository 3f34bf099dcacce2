import { DescribeLaunchTemplateVersionsCommand } from '@aws-sdk/client-ec2'
import {
  DeleteParameterCommand,
  GetParameterCommand,
  LabelParameterVersionCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
} from '@aws-sdk/client-ssm'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { type Aws, refusalOf, startAws } from '../support.ts'

let aws: Aws

beforeEach(async () => {
  aws = await startAws()
})
afterEach(() => aws.close())

const VALIDATION_MS = 3_000
const EVENT_MS = 300
const STAGING = 'ASIASANDBOX345678901234'
const NAME = '/platform/eks-node/latest'
const ARN = `arn:aws:ssm:us-east-1:123456789012:parameter${NAME}`

const idOf = (prefix: string, region = 'us-east-1'): string =>
  aws.ec2.fleet.images.find(stored => stored.region === region && stored.image.Name.startsWith(prefix))?.image
    .ImageId ?? ''

const put = (Value: string, more: Partial<PutParameterCommandInput> = {}, client = aws.ssmClient()) =>
  client.send(
    new PutParameterCommand({
      Name: NAME,
      Value,
      Type: 'String',
      DataType: 'aws:ec2:image',
      Overwrite: true,
      ...more,
    }),
  )

const read = async (Name = NAME, client = aws.ssmClient()) => {
  const { Parameter } = await client.send(new GetParameterCommand({ Name }))
  return [Parameter?.Version, Parameter?.Value]
}

const events = () => aws.emitted.filter(envelope => envelope['detail-type'] === 'Parameter Store Change')

test('an image is validated after the answer: until then, the value before is read', async () => {
  const [before, after] = [idOf('eks-node-1.33'), idOf('bastion')]
  expect((await put(after)).Version).toBe(2)
  await aws.clock.advance(VALIDATION_MS - 1)
  expect(await read()).toEqual([1, before])
  await aws.clock.advance(1)
  expect(await read()).toEqual([2, after])
  expect(events()).toEqual([])
  await aws.clock.advance(EVENT_MS)
  expect(events()).toEqual([
    {
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Parameter Store Change',
      source: 'aws.ssm',
      account: '123456789012',
      time: '2026-11-23T12:00:03Z',
      region: 'us-east-1',
      resources: [ARN],
      detail: { operation: 'Update', name: NAME, type: 'String' },
    },
  ])
  expect(aws.ssm.pending()).toBe(0)
})

test('a new parameter is not there before its image is validated', async () => {
  const Name = '/golden/new'
  await put(idOf('bastion'), { Name, Description: 'The newest', Overwrite: false })
  expect((await refusalOf(read(Name))).name).toBe('ParameterNotFound')
  expect((await refusalOf(put(idOf('bastion'), { Name, Overwrite: false }))).name).toBe(
    'ParameterAlreadyExists',
  )
  await aws.clock.advance(VALIDATION_MS + EVENT_MS)
  expect(await read(Name)).toEqual([1, idOf('bastion')])
  expect(events()[0]?.detail).toEqual({
    operation: 'Create',
    name: Name,
    type: 'String',
    description: 'The newest',
  })
})

describe('an image that the account cannot use there', () => {
  const cases: [what: string, value: () => string][] = [
    ['that there is not', () => 'ami-0123456789abcdef0'],
    ['that is no id', () => 'latest'],
    ['of another region', () => idOf('checkout-api', 'eu-west-1')],
    ['that failed', () => failed()],
    ['that is disabled', () => disabled()],
  ]
  const inState = (state: string) => () =>
    aws.ec2.fleet.images.find(({ image }) => image.State === state)?.image.ImageId ?? ''
  const failed = inState('failed')
  const disabled = inState('disabled')

  test.each(cases)('%s: the call succeeds, the value stays, the event says so', async (_what, value) => {
    const before = await read()
    expect((await put(value())).Version).toBe(2)
    await aws.clock.advance(VALIDATION_MS + EVENT_MS)
    expect(await read()).toEqual(before)
    expect(events()).toMatchObject([
      {
        resources: [ARN],
        detail: {
          exception: 'Unable to Describe Resource',
          dataType: 'aws:ec2:image',
          name: NAME,
          type: 'String',
          operation: 'Update',
        },
      },
    ])
    // The next one gets the version's number again.
    expect((await put(idOf('bastion'))).Version).toBe(2)
  })

  test('that is not shared with it, until it is', async () => {
    const staging = aws.ssmClient('us-east-1', STAGING)
    const stored = aws.ec2.fleet.images.find(({ image }) => image.ImageId === idOf('bastion'))
    const Name = '/golden/shared'
    await put(idOf('bastion'), { Name }, staging)
    await aws.clock.advance(VALIDATION_MS + EVENT_MS)
    expect((await refusalOf(read(Name, staging))).name).toBe('ParameterNotFound')
    expect(events()[0]).toMatchObject({ account: '345678901234', detail: { operation: 'Create' } })
    stored?.launchPermissions.push({ UserId: '345678901234' })
    await put(idOf('bastion'), { Name }, staging)
    await aws.clock.advance(VALIDATION_MS)
    expect(await read(Name, staging)).toEqual([1, idOf('bastion')])
  })

  test('that is gone by the time of the validation', async () => {
    await put(idOf('bastion'))
    const stored = aws.ec2.fleet.images.find(({ image }) => image.ImageId === idOf('bastion'))
    if (stored) stored.goneAtMs = aws.clock.nowMs()
    await aws.clock.advance(VALIDATION_MS)
    expect((await read())[0]).toBe(1)
  })

  test('as a fault says, in one account', async () => {
    aws.faults.add({ service: 'ssm', call: 'ValidateImage@123456789012', message: 'Throttled' })
    await put(idOf('bastion'))
    await aws.clock.advance(VALIDATION_MS + EVENT_MS)
    expect(events()[0]?.detail).toMatchObject({ exception: 'Throttled' })
    await put(idOf('bastion'))
    await aws.clock.advance(VALIDATION_MS)
    expect(await read()).toEqual([2, idOf('bastion')])
  })
})

test('two values that wait get two versions, and come in their order', async () => {
  expect((await put(idOf('bastion'))).Version).toBe(2)
  await aws.clock.advance(1_000)
  expect((await put(idOf('search-indexer'))).Version).toBe(3)
  await aws.clock.advance(VALIDATION_MS - 1_000)
  expect(await read()).toEqual([2, idOf('bastion')])
  await aws.clock.advance(1_000)
  expect(await read()).toEqual([3, idOf('search-indexer')])
})

test('a value that waits does not bring back a parameter that was deleted', async () => {
  await put(idOf('bastion'))
  await aws.ssmClient().send(new DeleteParameterCommand({ Name: NAME }))
  await aws.clock.advance(VALIDATION_MS + EVENT_MS)
  expect((await refusalOf(read())).name).toBe('ParameterNotFound')
  expect(events().map(({ detail }) => detail)).toEqual([{ operation: 'Delete', name: NAME, type: 'String' }])
})

test('what waits is validated in the next run, at its time', async () => {
  await put(idOf('bastion'))
  const kept = JSON.parse(JSON.stringify([aws.ec2.snapshot(), aws.ssm.snapshot()])) as unknown[]
  const next = await startAws({ seed: false })
  next.ec2.restore(kept[0])
  next.ssm.restore(kept[1])
  expect(next.ssm.pending()).toBe(1)
  await next.clock.advance(VALIDATION_MS)
  expect(await read(NAME, next.ssmClient())).toEqual([2, idOf('bastion')])
  expect(() => next.ssm.restore([{}])).toThrow()
  await next.close()
})

test('a label is an event, too', async () => {
  await put(idOf('bastion'))
  await aws.clock.advance(VALIDATION_MS)
  const label = (ParameterVersion: number) =>
    aws
      .ssmClient()
      .send(new LabelParameterVersionCommand({ Name: NAME, ParameterVersion, Labels: ['stable'] }))
  await label(1)
  await label(2)
  await aws.clock.advance(EVENT_MS)
  const labelled = { operation: 'LabelParameterVersion', name: NAME, type: 'String', label: 'stable' }
  expect(events().map(({ detail }) => detail)).toEqual([
    expect.objectContaining({ operation: 'Update' }),
    { ...labelled, toVersion: '1' },
    { ...labelled, toVersion: '2', fromVersion: '1' },
  ])
})

test('a launch template resolves the parameter, and a version or a label of it', async () => {
  const [first, second] = [idOf('eks-node-1.33'), idOf('bastion')]
  await put(second)
  await aws.clock.advance(VALIDATION_MS)
  const label = { Name: NAME, ParameterVersion: 1, Labels: ['stable'] }
  await aws.ssmClient().send(new LabelParameterVersionCommand(label))
  const resolve = async (alias: string) => {
    const template = aws.ec2.fleet.launchTemplates.find(
      stored => stored.template.LaunchTemplateName === 'eks-workers',
    )
    if (template?.versions[0]?.LaunchTemplateData) template.versions[0].LaunchTemplateData.ImageId = alias
    const input = { LaunchTemplateName: 'eks-workers', ResolveAlias: true }
    const answer = await aws.ec2Client().send(new DescribeLaunchTemplateVersionsCommand(input))
    return answer.LaunchTemplateVersions?.[0]?.LaunchTemplateData?.ImageId
  }
  expect(await resolve(`resolve:ssm:${NAME}`)).toBe(second)
  expect(await resolve(`resolve:ssm:${NAME}:1`)).toBe(first)
  expect(await resolve(`resolve:ssm:${NAME}:stable`)).toBe(first)
  expect((await refusalOf(resolve('resolve:ssm:/nowhere'))).name).toBe('InvalidParameterValue')
})

describe('CloudTrail', () => {
  const trail = async () => {
    await aws.clock.advance(5_000)
    return aws.emitted.filter(envelope => envelope['detail-type'] === 'AWS API Call via CloudTrail')
  }

  test('a change of a parameter is reported with its actor, without its value', async () => {
    const RoleArn = 'arn:aws:iam::345678901234:role/deploy'
    const assumed = await aws
      .stsClient()
      .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'pipeline' }))
    const keys = assumed.Credentials
    const client = aws.ssmClient('eu-west-1')
    client.config.credentials = async () => ({
      accessKeyId: keys?.AccessKeyId ?? '',
      secretAccessKey: keys?.SecretAccessKey ?? '',
      sessionToken: keys?.SessionToken ?? '',
    })
    await put('ami-0123456789abcdef0', {}, client)
    const [event] = await trail()
    expect(event).toMatchObject({
      source: 'aws.ssm',
      account: '345678901234',
      region: 'eu-west-1',
      detail: {
        eventSource: 'ssm.amazonaws.com',
        eventName: 'PutParameter',
        readOnly: false,
        userIdentity: { arn: 'arn:aws:sts::345678901234:assumed-role/deploy/pipeline' },
        requestParameters: {
          name: NAME,
          value: 'HIDDEN_DUE_TO_SECURITY_REASONS',
          type: 'String',
          dataType: 'aws:ec2:image',
          overwrite: true,
        },
        responseElements: { version: 1, tier: 'Standard' },
      },
    })
    expect(JSON.stringify(event)).not.toContain('ami-0123456789abcdef0')
  })

  test('a deletion, a refusal and a fault are reported; a read is not', async () => {
    await read()
    await refusalOf(put('a', { Overwrite: false }))
    await aws.ssmClient().send(new DeleteParameterCommand({ Name: NAME }))
    aws.faults.add({ service: 'ssm', call: 'PutParameter', error: 'AccessDeniedException', message: 'No.' })
    await refusalOf(put('a'))
    expect(
      (await trail()).map(({ detail }) => [detail.eventName, detail.errorCode, detail.responseElements]),
    ).toEqual([
      ['PutParameter', 'ParameterAlreadyExists', null],
      ['DeleteParameter', undefined, null],
      ['PutParameter', 'AccessDenied', null],
    ])
  })

  test('nothing is reported while CloudTrail is off', async () => {
    aws.ec2.configure({ cloudTrail: false })
    await aws.ssmClient().send(new DeleteParameterCommand({ Name: NAME }))
    expect(await trail()).toEqual([])
  })
})
