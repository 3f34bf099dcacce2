import { DescribeSnapshotsCommand } from '@aws-sdk/client-ec2'
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type KMSClient,
  ListGrantsCommand,
  paginateListGrants,
} from '@aws-sdk/client-kms'
import { accessKeyIdOf, writeSessionToken } from '../../../sandbox/aws/caller.ts'
import type { StoredKey } from '../../../sandbox/aws/kms/stored-key.ts'
import { type Aws, refusalOf, startAws } from './support.ts'

const STAGING = '345678901234'

let aws: Aws
let client: KMSClient

beforeEach(async () => {
  aws = await startAws()
  client = aws.kmsClient()
})
afterEach(() => aws.close())

const keyOf = (name: string): StoredKey => {
  const found = aws.ec2.fleet.keys.find(
    ({ alias, account, region }) =>
      alias === `alias/${name}` && account === '123456789012' && region === 'us-east-1',
  )
  if (!found) throw new Error(`Expected a key ${name}.`)
  return found
}

const arnOf = (name: string): string => `arn:aws:kms:us-east-1:123456789012:key/${keyOf(name).keyId}`

const stagingClient = () => aws.kmsClient('us-east-1', accessKeyIdOf(STAGING))

const describeKey = async (KeyId: string, from = client) =>
  (await from.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata

const policyOf = async (KeyId: string) =>
  JSON.parse((await client.send(new GetKeyPolicyCommand({ KeyId }))).Policy ?? '')

test('a key is described by its id, its ARN and its alias', async () => {
  const byArn = await describeKey(arnOf('golden-images'))
  expect(byArn).toMatchObject({
    Arn: arnOf('golden-images'),
    AWSAccountId: '123456789012',
    KeyManager: 'CUSTOMER',
    KeyState: 'Enabled',
    Enabled: true,
    CreationDate: expect.any(Date),
  })
  expect(await describeKey(keyOf('golden-images').keyId)).toEqual(byArn)
  expect(await describeKey('alias/golden-images')).toEqual(byArn)
  expect((await describeKey('alias/aws/ebs'))?.KeyManager).toBe('AWS')
})

test('a key that is switched off, or is to be deleted, says so', async () => {
  keyOf('golden-images').state = 'PendingDeletion'
  expect(await describeKey('alias/golden-images')).toMatchObject({
    KeyState: 'PendingDeletion',
    Enabled: false,
  })
})

test('the policy of a key says with which accounts it is shared', async () => {
  const principals = async (name: string) =>
    (await policyOf(arnOf(name))).Statement.map(
      ({ Principal }: { Principal: { AWS: unknown } }) => Principal.AWS,
    )
  const root = (account: string) => `arn:aws:iam::${account}:root`
  expect(await principals('golden-images')).toEqual([
    root('123456789012'),
    [root(STAGING), root('210987654321')],
  ])
  expect(await principals('payments-internal')).toEqual([root('123456789012')])
  expect(await principals('aws/ebs')).toEqual(['*', root('123456789012')])
})

test('grants are listed page by page, each once', async () => {
  const KeyId = arnOf('eks-nodes')
  const found: (string | undefined)[] = []
  for await (const page of paginateListGrants({ client, pageSize: 1 }, { KeyId })) {
    expect(page.Grants).toHaveLength(1)
    found.push(...(page.Grants ?? []).map(({ GranteePrincipal }) => GranteePrincipal))
  }
  expect(found.map(principal => principal?.split(':')[4])).toEqual(['123456789012', STAGING])
  const [, GranteePrincipal] = found
  const { Grants, Truncated } = await client.send(new ListGrantsCommand({ KeyId, GranteePrincipal }))
  expect(Truncated).toBe(false)
  expect(Grants).toMatchObject([
    { KeyId, GranteePrincipal, Operations: expect.arrayContaining(['Decrypt', 'CreateGrant']) },
  ])
  expect((await client.send(new ListGrantsCommand({ KeyId: arnOf('golden-images') }))).Grants).toEqual([])
})

test.each([
  ['a page of none', { Limit: 0 }, 'ValidationException'],
  ['a page of more than a hundred', { Limit: 101 }, 'ValidationException'],
  ['a marker of nobody’s', { Marker: 'x' }, 'InvalidMarkerException'],
])('%s is refused', async (_what, more, name) => {
  const call = client.send(new ListGrantsCommand({ KeyId: arnOf('eks-nodes'), ...more }))
  expect(await refusalOf(call)).toMatchObject({ name, status: 400 })
})

test.each([
  ['an id that is none', 'golden-images', 'NotFoundException'],
  ['an id that nobody has', '00000000-0000-0000-0000-000000000000', 'NotFoundException'],
  ['an alias that nobody has', 'alias/nothing', 'NotFoundException'],
  ['an ARN of another service', 'arn:aws:s3:::bucket', 'InvalidArnException'],
])('%s is not found', async (_what, KeyId, name) => {
  expect(await refusalOf(describeKey(KeyId))).toMatchObject({ name, status: 400 })
})

test('a key is found in its own region alone, and its policy not by its alias', async () => {
  const eu = aws.kmsClient('eu-west-1')
  expect((await refusalOf(describeKey(arnOf('golden-images'), eu))).name).toBe('NotFoundException')
  expect((await refusalOf(policyOf('alias/golden-images'))).name).toBe('NotFoundException')
})

test('another account describes a key that is shared with it, and never reads its policy', async () => {
  const staging = stagingClient()
  expect((await describeKey(arnOf('golden-images'), staging))?.AWSAccountId).toBe('123456789012')
  expect(await refusalOf(describeKey(arnOf('payments-internal'), staging))).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('no resource-based policy allows the kms:DescribeKey action'),
  })
  const policy = staging.send(new GetKeyPolicyCommand({ KeyId: arnOf('golden-images') }))
  expect((await refusalOf(policy)).name).toBe('AccessDeniedException')
})

test('a policy that denies a role, or does not name it, is obeyed', async () => {
  const role = 'amiops-reader'
  const token = writeSessionToken({ type: 'AssumedRole', role, session: 'amiops' })
  const reader = aws.kmsClient('us-east-1', accessKeyIdOf('123456789012'), token)
  const key = keyOf('golden-images')
  const rules = JSON.parse(key.policy)
  const read = () => reader.send(new GetKeyPolicyCommand({ KeyId: key.keyId }))
  expect((await read()).PolicyName).toBe('default')
  const deny = {
    Effect: 'Deny',
    Principal: { AWS: `arn:aws:iam::123456789012:role/${role}` },
    Action: 'kms:Get*',
    Resource: '*',
  }
  key.policy = JSON.stringify({ ...rules, Statement: [...rules.Statement, deny] })
  expect(await refusalOf(read())).toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringMatching(/assumed-role\/amiops-reader\/amiops .* explicit deny/),
  })
  key.policy = JSON.stringify({ ...rules, Statement: rules.Statement.slice(1) })
  expect((await refusalOf(read())).message).toContain('no resource-based policy allows')
})

test('a fault for one account spares the others', async () => {
  aws.faults.add({ service: 'kms', call: 'DescribeKey@345678901234', error: 'AccessDeniedException' })
  expect((await describeKey(arnOf('golden-images')))?.Enabled).toBe(true)
  const denied = describeKey(arnOf('golden-images'), stagingClient())
  expect((await refusalOf(denied)).name).toBe('AccessDeniedException')
  aws.faults.add({ service: 'kms', call: 'DescribeKey', error: 'KMSInternalException' })
  expect(await refusalOf(describeKey(arnOf('golden-images')))).toMatchObject({ status: 500 })
})

test('a snapshot names the key that encrypts it, and that key exists', async () => {
  const { Snapshots = [] } = await aws.ec2Client().send(new DescribeSnapshotsCommand({}))
  const keys = new Set(Snapshots.map(({ KmsKeyId }) => KmsKeyId))
  for (const name of ['golden-images', 'payments-internal', 'eks-nodes', 'aws/ebs']) {
    expect(keys).toContain(arnOf(name))
  }
  for (const { Encrypted, KmsKeyId } of Snapshots) {
    expect(Encrypted).toBe(KmsKeyId !== undefined)
    if (KmsKeyId !== undefined) expect((await describeKey(KmsKeyId))?.Enabled).toBe(true)
  }
})

test('the timeline shows each call and its outcome', async () => {
  await describeKey('alias/golden-images')
  await refusalOf(describeKey('alias/nothing'))
  expect(aws.timeline.recent().map(({ title }) => title)).toEqual([
    'DescribeKey -> ok',
    'DescribeKey -> NotFoundException',
  ])
})
