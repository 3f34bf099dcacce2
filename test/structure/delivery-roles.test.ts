import { readFileSync } from 'node:fs'
import { isAllowedByIam } from '../support/iam-judge.ts'

/** The service control policy that keeps administrators of member accounts from sending events as amiops's own rules do. */

const MEMBER = '210987654321'
const DELIVERY = `arn:aws:iam::${MEMBER}:role/amiops-delivery-production-eu-west-1`
const ADMIN = `arn:aws:iam::${MEMBER}:role/admin`
const STACK_SETS = `arn:aws:iam::${MEMBER}:role/stacksets-exec-0123456789abcdef0123456789abcdef`
const EVERYTHING = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
}
const CONTROL = JSON.parse(readFileSync('deploy/delivery-roles.scp.json', 'utf8')) as object

const isAllowed = (role: string, action: string, resource: string): Promise<boolean> =>
  isAllowedByIam({
    principal: `${role.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/session`,
    action,
    resource,
    account: MEMBER,
    context: {
      'aws:PrincipalArn': role,
      ...(action === 'iam:PassRole' && { 'iam:PassedToService': 'events.amazonaws.com' }),
    },
    identity: [EVERYTHING],
    control: CONTROL,
  })

const HANDLING = [
  'iam:PassRole',
  'iam:CreateRole',
  'iam:PutRolePolicy',
  'iam:AttachRolePolicy',
  'iam:UpdateAssumeRolePolicy',
]

test.each(HANDLING)('%s: an administrator may not, a stack set may', async action => {
  expect(await isAllowed(ADMIN, action, DELIVERY)).toBe(false)
  expect(await isAllowed(ADMIN, action, `arn:aws:iam::${MEMBER}:role/amiops-delivery-mine`)).toBe(false)
  expect(await isAllowed(STACK_SETS, action, DELIVERY)).toBe(true)
})

test.each(HANDLING)('%s of other roles is left alone', async action => {
  expect(await isAllowed(ADMIN, action, `arn:aws:iam::${MEMBER}:role/lambda`)).toBe(true)
})

test('it fits into what AWS takes as a policy', () => {
  expect(JSON.stringify(CONTROL).length).toBeLessThan(5_120)
})

test('the roles are those that the queue and the bus accept', () => {
  const [template] = [readFileSync('serverless.yml', 'utf8')]
  expect(template.match(/arn:\$\{AWS::Partition\}:iam::\*:role\/amiops-delivery\*/g)).toHaveLength(2)
})
