import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { readDeployment } from '../../sandbox/aws/deployment/deployment.ts'
import { ANY_STAGE } from '../../scripts/template/with-parameters.ts'
import { testWithCfnLint } from '../support/template/cfn-lint.ts'
import { findIamFaults, overlap, type Statement } from '../support/template/iam-findings.ts'
import { createResolver, type Template } from '../support/template/resolve.ts'

/** What `npm run package` writes for an installation without Node: the zips, and one template with parameters. */

let folder: string
let release: string
let text: string
let template: Template

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'amiops-package-'))
  const args = ['--import', 'tsx', 'scripts/package.ts', '--package', folder, '--stage', 'trial']
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`It was not packaged: ${stderr}`)
  release = join(folder, 'release')
  text = readFileSync(join(release, 'amiops.template.json'), 'utf8')
  template = JSON.parse(text) as Template
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const BUCKETS = { CodeBucket: 'the-code', ConfigBucket: 'the-config' }
const resolver = (more: Readonly<Record<string, string>> = {}) =>
  createResolver(template, { ...BUCKETS, ...more })
const FUNCTIONS = ['Slack', 'Events', 'Requests', 'Schedule', 'Scan']
const WORKERS = FUNCTIONS.slice(1)

const variablesOf = (name: string, more?: Readonly<Record<string, string>>) =>
  (resolver(more).propertiesOf(`${name}LambdaFunction`).Environment as { Variables: Record<string, string> })
    .Variables
const statementsOf = (name: string, more?: Readonly<Record<string, string>>): Statement[] =>
  (
    resolver(more).propertiesOf(name === 'ActorRole' ? name : `${name}IamRoleLambdaExecution`).Policies as {
      PolicyDocument: { Statement: Statement[] }
    }[]
  ).flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
const allowing = (statements: readonly Statement[], action: string): Statement[] =>
  statements.filter(({ Action, Effect }) => Effect === 'Allow' && [Action].flat().includes(action))

test('the folder holds the template and the five zips that it names, and nothing else', () => {
  const named = FUNCTIONS.map(
    name =>
      (resolver().propertiesOf(`${name}LambdaFunction`).Code as { S3Bucket: string; S3Key: string }).S3Key,
  )
  expect(readdirSync(release).sort()).toEqual(['amiops.template.json', ...named].sort())
  expect(named[0]).toMatch(/^slack-[\da-f]{12}\.zip$/)
  const { Code } = resolver({ CodePrefix: 'a/b/' }).propertiesOf('SlackLambdaFunction')
  expect(Code).toEqual({ S3Bucket: 'the-code', S3Key: `a/b/${named[0]}` })
})

test('it is within CloudFormation’s limits, of which the one for a template in the command is too small', () => {
  const { size } = statSync(join(release, 'amiops.template.json'))
  expect(size).toBeGreaterThan(51_200)
  expect(size).toBeLessThan(1_000_000)
  expect(Object.keys(template.Resources).length).toBeLessThan(500)
  for (const { Description } of Object.values(template.Parameters) as unknown as { Description: string }[])
    expect(Description.length).toBeLessThan(4_000)
})

testWithCfnLint(() => join(release, 'amiops.template.json'))

test('everything resolves, and no stage, account, region or config of the packaging is left in it', () => {
  const { resolve, propertiesOf } = resolver()
  for (const id of Object.keys(template.Resources)) propertiesOf(id)
  for (const { Value } of Object.values(template.Outputs)) resolve(Value)
  expect(text).not.toContain(ANY_STAGE)
  expect(text).not.toContain('us-east-1')
  expect(text).not.toMatch(/\b\d{12}\b(?!\.zip)/)
  expect(Object.keys(template.Outputs)).not.toContain('ConfigVersion')
})

test('no parameter has the name of a resource', () => {
  expect(Object.keys(template.Parameters).filter(name => name in template.Resources)).toEqual([])
})

test('the stage is that of the packaging where nobody says otherwise, and every name follows it', () => {
  const nameOf = (stage?: string) =>
    resolver(stage === undefined ? {} : { Stage: stage }).propertiesOf('RequestsQueue').QueueName
  expect(nameOf()).toBe('amiops-trial-requests.fifo')
  expect(nameOf('other')).toBe('amiops-other-requests.fifo')
  expect(JSON.stringify(resolver({ Stage: 'other' }).resolve(template.Resources))).not.toContain('trial')
})

test('each function finds what it finds after npm run deploy, and the workers their config', () => {
  for (const { name, environment } of readDeployment('serverless.yml').functions) {
    const Name = name.charAt(0).toUpperCase() + name.slice(1)
    const { AMIOPS_CONFIG, ...variables } = variablesOf(Name, { Stage: 'sandbox' })
    expect(variables).toEqual(resolver().resolve(environment))
    expect(AMIOPS_CONFIG).toBe(name === 'slack' ? undefined : 's3://the-config/amiops.config.yml')
  }
})

test('a worker may read exactly the object that is its config; the public function none', () => {
  const more = { ConfigKey: 'amiops/trial.yml' }
  for (const name of WORKERS) {
    const reading = statementsOf(name, more).filter(({ Action }) =>
      [Action].flat().some(one => /^s3:/.test(one)),
    )
    expect(reading).toEqual([
      { Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::the-config/amiops/trial.yml' },
    ])
    expect(variablesOf(name, more).AMIOPS_CONFIG).toBe('s3://the-config/amiops/trial.yml')
  }
  expect(JSON.stringify(statementsOf('Slack'))).not.toContain('s3:')
})

test('names of the two secrets: read where they are said to be, and allowed there alone', () => {
  const more = { BotTokenParameter: '/slack/token', SigningSecretParameter: '/slack/secret' }
  expect(variablesOf('Slack', more)).toMatchObject({
    AMIOPS_BOT_TOKEN_PARAM: '/slack/token',
    AMIOPS_SIGNING_SECRET_PARAM: '/slack/secret',
  })
  const parameters = (name: string) => allowing(statementsOf(name, more), 'ssm:GetParameters')[0]?.Resource
  const arn = 'arn:aws:ssm:eu-west-1:123456789012:parameter/slack'
  expect(parameters('Slack')).toEqual([`${arn}/secret`, `${arn}/token`])
  expect(parameters('Events')).toBe(`${arn}/token`)
})

test('the table of an earlier installation: left out of the stack, used and watched by its name', () => {
  expect(resolver().propertiesOf('Ledger')).toMatchObject({ TableName: 'amiops-trial' })
  const more = { ExistingTable: 'the-history' }
  expect([resolver().isThere('Ledger'), resolver(more).isThere('Ledger')]).toEqual([true, false])
  expect(variablesOf('Schedule', more).AMIOPS_TABLE).toBe('the-history')
  expect(allowing(statementsOf('Schedule', more), 'dynamodb:Query').map(({ Resource }) => Resource)).toEqual([
    'arn:aws:dynamodb:eu-west-1:123456789012:table/the-history',
    'arn:aws:dynamodb:eu-west-1:123456789012:table/the-history/index/due',
  ])
  // The functions name their metrics after the table.
  expect(resolver(more).propertiesOf('SeenLateAlarm').Dimensions).toEqual([
    { Name: 'service', Value: 'the-history' },
  ])
  expect(resolver(more).propertiesOf('Dashboard').DashboardBody).toContain('"service","the-history"')
})

test('the fallback topic is there only if it is asked for', () => {
  expect(resolver().isThere('FallbackTopic')).toBe(false)
  expect(variablesOf('Events')).not.toHaveProperty('AMIOPS_FALLBACK_TOPIC_ARN')
  expect(resolver({ FallbackEmail: 'true' }).isThere('FallbackTopic')).toBe(true)
  expect(variablesOf('Events', { FallbackEmail: 'true' }).AMIOPS_FALLBACK_TOPIC_ARN).toBe('ref:FallbackTopic')
})

test('over a stack of npm run deploy it replaces nothing: ids, types, names and properties are the same', () => {
  const file = join(folder, 'cloudformation-template-update-stack.json')
  const deployed = JSON.parse(readFileSync(file, 'utf8')) as Template
  const was = createResolver(deployed, {})
  const is = resolver({ Stage: ANY_STAGE })
  const ids = Object.keys(deployed.Resources).filter(was.isThere)
  const gone = ids.filter(id => !is.isThere(id))
  expect(gone).toEqual(['ServerlessDeploymentBucket', 'ServerlessDeploymentBucketPolicy'])
  for (const id of ids.filter(one => !gone.includes(one))) {
    // What the template is for: zips, config and roles from elsewhere.
    const others = { Code: undefined, Environment: undefined, Policies: undefined }
    const before = { ...was.propertiesOf(id), ...others, type: deployed.Resources[id]?.Type }
    const after = { ...is.propertiesOf(id), ...others, type: template.Resources[id]?.Type }
    expect({ id, ...after }).toEqual({ id, ...before })
  }
})

test('every setting of serverless.yml that a deployment decides is a parameter here', () => {
  const decided = Object.entries(template.Conditions).filter(
    ([, one]) => !JSON.stringify(one).includes('"Ref"'),
  )
  expect(decided).toEqual([])
})

test('concurrency is reserved only if that is asked for', () => {
  expect(resolver().propertiesOf('SlackLambdaFunction')).not.toHaveProperty('ReservedConcurrentExecutions')
  expect(resolver({ ReserveConcurrency: 'true' }).propertiesOf('SlackLambdaFunction')).toMatchObject({
    ReservedConcurrentExecutions: '20',
  })
})

test('scans take few executions of a small quota', () => {
  const scans = (more?: Readonly<Record<string, string>>) =>
    resolver(more).propertiesOf('ScanEventSourceMappingSQSScansQueue').ScalingConfig
  expect(scans()).toEqual({ MaximumConcurrency: 4 })
  expect(scans({ ReserveConcurrency: 'true' })).toEqual({ MaximumConcurrency: 40 })
})

const assuming = (name: string, more?: Readonly<Record<string, string>>): Statement[] =>
  statementsOf(name, more).filter(({ Action }) => [Action].flat().includes('sts:AssumeRole'))

test('roles of other accounts: none, or those that fit the patterns; only requests may act, and in its own account by its own role', () => {
  const assumed = (name: string, more?: Readonly<Record<string, string>>) =>
    assuming(name, more).filter(
      ({ Condition, Resource }) => !Condition && !String(Resource).endsWith('-lists-nothing'),
    )
  const open = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession']
  const own = {
    Effect: 'Allow',
    Action: open,
    Resource: ['arn:aws:iam::123456789012:role/amiops-trial-actor'],
  }
  for (const name of WORKERS) expect(assumed(name)).toEqual(name === 'Requests' ? [own] : [])
  const read = 'arn:aws:iam::*:role/amiops-reader,arn:aws-us-gov:iam::123456789012:role/path/r'
  const act = 'arn:aws:iam::*:role/amiops'
  const more = { ReadRoleArns: read, ActRoleArns: act }
  const allow = (Resource: string[]) => [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Resource }]
  expect(assumed('Events', more)).toEqual(allow(read.split(',')))
  expect(assumed('Schedule', more)).toEqual(allow(read.split(',')))
  expect(assumed('Requests', more)).toEqual([
    own,
    ...allow(read.split(',')),
    { Effect: 'Allow', Action: open, Resource: [act] },
  ])
  expect(assumed('Slack', more)).toEqual([])
})

test('the role that lists the accounts of an organization: schedule alone may assume it', () => {
  const OrganizationListRole = 'arn:aws:iam::999999999999:role/amiops-organization'
  const [listing] = assuming('Schedule', { OrganizationListRole }).filter(
    ({ Resource }) => Resource === OrganizationListRole,
  )
  expect(listing).toEqual({ Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: OrganizationListRole })
  for (const name of WORKERS.filter(one => one !== 'Schedule'))
    expect(JSON.stringify(assuming(name, { OrganizationListRole }))).not.toContain(OrganizationListRole)
})

test('an organization: its fixed roles, and none outside of it; only requests may act', () => {
  const more = { OrganizationId: 'o-a1b2c3d4e5', OrganizationRole: 'actor' }
  const allow = (Action: string[], role: string, organization: string) => ({
    Effect: 'Allow',
    Action,
    Resource: `arn:aws:iam::*:role/${role}`,
    Condition: { StringEquals: { 'aws:ResourceOrgID': organization } },
  })
  const ofOrganization = (name: string, given?: typeof more) =>
    assuming(name, given).filter(({ Condition }) => Condition)
  const read = (organization: string) => allow(['sts:AssumeRole'], 'amiops-reader', organization)
  const act = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession']
  for (const name of ['Events', 'Schedule', 'Scan']) {
    expect(ofOrganization(name, more)).toEqual([read('o-a1b2c3d4e5')])
    expect(ofOrganization(name)).toEqual([read('none')])
  }
  expect(ofOrganization('Requests', more)).toEqual([
    read('o-a1b2c3d4e5'),
    allow(act, 'actor', 'o-a1b2c3d4e5'),
  ])
  expect(ofOrganization('Slack', more)).toEqual([])
})

describe('what members may send', () => {
  const policyOf = (id: string, more?: Readonly<Record<string, string>>): Statement[] =>
    (resolver(more).propertiesOf(id).PolicyDocument as { Statement: Statement[] }).Statement
  const ORGANIZATION = { OrganizationId: 'o-a1b2c3d4e5' }
  const ACCOUNTS = { MemberAccounts: '210987654321,345678901234' }
  const byRole = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/amiops-delivery*' } }
  const CONDITIONS = {
    OrganizationMayDeliver: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, ...byRole },
    AccountsMayDeliver: {
      StringEquals: { 'aws:PrincipalAccount': ['210987654321', '345678901234'] },
      ...byRole,
    },
  }

  test('to the queue: by their role of that name alone, in the organization or in the listed accounts', () => {
    const delivering = (more?: Readonly<Record<string, string>>) =>
      policyOf('EventsQueuesPolicy', more).flatMap(one =>
        'Sid' in one && /MayDeliver$/.test(String(one.Sid)) ? [[one.Sid, one.Condition]] : [],
      )
    const [own = []] = delivering()
    expect(delivering()).toHaveLength(1)
    expect(delivering({ ...ORGANIZATION, ...ACCOUNTS })).toEqual([own, ...Object.entries(CONDITIONS)])
  })

  test('to its dead letters: nothing', () => {
    expect(policyOf('EventsDeadLettersPolicy', { ...ORGANIZATION, ...ACCOUNTS })).toEqual(
      policyOf('EventsDeadLettersPolicy'),
    )
  })

  test('to the bus: the same, and without members nobody', () => {
    const policies = ['OrganizationBusPolicy', 'AccountsBusPolicy']
    expect(policies.filter(resolver().isThere)).toEqual([])
    const both = resolver({ ...ORGANIZATION, ...ACCOUNTS })
    expect(policies.filter(both.isThere)).toEqual(policies)
    expect(policies.map(id => (both.propertiesOf(id).Statement as Statement).Condition)).toEqual(
      Object.values(CONDITIONS),
    )
  })

  test('what comes over the bus is what the members’ rules send, in one message group', () => {
    const { EventPattern, Targets } = resolver().propertiesOf('MembersRule')
    const member = parse(readFileSync('deploy/member.yml', 'utf8')) as Template
    const sources = Object.values(member.Resources).flatMap(({ Type, Properties }) =>
      Type === 'AWS::Events::Rule' ? (Properties.EventPattern as { source: unknown[] }).source : [],
    )
    const unique = (all: readonly unknown[]) => [...new Set(all.map(one => JSON.stringify(one)))].sort()
    expect(unique((EventPattern as { source: unknown[] }).source)).toEqual(unique(sources))
    expect(Targets).toMatchObject([{ SqsParameters: { MessageGroupId: 'other-regions' } }])
    expect(resolver().propertiesOf('ImageCallRule').Targets).toMatchObject([
      { SqsParameters: { MessageGroupId: '123456789012' } },
    ])
  })

  test('the outputs are the parameters of deploy/member.yml, and fit them', () => {
    const { resolve } = resolver(ORGANIZATION)
    const member = parse(readFileSync('deploy/member.yml', 'utf8')) as Template
    const outputs = Object.entries(
      template.Outputs as Record<string, { Description: string; Value: unknown }>,
    )
    const named = outputs.flatMap(([, { Description, Value }]) => {
      const [, name] = /^(\w+) of deploy\/member\.yml$/.exec(Description) ?? []
      return name === undefined ? [] : [[name, resolve(Value)] as const]
    })
    expect(named.map(([name]) => name)).toEqual([
      'HubQueueArn',
      'HubBusArn',
      'FunctionRoleArns',
      'RequestsRoleArn',
      'OrganizationId',
    ])
    for (const [name] of named) expect(member.Parameters).toHaveProperty(name)
    const workers = WORKERS.map(name => `arn:${name}IamRoleLambdaExecution`)
    expect(Object.fromEntries(named).FunctionRoleArns).toBe(workers.join())
  })
})

test('parameters of aliases: none, or those that fit; only sessions of the actor role may set them', () => {
  const on = (name: string, action: string, more?: Readonly<Record<string, string>>) =>
    statementsOf(name, more).filter(({ Action }) => [Action].flat().includes(action))
  const denied = (action: string) => [{ Effect: 'Deny', Action: [action], Resource: '*' }]
  const arns =
    'arn:aws:ssm:*:123456789012:parameter/golden/*,arn:aws:ssm:eu-west-1:123456789012:parameter/web'
  const more = { AliasParameterArns: arns }
  for (const name of ['Events', 'Requests', 'Scan']) {
    expect(on(name, 'ssm:GetParameterHistory')).toEqual(denied('ssm:GetParameterHistory'))
    expect(on(name, 'ssm:GetParameterHistory', more)).toEqual([
      {
        Effect: 'Allow',
        Action: ['ssm:GetParameters', 'ssm:GetParameterHistory'],
        Resource: arns.split(','),
      },
    ])
  }
  expect(on('ActorRole', 'ssm:PutParameter')).toEqual(denied('ssm:PutParameter'))
  expect(on('ActorRole', 'ssm:PutParameter', more)).toEqual([
    { Effect: 'Allow', Action: ['ssm:PutParameter'], Resource: arns.split(',') },
  ])
  for (const name of FUNCTIONS) expect(on(name, 'ssm:PutParameter', more)).toEqual([])
})

test.each([
  ['AliasParameterArns', '*'],
  ['AliasParameterArns', '/golden/*'],
  ['OrganizationId', '123456789012'],
  ['MemberAccounts', '*'],
  ['ReadRoleArns', '*'],
  ['ActRoleArns', 'arn:aws:iam::1:role/x'],
  ['CodeBucket', 'with.dots'],
  ['CodePrefix', 'no-slash'],
  ['ConfigKey', '/leading'],
  ['Stage', 'with_underscore'],
  ['BotTokenParameter', 'no-slash'],
  ['ReserveConcurrency', 'yes'],
])('%s takes no %s', (name, value) => {
  const { resolve } = createResolver(template, { ...BUCKETS, [name]: value })
  expect(() => resolve({ Ref: name })).toThrow(`The parameter ${name} takes no ${value}.`)
})

test('docs/install.md and the link of README name the parameters that there are', () => {
  const page = readFileSync('docs/install.md', 'utf8')
  const table = [...page.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z]\w+)`/g)].map(([, name]) => name),
  )
  const names = Object.keys(template.Parameters)
  expect(table.filter(name => names.includes(name ?? '')).sort()).toEqual([...names].sort())
  const given = [...page.matchAll(/"?\b([A-Z]\w+)=(?:\$|amiops\/)/g)].map(([, name = '']) => name)
  const linked = [...readFileSync('README.md', 'utf8').matchAll(/param_(\w+)=/g)].map(([, name = '']) => name)
  for (const used of [linked, given.filter(name => !/^[A-Z]+$/.test(name))]) {
    expect(used.filter(name => !names.includes(name))).toEqual([])
    // What has no default has to be given.
    expect(used).toEqual(expect.arrayContaining(['CodeBucket', 'ConfigBucket']))
  }
})

describe('IAM, by AWS’s own list of actions', () => {
  const WITH_ROLES = {
    ReadRoleArns: 'arn:aws:iam::*:role/reader',
    ActRoleArns: 'arn:aws:iam::*:role/actor',
    OrganizationId: 'o-a1b2c3d4e5',
  }

  test.each([...FUNCTIONS, 'ActorRole'])(
    'the role of %s: nothing that does not work, or allows more than it has to',
    async name => {
      expect(await findIamFaults(statementsOf(name))).toEqual([])
      expect(await findIamFaults(statementsOf(name, WITH_ROLES))).toEqual([])
    },
  )

  test('the roles elsewhere of docs/install.md', async () => {
    const [, policy = ''] =
      /```json\n(\{\n {2}"Version"[^`]+)```/.exec(readFileSync('docs/install.md', 'utf8')) ?? []
    const { Statement } = JSON.parse(policy) as { Statement: Statement[] }
    // One statement for the looks, on the resources of its own account.
    const faults = await findIamFaults(Statement)
    expect(
      faults.filter(
        fault => !/^(ec2:Describe(Image|Snapshot)Attribute|rbin:GetRule): allowed on every/.test(fault),
      ),
    ).toEqual([])
  })

  test('what is wrong is found', async () => {
    const statement = (Action: string, Resource: string, Condition = {}): Statement => ({
      Effect: 'Allow',
      Action,
      Resource,
      Condition,
    })
    expect(
      await findIamFaults([
        statement('s3:GetObjekt', 'arn:aws:s3:::b/k'),
        statement('s3:GetObject', 'arn:aws:s3:::bucket'),
        statement('s3:GetObject', '*'),
        statement('ec2:DescribeImages', 'arn:aws:ec2:*::image/*'),
        statement('s3:GetObject', 'arn:aws:s3:::b/k', { StringEquals: { 's3:colour': 'red' } }),
      ]),
    ).toEqual([
      's3:GetObjekt: there is no such action',
      expect.stringContaining('arn:aws:s3:::bucket is none of'),
      expect.stringContaining('allowed on every resource'),
      expect.stringContaining('takes no resource but *'),
      's3:GetObject: there is no condition key s3:colour',
    ])
    expect(overlap('a*c', 'ab*')).toBe(true)
    expect(overlap('a*c', 'b*')).toBe(false)
  })
})
