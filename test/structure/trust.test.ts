import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { isAllowedByIam } from '../support/iam-judge.ts'
import { createResolver, type Template } from '../support/template/resolve.ts'

/** Who gets in between the hub and its members, as a package that plays IAM judges the two templates' policies. */

const HUB = '123456789012'
const MEMBER = '210987654321'
const STRANGER = '999999999999'
const ORGANIZATION = 'o-a1b2c3d4e5'
const REQUESTS = `arn:aws:iam::${HUB}:role/amiops-production-requests-eu-west-1-lambdaRole`
const EVENTS = `arn:aws:iam::${HUB}:role/amiops-production-events-eu-west-1-lambdaRole`
const QUEUE = `arn:aws:sqs:eu-west-1:${HUB}:amiops-production-events`
const BUS = `arn:aws:events:eu-west-1:${HUB}:event-bus/amiops-production-members`

const sessionOf = (role: string): string =>
  `${role.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/session`

/** What IAM knows of the caller. */
const callerOf = (role: string, organization = ORGANIZATION) => ({
  'aws:PrincipalArn': role,
  'aws:PrincipalAccount': role.split(':')[4] ?? '',
  'aws:PrincipalOrgID': organization,
  'aws:SecureTransport': 'true',
})

const EVERYTHING = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
}

describe('the reader of a member, in an organization and without one', () => {
  const stackOf = (organization: string) =>
    createResolver(
      parse(readFileSync('deploy/member.yml', 'utf8')) as Template,
      {
        HubAccount: HUB,
        HubRegion: 'eu-west-1',
        HubQueueArn: QUEUE,
        HubBusArn: BUS,
        FunctionRoleArns: `${EVENTS},${REQUESTS}`,
        RequestsRoleArn: REQUESTS,
        OrganizationId: organization,
      },
      { account: MEMBER, region: 'eu-west-1' },
    )
  const judge = (caller: string, { organization = ORGANIZATION, callers = ORGANIZATION }): Promise<boolean> =>
    isAllowedByIam({
      principal: sessionOf(caller),
      action: 'sts:AssumeRole',
      resource: `arn:aws:iam::${MEMBER}:role/amiops-reader`,
      account: MEMBER,
      context: callerOf(caller, callers),
      identity: [EVERYTHING],
      resourcePolicy: stackOf(organization).propertiesOf('ReaderRole').AssumeRolePolicyDocument as object,
    })

  test.each([
    ['a function that looks', EVENTS, {}, true],
    ['requests', REQUESTS, {}, true],
    ['another role of the hub’s account', `arn:aws:iam::${HUB}:role/admin`, {}, false],
    ['the same name elsewhere', EVENTS.replace(HUB, STRANGER), {}, false],
    ['the hub in another organization', EVENTS, { callers: 'o-z9z9z9z9z9' }, false],
    ['without an organization, the hub', EVENTS, { organization: '' }, true],
    ['without an organization, a stranger', EVENTS.replace(HUB, STRANGER), { organization: '' }, false],
  ])('the reader lets %s in, or not', async (_, caller, where, isAllowed) =>
    expect(await judge(caller, where)).toBe(isAllowed),
  )
})

describe('the queue and the bus of the hub', () => {
  const { resources } = parse(readFileSync('serverless.yml', 'utf8'), { merge: true }) as {
    resources: Template
  }
  const hubOf = (OrganizationId: string, MemberAccounts: string) =>
    createResolver(resources, { OrganizationId, MemberAccounts })
  const both = hubOf(ORGANIZATION, STRANGER)
  const DELIVERY = `arn:aws:iam::${MEMBER}:role/amiops-delivery-eu-west-1`

  const policies = {
    'sqs:SendMessage': both.propertiesOf('EventsQueuesPolicy').PolicyDocument as object,
    'events:PutEvents': {
      Version: '2012-10-17',
      Statement: ['OrganizationBusPolicy', 'AccountsBusPolicy'].map(id => ({
        ...(both.propertiesOf(id).Statement as object),
        Resource: BUS,
      })),
    },
  }

  describe.each(['sqs:SendMessage', 'events:PutEvents'] as const)('%s', action => {
    test.each([
      ['the delivery role of a member', DELIVERY, ORGANIZATION, true],
      ['another role of a member', DELIVERY.replace('amiops-delivery', 'web'), ORGANIZATION, false],
      ['that role in another organization', DELIVERY, 'o-z9z9z9z9z9', false],
      ['that role of a listed account', DELIVERY.replace(MEMBER, STRANGER), 'o-z9z9z9z9z9', true],
    ])('by %s', async (_, role, organization, isAllowed) =>
      expect(
        await isAllowedByIam({
          principal: sessionOf(role),
          action,
          resource: action === 'sqs:SendMessage' ? QUEUE : BUS,
          account: HUB,
          context: callerOf(role, organization),
          identity: [EVERYTHING],
          resourcePolicy: policies[action],
        }),
      ).toBe(isAllowed),
    )
  })
})
