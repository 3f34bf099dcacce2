import { createContext } from '../../../sandbox/aws/iam/context.ts'
import { evaluate } from '../../../sandbox/aws/iam/evaluate.ts'
import { parsePolicy } from '../../../sandbox/aws/iam/policy.ts'
import { isAllowedByIam } from '../../support/iam-judge.ts'

/** The sandbox's evaluator and a package that plays IAM judge the same requests. */

const IMAGE = 'arn:aws:ec2:us-east-1::image/ami-0123456789abcdef0'
const ROLE = 'arn:aws:iam::345678901234:role/amiops-actor'
const PRINCIPAL = 'arn:aws:sts::123456789012:assumed-role/requests/one'

interface Case {
  statement: Record<string, unknown>
  more?: Record<string, unknown>
  action?: string
  resource?: string
  context?: Record<string, string | string[]>
  allowed: boolean
}

const deregister = { Effect: 'Allow', Action: 'ec2:DeregisterImage', Resource: IMAGE }
const on = (Resource: unknown) => ({ ...deregister, Resource })
const when = (Condition: object) => ({ ...deregister, Condition })
const tag = (Condition: object) => ({
  Effect: 'Allow',
  Action: 'ec2:CreateTags',
  Resource: 'arn:aws:ec2:*::image/*',
  Condition,
})
const KEEP = { action: 'ec2:CreateTags', context: { 'aws:TagKeys': ['amiops:keep-until'] } }

const CASES: Record<string, Case> = {
  'the action and the image': { statement: deregister, allowed: true },
  'an action in other letters': {
    statement: { ...deregister, Action: 'EC2:deregisterIMAGE' },
    allowed: true,
  },
  'another action': { statement: deregister, action: 'ec2:DisableImage', allowed: false },
  'a pattern of actions': { statement: { ...deregister, Action: 'ec2:De*Image' }, allowed: true },
  'one sign of an action': { statement: { ...deregister, Action: 'ec2:DeregisterImag?' }, allowed: true },
  'all actions but this': {
    statement: { Effect: 'Allow', NotAction: 'ec2:DeregisterImage', Resource: '*' },
    allowed: false,
  },
  'all actions but another': {
    statement: { Effect: 'Allow', NotAction: 'ec2:DisableImage', Resource: '*' },
    allowed: true,
  },
  'every resource': { statement: on('*'), allowed: true },
  'another image': { statement: on('arn:aws:ec2:us-east-1::image/ami-0000000000000000f'), allowed: false },
  'another region': {
    statement: on('arn:aws:ec2:eu-west-1::image/ami-0123456789abcdef0'),
    allowed: false,
  },
  'another partition': {
    statement: on('arn:aws-cn:ec2:us-east-1::image/ami-0123456789abcdef0'),
    allowed: false,
  },
  'every image of every region': { statement: on('arn:aws:ec2:*::image/*'), allowed: true },
  'a snapshot': { statement: on('arn:aws:ec2:*::snapshot/*'), allowed: false },
  'one of several images': {
    statement: on(['arn:aws:ec2:us-east-1::image/ami-0000000000000000f', IMAGE]),
    allowed: true,
  },
  'all resources but this': {
    statement: { Effect: 'Allow', Action: 'ec2:DeregisterImage', NotResource: IMAGE },
    allowed: false,
  },
  'a denial beside it': {
    statement: on('*'),
    more: { Effect: 'Deny', Action: 'ec2:*', Resource: IMAGE },
    allowed: false,
  },
  'a denial of something else': {
    statement: on('*'),
    more: { Effect: 'Deny', Action: 'ec2:*', Resource: 'arn:aws:ec2:*::image/ami-0000000000000000f' },
    allowed: true,
  },
  'a key that fits': {
    statement: when({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    context: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
    allowed: true,
  },
  'a key in other letters': {
    statement: when({ StringEquals: { 'AWS:principalorgid': 'o-a1b2c3d4e5' } }),
    context: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
    allowed: true,
  },
  'a value in other letters': {
    statement: when({ StringEquals: { 'aws:PrincipalOrgID': 'O-A1B2C3D4E5' } }),
    context: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
    allowed: false,
  },
  'a value in other letters, which do not count': {
    statement: when({ StringEqualsIgnoreCase: { 'aws:PrincipalOrgID': 'O-A1B2C3D4E5' } }),
    context: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
    allowed: true,
  },
  'a key that is missing': {
    statement: when({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    allowed: false,
  },
  'a key that is missing, and needs not be there': {
    statement: when({ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    allowed: true,
  },
  'a value that must not be': {
    statement: when({ StringNotEquals: { 'aws:SourceIdentity': 'U0ALEX' } }),
    context: { 'aws:SourceIdentity': 'U0ALEX' },
    allowed: false,
  },
  'a value that must not be, of a key that is missing': {
    statement: when({ StringNotEquals: { 'aws:SourceIdentity': 'U0ALEX' } }),
    allowed: true,
  },
  'one of several values': {
    statement: when({ StringEquals: { 'aws:SourceIdentity': ['U0ALEX', 'U0MARIA'] } }),
    context: { 'aws:SourceIdentity': 'U0MARIA' },
    allowed: true,
  },
  'one of several values that must not be': {
    statement: when({ StringNotEquals: { 'aws:SourceIdentity': ['U0ALEX', 'U0MARIA'] } }),
    context: { 'aws:SourceIdentity': 'U0MARIA' },
    allowed: false,
  },
  'only one of two keys fits': {
    statement: when({
      StringEquals: { 'aws:SourceIdentity': 'U0ALEX', 'aws:PrincipalOrgID': 'o-other12345' },
    }),
    context: { 'aws:SourceIdentity': 'U0ALEX', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
    allowed: false,
  },
  'a pattern of a value': {
    statement: when({ StringLike: { 'aws:SourceIdentity': 'U0*' } }),
    context: { 'aws:SourceIdentity': 'U0ALEX' },
    allowed: true,
  },
  'a pattern of a value that must not be': {
    statement: when({ StringNotLike: { 'aws:SourceIdentity': 'W*' } }),
    context: { 'aws:SourceIdentity': 'W0ALEX' },
    allowed: false,
  },
  'any value, where there is none': {
    statement: when({ StringLike: { 'aws:SourceIdentity': '?*' } }),
    allowed: false,
  },
  'no pattern where equality is asked for': {
    statement: when({ StringEquals: { 'aws:SourceIdentity': 'U0*' } }),
    context: { 'aws:SourceIdentity': 'U0ALEX' },
    allowed: false,
  },
  'an ARN that fits': {
    statement: when({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/amiops-*' } }),
    context: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/amiops-production-requests' },
    allowed: true,
  },
  'a star does not reach beyond its part of an ARN': {
    statement: when({ ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam:*/amiops-requests' } }),
    context: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/amiops-requests' },
    allowed: false,
  },
  'an ARN that must not be': {
    statement: when({ ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/amiops-*' } }),
    context: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/amiops-requests' },
    allowed: false,
  },
  'a truth': {
    statement: when({ Bool: { 'aws:ViaAWSService': 'true' } }),
    context: { 'aws:ViaAWSService': 'true' },
    allowed: true,
  },
  'an untruth, written without quotes': {
    statement: when({ Bool: { 'aws:ViaAWSService': true } }),
    context: { 'aws:ViaAWSService': 'false' },
    allowed: false,
  },
  'a key has to be missing': {
    statement: when({ Null: { 'aws:SourceIdentity': 'true' } }),
    context: { 'aws:SourceIdentity': 'U0ALEX' },
    allowed: false,
  },
  'a key has to be there': {
    statement: when({ Null: { 'aws:SourceIdentity': 'false' } }),
    context: { 'aws:SourceIdentity': 'U0ALEX' },
    allowed: true,
  },
  'all of several values fit': {
    statement: tag({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['amiops:keep-until', 'amiops:why'] } }),
    ...KEEP,
    allowed: true,
  },
  'not all of several values fit': {
    statement: tag({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'amiops:keep-until' } }),
    action: 'ec2:CreateTags',
    context: { 'aws:TagKeys': ['amiops:keep-until', 'Owner'] },
    allowed: false,
  },
  'all of no values fit': {
    statement: tag({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'amiops:keep-until' } }),
    action: 'ec2:CreateTags',
    allowed: true,
  },
  'any of several values fits': {
    statement: tag({ 'ForAnyValue:StringLike': { 'aws:TagKeys': 'amiops:*' } }),
    action: 'ec2:CreateTags',
    context: { 'aws:TagKeys': ['Owner', 'amiops:keep-until'] },
    allowed: true,
  },
  'any of no values': {
    statement: tag({ 'ForAnyValue:StringLike': { 'aws:TagKeys': 'amiops:*' } }),
    action: 'ec2:CreateTags',
    allowed: false,
  },
  'a variable': {
    statement: when({ StringEquals: { 'aws:ResourceOrgID': `\${aws:PrincipalOrgID}` } }),
    context: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5', 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
    allowed: true,
  },
  'a variable without a value': {
    statement: when({ StringEquals: { 'aws:ResourceOrgID': `\${aws:PrincipalOrgID}` } }),
    context: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' },
    allowed: false,
  },
}

const policyOf = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement })

test.each(Object.entries(CASES))('%s', async (_name, one) => {
  const { action = 'ec2:DeregisterImage', resource = IMAGE, context = {}, allowed } = one
  const policy = policyOf(one.statement, ...(one.more ? [one.more] : []))
  expect({
    sandbox:
      evaluate([parsePolicy(policy)], { action, resource, context: createContext(context) }) === 'Allow',
    package: await isAllowedByIam({ principal: PRINCIPAL, action, resource, context, identity: [policy] }),
  }).toEqual({ sandbox: allowed, package: allowed })
})

describe('a trust policy', () => {
  const trust = (AWS: unknown, Condition: object = {}) =>
    policyOf({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole', Condition })
  const may = [policyOf({ Effect: 'Allow', Action: 'sts:*', Resource: ROLE })]

  test.each([
    ['the account', 'arn:aws:iam::123456789012:root', true],
    ['the account by its id', '123456789012', true],
    ['the role', 'arn:aws:iam::123456789012:role/requests', true],
    ['the session', PRINCIPAL, true],
    ['everybody', '*', true],
    ['another role', 'arn:aws:iam::123456789012:role/events', false],
    ['another account', 'arn:aws:iam::210987654321:root', false],
    ['one of several', ['210987654321', '123456789012'], true],
  ])('that names %s', async (_name, principal, allowed) => {
    const policy = trust(principal)
    const request = { action: 'sts:AssumeRole', resource: ROLE }
    const asking = {
      account: '123456789012',
      arn: 'arn:aws:iam::123456789012:role/requests',
      sessionArn: PRINCIPAL,
    }
    expect({
      sandbox:
        evaluate([parsePolicy(policy)], { ...request, context: createContext({}), principal: asking }) ===
        'Allow',
      package: await isAllowedByIam({
        ...request,
        principal: PRINCIPAL,
        account: '345678901234',
        identity: may,
        resourcePolicy: policy,
      }),
    }).toEqual({ sandbox: allowed, package: allowed })
  })
})

test.each([
  ['an operator that the sandbox does not know', when({ NumericLessThan: { 'aws:Age': '1' } })],
  ['a condition of its own', { ...deregister, Conditions: {} }],
  ['no action', { Effect: 'Allow', Resource: '*' }],
  ['actions in two ways', { ...deregister, NotAction: 'ec2:*' }],
  ['no resource', { Effect: 'Allow', Action: 'ec2:*' }],
  ['another effect', { ...deregister, Effect: 'Maybe' }],
])('a policy with %s is refused', (_name, statement) => {
  expect(() => parsePolicy(policyOf(statement))).toThrow()
})
