import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { testWithCfnLint } from '../support/template/cfn-lint.ts'
import { findIamFaults, type Statement } from '../support/template/iam-findings.ts'
import { createResolver, type Template } from '../support/template/resolve.ts'

/** What `deploy/member.yml` makes in the accounts and regions of an organization, and that it fits the hub. */

const text = readFileSync('deploy/member.yml', 'utf8')
const template = parse(text) as Template
const { functions, resources } = parse(readFileSync('serverless.yml', 'utf8'), { merge: true }) as {
  functions: Record<string, { iamRoleStatements: (Statement | string)[] }>
  resources: { Resources: Template['Resources'] }
}

const HUB = '123456789012'
const OTHER = '210987654321'
const GIVEN = {
  HubAccount: HUB,
  HubRegion: 'eu-west-1',
  HubQueueArn: `arn:aws:sqs:eu-west-1:${HUB}:amiops-production-events`,
  HubBusArn: `arn:aws:events:eu-west-1:${HUB}:event-bus/amiops-production`,
  FunctionRoleArns: `arn:aws:iam::${HUB}:role/amiops-events,arn:aws:iam::${HUB}:role/amiops-requests`,
  RequestsRoleArn: `arn:aws:iam::${HUB}:role/amiops-requests`,
  OrganizationId: 'o-a1b2c3d4e5',
  AliasParameterArns: 'arn:aws:ssm:*:*:parameter/golden/*',
}

const stackIn = (account: string, region: string, more: Readonly<Record<string, string>> = {}) =>
  createResolver(template, { ...GIVEN, ...more }, { account, region })
const member = stackIn(OTHER, 'eu-west-1')
const elsewhere = stackIn(OTHER, 'us-east-1')

const RULES = Object.entries(resources.Resources).filter(
  ([, { Type, Properties }]) => Type === 'AWS::Events::Rule' && !('EventBusName' in Properties),
)

interface Role {
  AssumeRolePolicyDocument: { Statement: (Statement & { Principal: unknown })[] }
  Policies: { PolicyDocument: { Statement: Statement[] } }[]
}
const roleIn = ({ propertiesOf }: typeof member, id: string): Role => propertiesOf(id) as unknown as Role
const allowedBy = (role: Role): Statement[] =>
  role.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
const actionsOf = (statements: readonly Statement[]): string[] => [
  ...new Set(statements.flatMap(({ Action }) => Action)),
]

test('it is within CloudFormation’s and IAM’s limits, also with as many aliases as a parameter takes', () => {
  expect(Buffer.byteLength(text)).toBeLessThan(51_200)
  const arns = Array.from({ length: 80 }, (_, at) => `arn:aws:ssm:*:*:parameter/golden/family-${at}/*`).join()
  expect(arns.length).toBeLessThan(4_096)
  const full = stackIn(OTHER, 'eu-west-1', { AliasParameterArns: arns })
  for (const id of ['ReaderRole', 'ActorRole'])
    expect(JSON.stringify(allowedBy(roleIn(full, id))).length).toBeLessThan(10_240)
})

test.each([
  ['a member, where the hub is', OTHER, 'eu-west-1', ['ReaderRole', 'ActorRole', 'DeliveryRole', 'rules']],
  ['a member, elsewhere', OTHER, 'us-east-1', ['DeliveryRole', 'rules']],
  ['the hub’s account, elsewhere', HUB, 'us-east-1', ['DeliveryRole', 'rules']],
  ['the hub itself', HUB, 'eu-west-1', []],
])('%s: what is there', (_, account, region, expected) => {
  const { isThere } = stackIn(account, region)
  const rules = RULES.filter(([id]) => isThere(id))
  expect([0, RULES.length]).toContain(rules.length)
  const roles = ['ReaderRole', 'ActorRole', 'DeliveryRole'].filter(isThere)
  expect([...roles, ...(rules.length > 0 ? ['rules'] : [])]).toEqual(expected)
  // CloudFormation refuses a stack without a resource.
  expect(isThere('Anchor')).toBe(true)
})

test('where amiops shall only look, there is no role to change images', () => {
  const { isThere } = stackIn(OTHER, 'eu-west-1', { MayChange: 'false' })
  expect([isThere('ReaderRole'), isThere('ActorRole')]).toEqual([true, false])
})

test('the rules are the hub’s, one for one, with the same patterns', () => {
  const ofMember = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::Events::Rule')
  expect(RULES.length).toBeGreaterThan(4)
  expect(ofMember.map(([id, { Properties }]) => [id, Properties.EventPattern])).toEqual(
    RULES.map(([id, { Properties }]) => [id, Properties.EventPattern]),
  )
})

test.each(RULES)('%s: to the hub’s queue with the account as message group, else to its bus', id => {
  const target = (stack: typeof member) =>
    (stack.propertiesOf(id).Targets as Record<string, unknown>[])[0] ?? {}
  expect(target(member)).toMatchObject({
    Arn: GIVEN.HubQueueArn,
    RoleArn: 'arn:DeliveryRole',
    SqsParameters: { MessageGroupId: OTHER },
  })
  expect(target(elsewhere)).toMatchObject({ Arn: GIVEN.HubBusArn, RoleArn: 'arn:DeliveryRole' })
  expect(target(elsewhere)).not.toHaveProperty('SqsParameters')
})

test('the role of EventBridge may send there and nowhere else; its name tells the regions apart', () => {
  expect(allowedBy(roleIn(member, 'DeliveryRole'))).toEqual([
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: GIVEN.HubQueueArn },
  ])
  expect(allowedBy(roleIn(elsewhere, 'DeliveryRole'))).toEqual([
    { Effect: 'Allow', Action: 'events:PutEvents', Resource: GIVEN.HubBusArn },
  ])
  expect(elsewhere.propertiesOf('DeliveryRole').RoleName).toBe('amiops-delivery-us-east-1')
})

test.each(['ReaderRole', 'ActorRole'])('%s trusts the hub’s functions of its organization alone', id => {
  for (const { Principal, Condition = {} } of roleIn(member, id).AssumeRolePolicyDocument.Statement) {
    expect(Principal).toEqual({ AWS: `arn:aws:iam::${HUB}:root` })
    expect(Condition.ArnEquals?.['aws:PrincipalArn']).toEqual(
      id === 'ReaderRole' ? GIVEN.FunctionRoleArns.split(',') : GIVEN.RequestsRoleArn,
    )
    expect(Condition.StringEquals).toEqual({ 'aws:PrincipalOrgID': GIVEN.OrganizationId })
  }
  const alone = roleIn(stackIn(OTHER, 'eu-west-1', { OrganizationId: '' }), id)
  for (const { Condition } of alone.AssumeRolePolicyDocument.Statement)
    expect(Condition?.StringEquals).toEqual({ 'aws:PrincipalAccount': HUB })
})

test('a session of the actor says who asked and for which request, and carries no other tags', () => {
  const { Statement } = roleIn(member, 'ActorRole').AssumeRolePolicyDocument
  const [assume, identity, tags] = Statement
  expect(Statement.map(({ Action }) => Action)).toEqual([
    'sts:AssumeRole',
    'sts:SetSourceIdentity',
    'sts:TagSession',
  ])
  const request = { 'aws:RequestTag/amiops:request': '?*' }
  const who = { 'sts:SourceIdentity': '?*' }
  expect(assume?.Condition?.StringLike).toEqual({ ...who, ...request })
  expect(identity?.Condition?.StringLike).toEqual(who)
  expect(tags?.Condition?.StringLike).toEqual(request)
  expect(tags?.Condition?.['ForAllValues:StringEquals']).toEqual({
    'aws:TagKeys': ['amiops:request', 'amiops:approver'],
  })
})

describe('the actor role, beside the hub’s', () => {
  const roles = [template, resources].map(
    ({ Resources }) => Resources.ActorRole?.Properties as unknown as Role,
  )
  const [own = [], hubs = []] = roles.map(role =>
    allowedBy(role)
      .filter(one => one.Effect === 'Allow')
      .flatMap(({ Action, Resource, Condition }) =>
        [Action].flat().map(action => [action, Resource, Condition] as const),
      ),
  )

  test('allows the same calls on the same resources; of parameters only those of aliases', () => {
    expect(own.length).toBeGreaterThan(12)
    expect(own).toEqual(hubs)
    const byConfig = allowedBy(roles[1] as Role).filter(one => typeof one === 'string')
    expect(byConfig).toEqual([`\${file(./build/alias-parameters.cjs):toPut}`])
    expect(allowedBy(roleIn(member, 'ActorRole')).at(-1)).toEqual({
      Sid: 'Aliases',
      Effect: 'Allow',
      Action: 'ssm:PutParameter',
      Resource: ['arn:aws:ssm:*:*:parameter/golden/*'],
    })
  })

  test('demands the same of a session', () => {
    const [ofMember, ofHub] = roles.map(({ AssumeRolePolicyDocument }) =>
      AssumeRolePolicyDocument.Statement.map(({ Action, Condition = {} }) => {
        const { ArnEquals: _who, StringEquals: _where, ...session } = Condition
        return [Action, session]
      }),
    )
    expect(ofMember).toEqual(ofHub)
  })
})

test.each(['ReaderRole', 'ActorRole'])(
  '%s: nothing that does not work, or allows more than it has to, by AWS’s own list',
  async id => {
    expect(await findIamFaults(allowedBy(roleIn(member, id)))).toEqual([])
    const without = roleIn(stackIn(OTHER, 'eu-west-1', { AliasParameterArns: '' }), id)
    expect(await findIamFaults(allowedBy(without))).toEqual([])
    expect(
      actionsOf(allowedBy(without)).filter(action => /^ssm:(Put|GetParameterHistory)/.test(action)),
    ).toEqual([])
  },
)

test('the reader may look as `requests` may in the hub’s account, and changes nothing', () => {
  const reading = actionsOf(allowedBy(roleIn(member, 'ReaderRole')))
  expect(reading.filter(action => !/^\w+(-\w+)?:(Describe|Get|List)/.test(action))).toEqual([])
  const own = actionsOf(
    (functions.requests?.iamRoleStatements ?? []).filter(one => typeof one !== 'string'),
  ).filter(action => /^(?!dynamodb|sqs)\w+:(Describe|Get|List)/.test(action))
  expect(reading.sort()).toEqual([...own, 'ssm:GetParameterHistory'].sort())
})

test.each([
  ['HubAccount', 'production'],
  ['HubRegion', 'europe'],
  ['HubBusArn', 'default'],
  ['FunctionRoleArns', 'arn:aws:iam::*:role/x'],
  ['OrganizationId', '123456789012'],
  ['AliasParameterArns', '/golden/*'],
])('%s takes no %s', (name, value) =>
  expect(() => stackIn(OTHER, 'eu-west-1', { [name]: value }).resolve({ Ref: name })).toThrow(
    `The parameter ${name} takes no ${value}.`,
  ),
)

testWithCfnLint(() => 'deploy/member.yml')
