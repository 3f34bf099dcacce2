import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling'
import {
  CreateTagsCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DisableImageCommand,
  EC2Client,
  EnableImageCommand,
} from '@aws-sdk/client-ec2'
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { AwsClient } from 'aws4fetch'
import { parsePolicy } from '../../../sandbox/aws/iam/policy.ts'
import type { Role } from '../../../sandbox/aws/iam/roles.ts'
import { createStartScan } from '../../../src/aws/inspector/start-scan.ts'
import { type Aws, refusalOf, startAws } from './support.ts'

/** What a session may do: what its role and its session policy both allow. */

const document = (...Statement: object[]) => ({
  Version: '2012-10-17',
  Statement: Statement.map(one => ({ Effect: 'Allow', ...one })),
})
const ACTOR = 'arn:aws:iam::123456789012:role/actor'
const role: Role = {
  arn: ACTOR,
  account: '123456789012',
  trust: parsePolicy(document({ Principal: '*', Action: 'sts:*' })),
  permissions: [
    parsePolicy(
      document(
        { Action: 'ec2:*', Resource: ['arn:aws:ec2:*::image/*', 'arn:aws:ec2:*::snapshot/*'] },
        { Action: ['ec2:DescribeImages', 'inspector2:StartOnDemandScan'], Resource: '*' },
        { Action: ['autoscaling:*', 'rbin:*', 'kms:*'], Resource: '*' },
        { Action: 'ssm:*', Resource: 'arn:aws:ssm:*:*:parameter/golden/*' },
        { Effect: 'Deny', Action: 'ec2:EnableImage', Resource: '*' },
      ),
    ),
  ],
  maxSessionSec: 3_600,
}

let aws: Aws
const clients: { destroy(): void }[] = []

beforeEach(async () => {
  aws = await startAws({
    iam: {
      findRole: arn => (arn === ACTOR ? role : undefined),
      isOpen: () => true,
      organizationOf: () => undefined,
    },
  })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await aws.close()
})

const credentialsOf = async (policy: object | undefined) => {
  const { Credentials } = await aws.stsClient().send(
    new AssumeRoleCommand({
      RoleArn: ACTOR,
      RoleSessionName: 'amiops-1',
      SourceIdentity: 'U0ALEX',
      ...(policy && { Policy: JSON.stringify(policy) }),
    }),
  )
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {}
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
}
const ec2Of = async (policy?: object, region = 'us-east-1') => {
  const credentials = await credentialsOf(policy)
  const client = new EC2Client({ region, credentials, endpoint: aws.urlOf('/ec2'), maxAttempts: 1 })
  clients.push(client)
  return client
}
const ssmOf = async (policy?: object) => {
  const credentials = await credentialsOf(policy)
  const client = new SSMClient({
    region: 'us-east-1',
    credentials,
    endpoint: aws.urlOf('/ssm'),
    maxAttempts: 1,
  })
  clients.push(client)
  return client
}

const storedOf = (prefix: string) => {
  const found = aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith(prefix))
  if (!found) throw new Error(`Expected an image ${prefix}.`)
  return found
}
const idOf = (prefix: string): string => storedOf(prefix).image.ImageId ?? ''
const arnOf = (id: string, kind = 'image') => `arn:aws:ec2:us-east-1::${kind}/${id}`
const WHO = 'User: arn:aws:sts::123456789012:assumed-role/actor/amiops-1 is not authorized to perform:'

test('the one call on the one image, and no other', async () => {
  const ImageId = idOf('bastion')
  const other = idOf('checkout-api')
  const client = await ec2Of(document({ Action: 'ec2:DisableImage', Resource: arnOf(ImageId) }))
  const refused = await refusalOf(client.send(new DisableImageCommand({ ImageId: other })))
  expect(refused).toMatchObject({ name: 'UnauthorizedOperation', status: 403 })
  expect(refused.message).toMatch(
    `You are not authorized to perform this operation. ${WHO} ec2:DisableImage on resource: ${arnOf(other)} ` +
      'because no session policy allows the ec2:DisableImage action. Encoded authorization failure message: ',
  )
  const actions = [
    client.send(new DeregisterImageCommand({ ImageId })),
    client.send(new DescribeImagesCommand({ ImageIds: [ImageId] })),
    client.send(new DisableImageCommand({ ImageId: other, DryRun: true })),
  ]
  for (const call of actions) expect((await refusalOf(call)).name).toBe('UnauthorizedOperation')
  expect((await refusalOf(client.send(new DisableImageCommand({ ImageId, DryRun: true })))).name).toBe(
    'DryRunOperation',
  )
  await expect(client.send(new DisableImageCommand({ ImageId }))).resolves.toBeDefined()
  expect([storedOf('bastion').image.State, storedOf('checkout-api').image.State]).toEqual([
    'disabled',
    'available',
  ])
})

test('a session policy gives nothing that the role has not', async () => {
  const ImageId = idOf('bastion')
  const everything = document({ Action: '*', Resource: '*' })
  const why = async (call: Promise<unknown>) => (await refusalOf(call)).message
  const ssm = await ssmOf(everything)
  expect(await why(ssm.send(new GetParameterCommand({ Name: '/amiops/token' })))).toBe(
    `${WHO} ssm:GetParameter on resource: arn:aws:ssm:us-east-1:123456789012:parameter/amiops/token ` +
      'because no identity-based policy allows the ssm:GetParameter action',
  )
  const ec2 = await ec2Of(everything)
  expect(await why(ec2.send(new EnableImageCommand({ ImageId })))).toMatch(
    /with an explicit deny in an identity-based policy\. Encoded/,
  )
})

test('a denial of the session policy', async () => {
  const ImageId = idOf('bastion')
  const policy = document(
    { Action: 'ec2:*', Resource: '*' },
    { Effect: 'Deny', Action: 'ec2:DisableImage', Resource: arnOf(ImageId) },
  )
  const call = (await ec2Of(policy)).send(new DisableImageCommand({ ImageId }))
  expect((await refusalOf(call)).message).toMatch(/with an explicit deny in a session policy\. Encoded/)
})

test('without a session policy, all that the role may', async () => {
  const client = await ec2Of()
  await expect(client.send(new DescribeImagesCommand({}))).resolves.toBeDefined()
  await expect(client.send(new DisableImageCommand({ ImageId: idOf('bastion') }))).resolves.toBeDefined()
})

test('one tag, and no other beside it', async () => {
  const Resources = [idOf('bastion')]
  const client = await ec2Of(
    document({
      Action: 'ec2:CreateTags',
      Resource: arnOf(Resources[0] ?? ''),
      Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'amiops:keep-until' } },
    }),
  )
  const keep = { Key: 'amiops:keep-until', Value: '2027-01-01' }
  const more = client.send(new CreateTagsCommand({ Resources, Tags: [keep, { Key: 'Owner', Value: 'me' }] }))
  expect((await refusalOf(more)).name).toBe('UnauthorizedOperation')
  const both = client.send(
    new CreateTagsCommand({ Resources: [...Resources, idOf('checkout')], Tags: [keep] }),
  )
  expect((await refusalOf(both)).name).toBe('UnauthorizedOperation')
  await expect(client.send(new CreateTagsCommand({ Resources, Tags: [keep] }))).resolves.toBeDefined()
})

test('snapshots that the session may not delete stay, and the image is gone all the same', async () => {
  const stored = storedOf('checkout-api')
  const ImageId = stored.image.ImageId ?? ''
  const client = await ec2Of(document({ Action: 'ec2:DeregisterImage', Resource: arnOf(ImageId) }))
  const { DeleteSnapshotResults } = await client.send(
    new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots: true }),
  )
  expect(DeleteSnapshotResults?.map(({ ReturnCode }) => ReturnCode)).toEqual(['missing-permissions'])
})

test('one parameter, and no other; SSM describes the image in the name of the session', async () => {
  const put = (client: SSMClient, Name: string) =>
    client.send(
      new PutParameterCommand({ Name, Value: idOf('bastion'), Type: 'String', DataType: 'aws:ec2:image' }),
    )
  const one = {
    Action: 'ssm:PutParameter',
    Resource: 'arn:aws:ssm:us-east-1:123456789012:parameter/golden/a',
  }
  const blind = await ssmOf(document(one))
  expect(await refusalOf(put(blind, '/golden/b'))).toMatchObject({
    name: 'AccessDeniedException',
    message: `${WHO} ssm:PutParameter on resource: arn:aws:ssm:us-east-1:123456789012:parameter/golden/b because no session policy allows the ssm:PutParameter action`,
  })
  await put(blind, '/golden/a')
  await aws.clock.advance(5_000)
  const told = () =>
    aws.emitted.filter(one => one.source === 'aws.ssm' && one['detail-type'].startsWith('Param'))
  expect(told().map(({ detail }) => detail.exception)).toEqual(['Unable to Describe Resource'])
  await put(await ssmOf(document(one, { Action: 'ec2:DescribeImages', Resource: '*' })), '/golden/a')
  await aws.clock.advance(5_000)
  expect(told().at(-1)?.detail).toMatchObject({ operation: 'Create', name: '/golden/a' })
})

test('a scan, by Amazon Inspector', async () => {
  const imageId = idOf('bastion')
  const scan = async (policy: object) =>
    createStartScan(aws.urlOf('/inspector2'))(
      { account: '123456789012', region: 'us-east-1', imageId },
      await credentialsOf(policy),
    )
  expect(await scan(document({ Action: 'ec2:DisableImage', Resource: '*' }))).toMatchObject({
    kind: 'refused',
    code: 'AccessDeniedException',
  })
  expect(await scan(document({ Action: 'inspector2:StartOnDemandScan', Resource: '*' }))).toMatchObject({
    kind: 'accepted',
  })
})

test.each<[service: string, action: string, name: string]>([
  ['Auto Scaling', 'autoscaling:DescribeAutoScalingGroups', 'AccessDenied'],
  ['the Recycle Bin', 'rbin:ListRules', 'AccessDeniedException'],
  ['KMS', 'kms:DescribeKey', 'AccessDeniedException'],
])('a read of %s', async (service, action, name) => {
  const keyId = aws.ec2.fleet.keys.find(({ account }) => account === '123456789012')?.keyId ?? ''
  const key = `arn:aws:kms:us-east-1:123456789012:key/${keyId}`
  const read = async (policy: object) => {
    const settings = { region: 'us-east-1', credentials: await credentialsOf(policy), maxAttempts: 1 }
    if (service === 'KMS') {
      const client = new KMSClient({ ...settings, endpoint: aws.urlOf('/kms') })
      clients.push(client)
      return client.send(new DescribeKeyCommand({ KeyId: key }))
    }
    if (service === 'Auto Scaling') {
      const client = new AutoScalingClient({ ...settings, endpoint: aws.urlOf('/autoscaling') })
      clients.push(client)
      return client.send(new DescribeAutoScalingGroupsCommand({}))
    }
    const client = new AwsClient({
      ...settings.credentials,
      region: settings.region,
      service: 'rbin',
      retries: 0,
    })
    const response = await client.fetch(aws.urlOf('/rbin/list-rules'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ResourceType: 'EC2_IMAGE' }),
    })
    if (response.status === 200) return response
    throw Object.assign(new Error(), { name: response.headers.get('x-amzn-errortype') })
  }
  expect((await refusalOf(read(document({ Action: 'ec2:*', Resource: '*' })))).name).toBe(name)
  await expect(read(document({ Action: action, Resource: '*' }))).resolves.toBeDefined()
})

test('a session that is over', async () => {
  const [ec2, ssm] = [await ec2Of(), await ssmOf()]
  await aws.clock.advance(3_600_000)
  expect(await refusalOf(ec2.send(new DescribeImagesCommand({})))).toMatchObject({
    name: 'RequestExpired',
    message: 'Request has expired.',
  })
  expect((await refusalOf(ssm.send(new GetParameterCommand({ Name: '/golden/a' })))).name).toBe(
    'ExpiredTokenException',
  )
})

test('CloudTrail names who asked, also where the call was refused', async () => {
  const client = await ec2Of(document({ Action: 'ec2:DescribeImages', Resource: '*' }))
  await refusalOf(client.send(new DisableImageCommand({ ImageId: idOf('bastion') })))
  await aws.clock.advance(60_000)
  expect(aws.emitted.at(-1)?.detail).toMatchObject({
    eventName: 'DisableImage',
    errorCode: 'Client.UnauthorizedOperation',
    userIdentity: { sessionContext: { sourceIdentity: 'U0ALEX' } },
  })
})
