import { DescribeImagesCommand } from '@aws-sdk/client-ec2'
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { accessKeyIdOf, writeSessionToken } from '../../../sandbox/aws/caller.ts'
import { parsePolicy } from '../../../sandbox/aws/iam/policy.ts'
import type { Iam, Role } from '../../../sandbox/aws/iam/roles.ts'
import { createReadOwnAccount } from '../../../src/aws/http/own-account.ts'
import { type Aws, refusalOf, startAws } from './support.ts'

const HUB = '123456789012'
const ROOT = `arn:aws:iam::${HUB}:root`
const ACTOR = 'arn:aws:iam::345678901234:role/amiops-actor'
const READER = 'arn:aws:iam::345678901234:role/amiops-reader'
const STRICT = 'arn:aws:iam::345678901234:role/amiops-strict'

const allow = (more: object) => ({ Effect: 'Allow', ...more })
const role = (arn: string, trust: object[], permissions: object[], maxSessionSec = 3_600): Role => ({
  arn,
  account: arn.split(':')[4] ?? '',
  trust: parsePolicy({ Version: '2012-10-17', Statement: trust }),
  permissions: [parsePolicy({ Version: '2012-10-17', Statement: permissions })],
  maxSessionSec,
})

const requests = `arn:aws:iam::${HUB}:role/requests`
const trusting = (Action: string, Condition: object) =>
  allow({
    Principal: { AWS: ROOT },
    Action,
    Condition: { ArnEquals: { 'aws:PrincipalArn': requests }, ...Condition },
  })
const IN_ORGANIZATION = { StringEquals: { 'aws:PrincipalOrgID': 'o-sandbox001' } }

const ROLES = [
  role(
    requests,
    [allow({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' })],
    [
      allow({
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
        Resource: [ACTOR, READER, STRICT],
      }),
    ],
  ),
  role(
    `arn:aws:iam::${HUB}:role/events`,
    [allow({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' })],
    [allow({ Action: 'sts:AssumeRole', Resource: '*' })],
  ),
  role(READER, [trusting('sts:AssumeRole', IN_ORGANIZATION)], [allow({ Action: 'ec2:*', Resource: '*' })]),
  role(
    ACTOR,
    [
      trusting('sts:AssumeRole', IN_ORGANIZATION),
      trusting('sts:SetSourceIdentity', { StringLike: { 'sts:SourceIdentity': 'U*' } }),
      trusting('sts:TagSession', {
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['amiops:request', 'amiops:approver'] },
      }),
    ],
    [allow({ Action: ['ec2:*', 'sts:*'], Resource: '*' })],
    7_200,
  ),
  role(
    STRICT,
    [
      trusting('sts:AssumeRole', {
        StringLike: { 'sts:SourceIdentity': '?*' },
        Null: { 'aws:RequestTag/amiops:request': 'false' },
      }),
      trusting('sts:SetSourceIdentity', {}),
      trusting('sts:TagSession', {}),
    ],
    [allow({ Action: 'ec2:*', Resource: '*' })],
  ),
]

const IAM: Iam = {
  findRole: arn => ROLES.find(one => one.arn === arn),
  isOpen: () => false,
  organizationOf: account => (account === HUB ? 'o-sandbox001' : undefined),
}

let aws: Aws

const as = (name: string, account = HUB) =>
  aws.stsClient(accessKeyIdOf(account), writeSessionToken({ type: 'AssumedRole', role: name, session: name }))
const assume = (input: Partial<AssumeRoleCommandInput>, client = as('requests')) =>
  client.send(new AssumeRoleCommand({ RoleArn: ACTOR, RoleSessionName: 'amiops-1', ...input }))
const denied = (action: string, arn: string, who = 'requests/requests') => ({
  name: 'AccessDenied',
  status: 403,
  message: `User: arn:aws:sts::${HUB}:assumed-role/${who} is not authorized to perform: ${action} on resource: ${arn}`,
})
const clientOf = ({ Credentials }: Awaited<ReturnType<typeof assume>>) =>
  aws.stsClient(Credentials?.AccessKeyId, Credentials?.SessionToken)

const TAGS = [{ Key: 'amiops:request', Value: 'r1' }]

describe('where every role exists', () => {
  beforeEach(async () => {
    aws = await startAws()
  })
  afterEach(() => aws.close())

  test("a role's credentials act in the role's account", async () => {
    const { Credentials, AssumedRoleUser } = await aws.stsClient().send(
      new AssumeRoleCommand({
        RoleArn: 'arn:aws:iam::210987654321:role/amiops-reader',
        RoleSessionName: 'U0MARIA',
      }),
    )
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::210987654321:assumed-role/amiops-reader/U0MARIA')
    const client = aws.ec2Client('us-east-1', Credentials?.AccessKeyId)
    const { Images } = await client.send(new DescribeImagesCommand({ Owners: ['self'] }))
    expect(Images?.map(image => image.Name?.split('-')[0])).toEqual(['security'])
  })

  test('whose credentials these are', async () => {
    const own = await aws.stsClient().send(new GetCallerIdentityCommand({}))
    expect(own.Account).toBe(HUB)
    const { Credentials } = await aws.stsClient().send(
      new AssumeRoleCommand({
        RoleArn: 'arn:aws:iam::210987654321:role/amiops-reader',
        RoleSessionName: 'U0MARIA',
      }),
    )
    const { AccessKeyId: accessKeyId = '', SessionToken: sessionToken = '' } = Credentials ?? {}
    const signing = { region: 'us-east-1', accessKeyId, secretAccessKey: 'sandbox', sessionToken }
    expect(await createReadOwnAccount(signing, aws.urlOf('/sts'))()).toBe('210987654321')
  })

  const POLICY = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }],
  })
  const tags = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ Key: `key${n}`, Value: `value ${n}` }))
  /** Text that cannot be packed. */
  const dense = (length: number, from: number) =>
    Array.from({ length }, (_, n) =>
      String.fromCodePoint(0x4e00 + ((((n + from) * 7_919) ^ (n * n)) % 20_000)),
    ).join('')

  test.each<[string, Partial<AssumeRoleCommandInput>, [code: string, message: RegExp] | undefined]>([
    ['a role that is none', { RoleArn: 'not-a-role-arn-at-all' }, ['ValidationError', /is invalid$/]],
    ['a name with a space', { RoleSessionName: 'a b' }, ['ValidationError', /'roleSessionName'.*pattern/]],
    ['a name of 65 signs', { RoleSessionName: 'a'.repeat(65) }, ['ValidationError', /equal to 64$/]],
    ['a source identity of one sign', { SourceIdentity: 'a' }, ['ValidationError', /'sourceIdentity'.* 2$/]],
    ['a source identity of 64', { SourceIdentity: 'a'.repeat(64) }, undefined],
    ['a source identity with a star', { SourceIdentity: 'U0*' }, ['ValidationError', /pattern/]],
    ['899 seconds', { DurationSeconds: 899 }, ['ValidationError', /greater than or equal to 900$/]],
    ['900 seconds', { DurationSeconds: 900 }, undefined],
    ['twelve hours', { DurationSeconds: 43_200 }, undefined],
    ['longer than that', { DurationSeconds: 43_201 }, ['ValidationError', /less than or equal to 43200$/]],
    ['50 tags', { Tags: tags(50) }, undefined],
    ['51 tags', { Tags: tags(51) }, ['ValidationError', /equal to 50$/]],
    ['a key of 128 signs', { Tags: [{ Key: 'k'.repeat(128), Value: '' }] }, undefined],
    ['a key of 129', { Tags: [{ Key: 'k'.repeat(129), Value: '' }] }, ['ValidationError', /tags\.1.*128$/]],
    ['a value of 256 signs', { Tags: [{ Key: 'k', Value: 'v'.repeat(256) }] }, undefined],
    ['a value of 257', { Tags: [{ Key: 'k', Value: 'v'.repeat(257) }] }, ['ValidationError', /256$/]],
    [
      'a value with a sign that no tag has',
      { Tags: [{ Key: 'k', Value: 'a,b' }] },
      ['ValidationError', /pattern/],
    ],
    [
      'a key twice',
      { Tags: [...TAGS, { Key: 'AMIOPS:request', Value: '' }] },
      ['InvalidParameterValue', /^Duplicate tag keys/],
    ],
    ['a policy', { Policy: POLICY }, undefined],
    ['a policy of 2,048 characters', { Policy: POLICY.padEnd(2_048) }, undefined],
    ['a policy of 2,049', { Policy: POLICY.padEnd(2_049) }, ['ValidationError', /'policy'.*2048$/]],
    [
      'a policy that is no JSON',
      { Policy: '{' },
      ['MalformedPolicyDocumentException', /^Syntax errors in policy\.$/],
    ],
    [
      'a policy without statements',
      { Policy: '{"Version":"2012-10-17"}' },
      ['MalformedPolicyDocumentException', /^Syntax errors in policy\.$/],
    ],
    [
      'a policy that names a principal',
      { Policy: POLICY.replace('"Effect"', '"Principal":"*","Effect"') },
      ['MalformedPolicyDocumentException', /^Syntax errors in policy\.$/],
    ],
    [
      'tags for which there is no room',
      { Tags: Array.from({ length: 5 }, (_, n) => ({ Key: `k${n}`, Value: dense(200, n * 200) })) },
      ['PackedPolicyTooLargeException', /^Packed size of session tags consumes \d+% of allotted space\.$/],
    ],
  ])('%s', async (_name, input, expected) => {
    const call = assume({ RoleArn: 'arn:aws:iam::210987654321:role/any', ...input }, aws.stsClient())
    if (expected === undefined) return void (await expect(call).resolves.toBeDefined())
    const [name, message] = expected
    expect(await refusalOf(call)).toEqual({ name, status: 400, message: expect.stringMatching(message) })
  })

  test('how much of its room the policy takes', async () => {
    const bare = await assume({}, aws.stsClient())
    const full = await assume({ Policy: POLICY, Tags: TAGS }, aws.stsClient())
    expect([bare.PackedPolicySize, full.PackedPolicySize]).toEqual([undefined, expect.any(Number)])
  })
})

describe('where roles have trust policies', () => {
  beforeEach(async () => {
    aws = await startAws({ iam: IAM })
  })
  afterEach(() => aws.close())

  test('source identity and tags are in CloudTrail, and end with the session', async () => {
    const given = await assume({ SourceIdentity: 'U0ALEX', Tags: TAGS, DurationSeconds: 900 })
    expect(given).toMatchObject({
      SourceIdentity: 'U0ALEX',
      AssumedRoleUser: { Arn: 'arn:aws:sts::345678901234:assumed-role/amiops-actor/amiops-1' },
    })
    const client = clientOf(given)
    await aws.clock.advance(899_999)
    await expect(client.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined()
    await aws.clock.advance(1)
    expect(await refusalOf(client.send(new GetCallerIdentityCommand({})))).toMatchObject({
      name: 'ExpiredToken',
      message: 'The security token included in the request is expired',
    })
  })

  test.each<[string, Partial<AssumeRoleCommandInput>, string, string?]>([
    ['another function', {}, 'sts:AssumeRole', 'events'],
    ['a role that is not there', { RoleArn: `${ACTOR}-2` }, 'sts:AssumeRole'],
    [
      'a source identity where none is allowed',
      { RoleArn: READER, SourceIdentity: 'U0ALEX' },
      'sts:SetSourceIdentity',
    ],
    ['a source identity that does not fit', { SourceIdentity: 'W0ALEX' }, 'sts:SetSourceIdentity'],
    ['a tag where none is allowed', { RoleArn: READER, Tags: TAGS }, 'sts:TagSession'],
    ['a tag that does not fit', { Tags: [{ Key: 'Owner', Value: 'me' }] }, 'sts:TagSession'],
    ['no source identity where one is needed', { RoleArn: STRICT, Tags: TAGS }, 'sts:AssumeRole'],
    ['no tag where one is needed', { RoleArn: STRICT, SourceIdentity: 'U0ALEX' }, 'sts:AssumeRole'],
  ])('refused: %s', async (_name, input, action, who = 'requests') => {
    expect(await refusalOf(assume(input, as(who)))).toEqual(
      denied(action, input.RoleArn ?? ACTOR, `${who}/${who}`),
    )
  })

  test('with both that are needed', async () => {
    await expect(assume({ RoleArn: STRICT, SourceIdentity: 'U0ALEX', Tags: TAGS })).resolves.toBeDefined()
  })

  test('a principal of no organization, and one of another account', async () => {
    expect(await refusalOf(assume({}, as('requests', '210987654321')))).toMatchObject({
      name: 'AccessDenied',
    })
  })

  test('role chaining takes an hour at most, and the role its own time', async () => {
    expect((await refusalOf(assume({ DurationSeconds: 3_601 }))).message).toBe(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
    await expect(assume({ DurationSeconds: 3_600 })).resolves.toBeDefined()
  })

  describe('along a chain of roles', () => {
    const chain = (input: Partial<AssumeRoleCommandInput>, next: Partial<AssumeRoleCommandInput>) =>
      assume(input).then(given => assume(next, clientOf(given)))
    const second = role(
      'arn:aws:iam::345678901234:role/second',
      [allow({ Principal: '*', Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'] })],
      [allow({ Action: '*', Resource: '*' })],
    )
    const plain = role(
      'arn:aws:iam::345678901234:role/plain',
      [allow({ Principal: '*', Action: 'sts:AssumeRole' })],
      [],
    )
    beforeAll(() => void ROLES.push(second, plain))

    test('the source identity stays', async () => {
      const { SourceIdentity } = await chain({ SourceIdentity: 'U0ALEX' }, { RoleArn: second.arn })
      expect(SourceIdentity).toBe('U0ALEX')
    })

    test('it cannot be another one', async () => {
      const call = chain({ SourceIdentity: 'U0ALEX' }, { RoleArn: second.arn, SourceIdentity: 'U0MARIA' })
      expect(await refusalOf(call)).toMatchObject({ name: 'AccessDenied' })
    })

    test('each role has to allow it', async () => {
      expect((await refusalOf(chain({ SourceIdentity: 'U0ALEX' }, { RoleArn: plain.arn }))).message).toMatch(
        /sts:SetSourceIdentity on resource: .*plain$/,
      )
    })

    test('of the tags, those that are transitive stay: the next role has to allow them', async () => {
      await expect(chain({ Tags: TAGS }, { RoleArn: plain.arn })).resolves.toBeDefined()
      const kept = chain({ Tags: TAGS, TransitiveTagKeys: ['amiops:request'] }, { RoleArn: plain.arn })
      expect((await refusalOf(kept)).message).toMatch(/sts:TagSession on resource: .*plain$/)
    })
  })

  test('each call stands in the timeline, with what CloudTrail records of it', async () => {
    await assume({ SourceIdentity: 'U0ALEX', Tags: TAGS })
    await refusalOf(assume({ SourceIdentity: 'W0ALEX' }))
    const moments = aws.timeline.recent().map(({ title, detail }) => [title, detail])
    expect(moments).toMatchObject([
      [
        'AssumeRole amiops-actor for U0ALEX -> ok',
        { requestParameters: { sourceIdentity: 'U0ALEX', principalTags: { 'amiops:request': 'r1' } } },
      ],
      ['AssumeRole amiops-actor for W0ALEX -> AccessDenied', {}],
    ])
  })
})
