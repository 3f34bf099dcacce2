import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { readDeployment } from '../../sandbox/aws/deployment/deployment.ts'
import { readRoles } from '../../sandbox/aws/deployment/roles.ts'
import { createStack } from '../../sandbox/aws/deployment/stack.ts'
import { createContext } from '../../sandbox/aws/iam/context.ts'
import { evaluate } from '../../sandbox/aws/iam/evaluate.ts'
import { parsePolicy } from '../../sandbox/aws/iam/policy.ts'
import { ACTIONS, type Action } from '../../src/domain/actions.ts'
import { sessionOf, sessionTagsOf } from '../../src/domain/change-session.ts'
import type { Request } from '../../src/domain/request.ts'
import { imagePolicies, parameterPolicies } from '../../src/domain/session-policy.ts'
import { givenRequest } from '../domain/given.ts'
import { isAllowedByIam } from '../support/iam-judge.ts'
import { createResolver, type Template } from '../support/template/resolve.ts'
import { temporaryFile } from '../support/temporary-file.ts'

/**
 * What the policies of both templates come to, judged by a package that plays IAM and by the sandbox's evaluator: a session of the
 * actor role can do what its request asks for, and nothing else.
 */

const [HUB, OTHER, REGION] = ['123456789012', '210987654321', 'us-east-1']
const ORGANIZATION = 'o-a1b2c3d4e5'

process.env.AMIOPS_CONFIG = temporaryFile(
  'amiops.config.yml',
  `
organization: { id: ${ORGANIZATION}, regions: [${REGION}] }
accounts: [{ id: '${HUB}', alias: production, regions: [${REGION}] }]
families:
  web: { name: web-*, aliases: [{ name: prod, parameter: /golden/web/prod, in: [production/${REGION}] }] }
`,
)
const deployment = readDeployment('serverless.yml')
const queues = new Map(
  [...deployment.queues.values()].map(({ name }) => [
    name,
    { url: `https://sqs/${name}`, arn: `arn:aws:sqs:${REGION}:${HUB}:${name}` },
  ]),
)
const roles = readRoles(deployment, createStack(deployment, queues, REGION), REGION)
const roleOf = (name: string) => {
  const found = roles.find(({ arn }) => arn === `arn:aws:iam::${HUB}:role/${name}`)
  if (!found) throw new Error(`Expected a role ${name}, got ${roles.map(({ arn }) => arn).join(', ')}.`)
  return found
}
const ofFunction = (name: string) => roleOf(`amiops-sandbox-${name}-${REGION}-lambdaRole`)

const member = createResolver(
  parse(readFileSync('deploy/member.yml', 'utf8')) as Template,
  {
    HubAccount: HUB,
    HubRegion: REGION,
    HubQueueArn: `arn:aws:sqs:${REGION}:${HUB}:amiops-sandbox-events`,
    HubBusArn: `arn:aws:events:${REGION}:${HUB}:event-bus/amiops-sandbox`,
    FunctionRoleArns: ['events', 'requests', 'schedule'].map(name => ofFunction(name).arn).join(),
    RequestsRoleArn: ofFunction('requests').arn,
    OrganizationId: ORGANIZATION,
    AliasParameterArns: 'arn:aws:ssm:*:*:parameter/golden/*',
  },
  { account: OTHER, region: REGION },
)
interface OwnedRole {
  account: string
  arn: string
  trust: object
  permissions: readonly object[]
}
const ofMember = (id: string): OwnedRole => {
  const { RoleName, AssumeRolePolicyDocument, Policies } = member.propertiesOf(id) as {
    RoleName: string
    AssumeRolePolicyDocument: object
    Policies: { PolicyDocument: object }[]
  }
  return {
    account: OTHER,
    arn: `arn:aws:iam::${OTHER}:role/${RoleName}`,
    trust: AssumeRolePolicyDocument,
    permissions: Policies.map(({ PolicyDocument }) => PolicyDocument),
  }
}

const ACTORS: [string, OwnedRole][] = [
  ['the hub’s actor role', roleOf('amiops-sandbox-actor')],
  ['a member’s actor role', ofMember('ActorRole')],
]

/** By both judges, which have to agree. */
const judge = async (judged: Parameters<typeof isAllowedByIam>[0], principal?: object): Promise<boolean> => {
  const { action, resource, context = {} } = judged
  const request = { action, resource, context: createContext(context) }
  const allows = (policies: readonly object[]) =>
    evaluate(
      policies.map(one => parsePolicy(one)),
      request,
    ) === 'Allow'
  const bySandbox =
    allows(judged.identity) &&
    (judged.session === undefined || allows([judged.session])) &&
    (judged.resourcePolicy === undefined ||
      evaluate([parsePolicy(judged.resourcePolicy)], { ...request, principal: principal as never }) ===
        'Allow')
  // Newer than the package's list of actions.
  if (action === 'inspector2:StartOnDemandScan') return bySandbox
  const byPackage = await isAllowedByIam(judged)
  expect({ action, resource, allowed: bySandbox }).toEqual({ action, resource, allowed: byPackage })
  return byPackage
}

describe.each(ACTORS)('%s', (_name, actor) => {
  const region = REGION
  const image = { account: actor.account, region, imageId: 'ami-0123456789abcdef0' }
  const SNAPSHOT = 'snap-0123456789abcdef0'
  const arn = (kind: string, id: string, place = region) => `arn:aws:ec2:${place}::${kind}/${id}`
  const parameter = (name: string, account = actor.account, place = region) =>
    `arn:aws:ssm:${place}:${account}:parameter${name}`
  const inSession = (
    session: object | undefined,
    action: string,
    resource: string,
    context: Record<string, string | string[]> = {},
  ) =>
    judge({
      principal: `arn:aws:sts::${actor.account}:assumed-role/${actor.arn.split('/').pop()}/amiops-1`,
      account: actor.account,
      action,
      resource,
      context,
      identity: actor.permissions,
      ...(session && { session }),
    })

  /** Every call that some request makes, on what it makes it. */
  const CALLS: Readonly<Record<string, string>> = {
    'ec2:EnableImage': arn('image', image.imageId),
    'ec2:DisableImage': arn('image', image.imageId),
    'ec2:DeregisterImage': arn('image', image.imageId),
    'ec2:DisableImageDeregistrationProtection': arn('image', image.imageId),
    'ec2:RestoreImageFromRecycleBin': arn('image', image.imageId),
    'ec2:ModifyImageAttribute': arn('image', image.imageId),
    'ec2:EnableImageDeprecation': arn('image', image.imageId),
    'ec2:DisableImageDeprecation': arn('image', image.imageId),
    'ec2:CreateTags': arn('image', image.imageId),
    'ec2:DeleteSnapshot': arn('snapshot', SNAPSHOT),
    'ec2:RestoreSnapshotFromRecycleBin': arn('snapshot', SNAPSHOT),
    'ec2:ModifySnapshotAttribute': arn('snapshot', SNAPSHOT),
    'inspector2:StartOnDemandScan': '*',
    'ssm:PutParameter': parameter('/golden/web/prod'),
    'ec2:DescribeImages': '*',
  }
  const contextOf = (action: string) =>
    action === 'ec2:CreateTags' ? { 'aws:TagKeys': ['amiops:keep-until'] } : {}

  const REQUESTS: [string, Partial<Request> & { action: Action }, string[]][] = [
    ['enable', { action: 'enable' }, ['EnableImage']],
    ['disable', { action: 'disable' }, ['DisableImage']],
    ['deregister', { action: 'deregister' }, ['DeregisterImage']],
    [
      'deregister, with all that goes with it',
      { action: 'deregister', options: { deleteSnapshots: true, unprotect: true } },
      ['DeregisterImage', 'DisableImageDeregistrationProtection', 'DeleteSnapshot'],
    ],
    [
      'share with, the snapshots too',
      { action: 'shareWith', options: { shareSnapshots: true } },
      ['ModifyImageAttribute', 'ModifySnapshotAttribute'],
    ],
    ['share', { action: 'share' }, ['ModifyImageAttribute']],
    ['make private', { action: 'makePrivate' }, ['ModifyImageAttribute']],
    ['restore', { action: 'restore' }, ['RestoreImageFromRecycleBin', 'RestoreSnapshotFromRecycleBin']],
    ['retire', { action: 'retire', retirement: { deprecateAtMs: 0 } }, ['EnableImageDeprecation']],
    ['retire no longer', { action: 'retire' }, ['DisableImageDeprecation']],
    ['keep', { action: 'keep', options: { keepUntil: '2027-01-01' } }, ['CreateTags']],
    ['scan', { action: 'scan' }, ['inspector2:StartOnDemandScan']],
  ]

  test('every action that amiops offers is judged', () => {
    expect([...new Set(REQUESTS.map(([, { action }]) => action))].sort()).toEqual([...ACTIONS].sort())
  })

  test.each(REQUESTS)('%s: its calls on its image, and nothing else', async (_action, request, calls) => {
    const session = sessionOf(givenRequest({ ...request, image }), {
      snapshots: [{ snapshotId: SNAPSHOT, sizeGiB: 8, encrypted: false }],
    })
    const expected = calls.map(call => (call.includes(':') ? call : `ec2:${call}`))
    for (const { text, allSnapshots } of imagePolicies(session)) {
      const policy = JSON.parse(text) as object
      for (const [action, resource] of Object.entries(CALLS)) {
        const allowed = expected.includes(action)
        expect([action, await inSession(policy, action, resource, contextOf(action))]).toEqual([
          action,
          allowed,
        ])
        if (resource === '*') continue
        const [kind, id] =
          resource
            .split(':')
            .pop()
            ?.split(/\/(.*)/s) ?? []
        const others = [
          arn(kind ?? '', 'ami-0000000000000000f').replace('snapshot/ami', 'snapshot/snap'),
          arn(kind ?? '', id ?? '', 'eu-west-1'),
        ]
        if (action.startsWith('ec2:') && !(allSnapshots && kind === 'snapshot'))
          for (const other of others)
            expect([other, await inSession(policy, action, other, contextOf(action))]).toEqual([other, false])
      }
      expect(await inSession(policy, 'ec2:RunInstances', arn('image', image.imageId))).toBe(false)
      expect(await inSession(policy, 'ec2:DescribeInstances', '*')).toBe(false)
    }
  })

  test('keep: that tag alone', async () => {
    const { text = '{}' } =
      imagePolicies(
        sessionOf(givenRequest({ action: 'keep', options: { keepUntil: '2027-01-01' }, image }), undefined),
      )[0] ?? {}
    const more = { 'aws:TagKeys': ['amiops:keep-until', 'Owner'] }
    for (const session of [JSON.parse(text) as object, undefined])
      expect(await inSession(session, 'ec2:CreateTags', arn('image', image.imageId), more)).toBe(false)
  })

  test('an alias: its parameter, and no other', async () => {
    const [policy] = parameterPolicies({
      requestKey: 'r1',
      by: 'U0ALEX',
      place: { account: actor.account, region },
      parameter: '/golden/web/prod',
    })
    const session = JSON.parse(policy?.text ?? '{}') as object
    const put = (resource: string) => inSession(session, 'ssm:PutParameter', resource)
    expect(await put(parameter('/golden/web/prod'))).toBe(true)
    expect(await inSession(session, 'ec2:DescribeImages', '*')).toBe(true)
    for (const other of [
      parameter('/golden/web/dev'),
      parameter('/golden/web/prod/more'),
      parameter('/golden/web/prod', '999999999999'),
      parameter('/golden/web/prod', actor.account, 'eu-west-1'),
    ])
      expect([other, await put(other)]).toEqual([other, false])
    for (const action of ['ssm:DeleteParameter', 'ssm:GetParameter'])
      expect(await inSession(session, action, parameter('/golden/web/prod'))).toBe(false)
    expect(await inSession(session, 'ec2:DisableImage', arn('image', image.imageId))).toBe(false)
  })

  test.each([
    ['ec2:RunInstances', arn('image', 'ami-0123456789abcdef0')],
    ['ec2:CopyImage', arn('image', 'ami-0123456789abcdef0')],
    ['ec2:TerminateInstances', `arn:aws:ec2:${REGION}:${actor.account}:instance/i-0123456789abcdef0`],
    ['ec2:CreateSnapshot', arn('snapshot', SNAPSHOT)],
    ['ssm:PutParameter', parameter('/amiops/sandbox/slack-bot-token')],
    ['ssm:GetParameters', parameter('/amiops/sandbox/slack-bot-token')],
    ['ssm:DeleteParameter', parameter('/golden/web/prod')],
    ['iam:CreateAccessKey', `arn:aws:iam::${actor.account}:user/any`],
    ['sts:AssumeRole', `arn:aws:iam::${OTHER}:role/amiops-reader`],
    ['kms:Decrypt', `arn:aws:kms:${REGION}:${actor.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`],
  ])('also without a session policy, never %s', async (action, resource) => {
    expect(await inSession(undefined, action, resource)).toBe(false)
  })

  describe('who gets a session', () => {
    const TAGS = sessionTagsOf({ requestKey: 'r1', approver: 'U0SAM' })
    const WITH_ALL = {
      'sts:SourceIdentity': 'U0ALEX',
      'aws:PrincipalOrgID': ORGANIZATION,
      'aws:ResourceOrgID': ORGANIZATION,
      ...Object.fromEntries(Object.entries(TAGS).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
      'aws:TagKeys': Object.keys(TAGS),
    }
    /** The condition keys that AWS lists for each of the three. */
    const KEYS: Readonly<Record<string, RegExp>> = {
      'sts:AssumeRole': /./,
      'sts:SetSourceIdentity': /^(sts:SourceIdentity|aws:(Principal|Resource)OrgID)$/,
      'sts:TagSession': /^(?!sts:SourceIdentity)/,
    }
    const refusals = async (context: Record<string, string | string[]>, name = 'requests') => {
      const caller = ofFunction(name)
      const sessionArn = `arn:aws:sts::${HUB}:assumed-role/${caller.arn.split('/').pop()}/function`
      const refused: string[] = []
      for (const [action, keys] of Object.entries(KEYS)) {
        const known = Object.entries({ ...context, 'aws:PrincipalArn': caller.arn }).filter(
          ([key]) => keys.test(key) || key === 'aws:PrincipalArn',
        )
        const allowed = await judge(
          {
            principal: sessionArn,
            account: actor.account,
            action,
            resource: actor.arn,
            context: Object.fromEntries(known),
            identity: caller.permissions,
            resourcePolicy: actor.trust,
          },
          { account: HUB, arn: caller.arn, sessionArn },
        )
        if (!allowed) refused.push(action)
      }
      return refused
    }
    const without = (...names: string[]) =>
      Object.fromEntries(Object.entries(WITH_ALL).filter(([key]) => !names.includes(key)))

    test('the function of requests, that says who asked and for which request', async () => {
      expect(await refusals(WITH_ALL)).toEqual([])
      expect(
        await refusals({ ...without('aws:RequestTag/amiops:approver'), 'aws:TagKeys': ['amiops:request'] }),
      ).toEqual([])
    })

    test.each([
      ['no source identity', without('sts:SourceIdentity'), 'sts:AssumeRole'],
      ['no request', without('aws:RequestTag/amiops:request'), 'sts:AssumeRole'],
      [
        'a tag of another kind',
        { ...WITH_ALL, 'aws:TagKeys': ['amiops:request', 'Owner'] },
        'sts:TagSession',
      ],
    ])('not with %s', async (_what, context, action) => {
      expect(await refusals(context)).toContain(action)
    })

    test.each(['slack', 'events', 'schedule', 'scan'])('not the function `%s`', async name => {
      expect(await refusals(WITH_ALL, name)).toEqual(Object.keys(KEYS))
    })

    test('not a function that another role of its account could be: the trust names one role', async () => {
      const arnOfOther = `arn:aws:iam::${HUB}:role/admin`
      const allowed = await judge(
        {
          principal: `arn:aws:sts::${HUB}:assumed-role/admin/x`,
          account: actor.account,
          action: 'sts:AssumeRole',
          resource: actor.arn,
          context: { ...WITH_ALL, 'aws:PrincipalArn': arnOfOther },
          identity: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
          resourcePolicy: actor.trust,
        },
        { account: HUB, arn: arnOfOther, sessionArn: `arn:aws:sts::${HUB}:assumed-role/admin/x` },
      )
      expect(allowed).toBe(false)
    })
  })

  test.each(['slack', 'events', 'requests', 'schedule', 'scan'])(
    'the function `%s` itself changes nothing',
    async name => {
      const { arn: role, permissions } = ofFunction(name)
      for (const [action, resource] of Object.entries(CALLS)) {
        if (action === 'ec2:DescribeImages') continue
        const principal = `arn:aws:sts::${HUB}:assumed-role/${role.split('/').pop()}/function`
        const context = contextOf(action)
        expect([
          action,
          await judge({ principal, account: HUB, action, resource, context, identity: permissions }),
        ]).toEqual([action, false])
      }
    },
  )
})

describe('a member’s reader role', () => {
  const reader = ofMember('ReaderRole')
  const assume = (name: string, organization: string) => {
    const caller = ofFunction(name)
    const sessionArn = `arn:aws:sts::${HUB}:assumed-role/${caller.arn.split('/').pop()}/function`
    return judge(
      {
        principal: sessionArn,
        account: OTHER,
        action: 'sts:AssumeRole',
        resource: reader.arn,
        context: {
          'aws:PrincipalArn': caller.arn,
          'aws:PrincipalOrgID': organization,
          'aws:ResourceOrgID': organization,
        },
        identity: caller.permissions,
        resourcePolicy: reader.trust,
      },
      { account: HUB, arn: caller.arn, sessionArn },
    )
  }

  test.each([
    ['events', true],
    ['requests', true],
    ['schedule', true],
    ['slack', false],
  ])('is for `%s`: %s', async (name, allowed) => {
    expect(await assume(name, ORGANIZATION)).toBe(allowed)
    expect(await assume(name, 'o-another123')).toBe(false)
  })
})
