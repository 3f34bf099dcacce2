import {
  CopyImageCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DisableImageCommand,
  DisableImageDeprecationCommand,
  EC2Client,
  EnableImageDeprecationCommand,
  ModifyImageAttributeCommand,
} from '@aws-sdk/client-ec2'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { addFromOutside } from '../../../sandbox/aws/ec2/outside/add-image.ts'
import { changeFromOutside } from '../../../sandbox/aws/ec2/outside/change-image.ts'
import { type Aws, NOW_MS, startAws } from './support.ts'

let aws: Aws
let client: EC2Client

beforeEach(async () => {
  aws = await startAws()
  client = aws.ec2Client()
})
afterEach(() => aws.close())

const DELAY_MS = 5_000

const idOf = (prefix: string): string =>
  aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith(prefix))?.image.ImageId ?? ''

const trail = async () => {
  await aws.clock.advance(DELAY_MS)
  return aws.emitted.filter(envelope => envelope['detail-type'] === 'AWS API Call via CloudTrail')
}

const detailOf = async () => (await trail())[0]?.detail

test("a call that changed an image is reported five seconds later, in CloudTrail's format", async () => {
  const ImageId = idOf('bastion')
  const { $metadata } = await client.send(new DisableImageCommand({ ImageId }))
  await aws.clock.advance(DELAY_MS - 1)
  expect(aws.emitted.map(({ source, detail }) => [source, detail.State])).toEqual([['aws.ec2', 'disabled']])
  await aws.clock.advance(1)
  expect(aws.emitted[1]).toEqual({
    version: '0',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account: '123456789012',
    time: '2026-11-23T12:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: expect.objectContaining({
        type: 'AssumedRole',
        arn: 'arn:aws:sts::123456789012:assumed-role/amiops-sandbox/amiops-sandbox',
        accountId: '123456789012',
      }),
      eventTime: '2026-11-23T12:00:00Z',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'DisableImage',
      awsRegion: 'us-east-1',
      sourceIPAddress: '198.51.100.7',
      userAgent: expect.stringContaining('aws-sdk-js'),
      requestParameters: { imageId: ImageId },
      responseElements: { requestId: $metadata.requestId, _return: true },
      requestID: $metadata.requestId,
      eventID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '123456789012',
      eventCategory: 'Management',
    },
  })
})

test('calls that only read are not reported', async () => {
  await client.send(new DescribeImagesCommand({}))
  expect(await trail()).toEqual([])
})

test('what was asked for stands in it, lists as items and truths as truths', async () => {
  const ImageId = idOf('checkout-api')
  const LaunchPermission = { Add: [{ UserId: '210987654321' }, { UserId: '345678901234' }] }
  await client.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission }))
  await client.send(new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots: true }))
  expect((await trail()).map(({ detail }) => detail.requestParameters)).toEqual([
    {
      imageId: ImageId,
      launchPermission: { add: { items: [{ userId: '210987654321' }, { userId: '345678901234' }] } },
      attributeType: 'launchPermission',
    },
    { imageId: ImageId, deleteAssociatedSnapshots: true },
  ])
})

test('an image that is made public, and private again, is reported as CloudTrail does', async () => {
  const ImageId = idOf('bastion')
  const Attribute = 'launchPermission' as const
  const all = [{ Group: 'all' as const }]
  const change = (LaunchPermission: { Add?: typeof all; Remove?: typeof all }) =>
    client.send(new ModifyImageAttributeCommand({ ImageId, Attribute, LaunchPermission }))
  await change({ Add: all })
  await change({ Remove: all })
  const told = (launchPermission: object) => ({
    eventName: 'ModifyImageAttribute',
    requestParameters: { imageId: ImageId, launchPermission, attributeType: 'launchPermission' },
    responseElements: { _return: true },
  })
  const items = [{ group: 'all' }]
  expect((await trail()).map(({ detail }) => detail)).toMatchObject([
    told({ add: { items } }),
    told({ remove: { items } }),
  ])
})

test('a copy names the image that came of it', async () => {
  const SourceImageId = idOf('bastion')
  const input = { Name: 'copy', SourceImageId, SourceRegion: 'us-east-1' }
  const { ImageId } = await aws.ec2Client('eu-west-1').send(new CopyImageCommand(input))
  expect(await detailOf()).toMatchObject({
    eventName: 'CopyImage',
    awsRegion: 'eu-west-1',
    requestParameters: { name: 'copy', sourceImageId: SourceImageId, sourceRegion: 'us-east-1' },
    responseElements: { imageId: ImageId },
  })
})

const refused = async (call: Promise<unknown>) => {
  await expect(call).rejects.toThrow()
  return detailOf()
}

test('a refused call is reported with its error, and so is a dry run', async () => {
  const ImageId = idOf('security-baseline')
  const detail = await refused(client.send(new DisableImageCommand({ ImageId })))
  expect(detail).toMatchObject({
    eventName: 'DisableImage',
    errorCode: 'Client.AuthFailure',
    errorMessage: `Not authorized for image:${ImageId}`,
    responseElements: null,
  })
})

test('a dry run is reported with the error that EC2 answers', async () => {
  const detail = await refused(
    client.send(new DisableImageCommand({ ImageId: idOf('bastion'), DryRun: true })),
  )
  expect(detail).toMatchObject({
    errorCode: 'Client.DryRunOperation',
    requestParameters: { imageId: idOf('bastion'), dryRun: true },
  })
})

test.each([
  ['UnauthorizedOperation', 'Client.UnauthorizedOperation'],
  ['InternalError', 'Server.InternalError'],
])('a call that a fault refuses with %s is told as %s', async (error, errorCode) => {
  aws.faults.add({ service: 'ec2', call: 'DisableImage', error })
  const detail = await refused(client.send(new DisableImageCommand({ ImageId: idOf('bastion') })))
  expect(detail).toMatchObject({ errorCode })
})

test('a call that never reached EC2 is not reported; one whose answer was lost is', async () => {
  const call = () => client.send(new DisableImageCommand({ ImageId: idOf('bastion') }))
  aws.faults.add({ service: 'ec2', call: 'DisableImage', drop: true })
  await expect(call()).rejects.toThrow()
  expect(await trail()).toEqual([])
  aws.faults.add({ service: 'ec2', call: 'DisableImage', drop: true, afterEffect: true })
  await expect(call()).rejects.toThrow()
  expect(await trail()).toHaveLength(1)
})

/** A client with the credentials of a role. */
const assume = async (input: { RoleSessionName: string; SourceIdentity?: string }) => {
  const RoleArn = 'arn:aws:iam::210987654321:role/ops/image-keeper'
  const { Credentials } = await aws.stsClient().send(new AssumeRoleCommand({ RoleArn, ...input }))
  return new EC2Client({
    region: 'us-east-1',
    endpoint: aws.urlOf('/ec2'),
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  })
}

test('who assumed a role is named by the session, and by the source identity behind it', async () => {
  const keeper = await assume({ RoleSessionName: 'amiops', SourceIdentity: 'U0MARIA' })
  await keeper.send(new DisableImageCommand({ ImageId: idOf('security-baseline') }))
  keeper.destroy()
  const [event] = await trail()
  expect(event?.account).toBe('210987654321')
  expect(event?.detail.userIdentity).toEqual({
    type: 'AssumedRole',
    principalId: expect.stringMatching(/^AROA[A-Z0-9]+:amiops$/),
    arn: 'arn:aws:sts::210987654321:assumed-role/image-keeper/amiops',
    accountId: '210987654321',
    accessKeyId: expect.any(String),
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: expect.stringMatching(/^AROA/),
        arn: 'arn:aws:iam::210987654321:role/ops/image-keeper',
        accountId: '210987654321',
        userName: 'image-keeper',
      },
      attributes: { creationDate: '2026-11-23T12:00:00Z', mfaAuthenticated: 'false' },
      sourceIdentity: 'U0MARIA',
    },
  })
})

test('without a source identity, none is named', async () => {
  const keeper = await assume({ RoleSessionName: 'amiops' })
  await keeper.send(new DisableImageCommand({ ImageId: idOf('security-baseline') }))
  keeper.destroy()
  expect(await detailOf()).not.toHaveProperty('userIdentity.sessionContext.sourceIdentity')
})

test('somebody outside Slack is named: a person who changes, a pipeline that makes', async () => {
  changeFromOutside(aws.ec2, idOf('bastion'), 'disable', {}, NOW_MS)
  changeFromOutside(aws.ec2, idOf('checkout-api'), 'copy', { name: 'copy' }, NOW_MS)
  addFromOutside(aws.ec2, { name: 'fresh' }, NOW_MS)
  addFromOutside(aws.ec2, { name: 'quiet', quiet: true }, NOW_MS)
  const told = (await trail()).map(({ detail }) => detail)
  expect(told).toMatchObject([
    { eventName: 'DisableImage', userIdentity: { type: 'IAMUser', userName: 'ops' } },
    { eventName: 'CopyImage', userIdentity: { arn: expect.stringContaining('assumed-role/terraform/') } },
    { eventName: 'CreateImage', userIdentity: { arn: expect.stringContaining('assumed-role/terraform/') } },
  ])
  expect(told[0]).toMatchObject({ sourceIPAddress: '203.0.113.24' })
  expect(told[2]).toMatchObject({ responseElements: { imageId: expect.stringMatching(/^ami-/) } })
})

test('without a trail, nothing is reported; a slower trail reports later', async () => {
  aws.ec2.configure({ cloudTrail: false })
  await client.send(new DisableImageCommand({ ImageId: idOf('bastion') }))
  expect(await trail()).toEqual([])
  aws.ec2.configure({ cloudTrail: true, cloudTrailDelayMs: 60_000 })
  await client.send(new DisableImageCommand({ ImageId: idOf('checkout-api') }))
  await aws.clock.advance(59_999 - DELAY_MS)
  expect(await trail()).toEqual([])
  await aws.clock.advance(1)
  expect(await trail()).toHaveLength(1)
})

test('nobody waits for CloudTrail', async () => {
  await client.send(new DisableImageCommand({ ImageId: idOf('bastion') }))
  await aws.clock.advance(300)
  expect(aws.ec2.pending()).toBe(0)
})

test('a deprecation date emits no event of its image: CloudTrail reports the call that set or removed it', async () => {
  const ImageId = idOf('bastion')
  const DeprecateAt = new Date('2026-12-24T18:00:00Z')
  await client.send(new EnableImageDeprecationCommand({ ImageId, DeprecateAt }))
  await client.send(new DisableImageDeprecationCommand({ ImageId }))
  const told = await trail()
  expect(aws.emitted).toHaveLength(2)
  expect(told.map(({ detail }) => [detail.eventName, detail.requestParameters])).toEqual([
    [
      'EnableImageDeprecation',
      { imageId: ImageId, deprecateAt: expect.stringMatching(/^2026-12-24T18:00:00/) },
    ],
    ['DisableImageDeprecation', { imageId: ImageId }],
  ])
})
