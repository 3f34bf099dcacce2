import { readDeployment } from '../../../sandbox/aws/deployment/deployment.ts'
import { createMemberRoles } from '../../../sandbox/aws/deployment/member-roles.ts'
import { createStack } from '../../../sandbox/aws/deployment/stack.ts'
import { temporaryFile } from '../../support/temporary-file.ts'

const REGION = 'us-east-1'
const deployment = readDeployment('serverless.yml')
const stack = createStack(deployment, new Map(), REGION)

const find = (config: string, arn: string, file = 'deploy/member.yml') =>
  createMemberRoles(deployment, stack, {
    file,
    configFile: temporaryFile('amiops.config.yml', config),
    region: REGION,
    organizationOf: account => (account === '210987654321' ? 'o-a1b2c3d4e5' : undefined),
  })(arn)

const role = (name: string, account = '210987654321') => `arn:aws:iam::${account}:role/${name}`
const ORGANIZATION = 'organization: { id: o-a1b2c3d4e5, regions: [us-east-1] }'
const byHand = (more: string) =>
  `accounts: [{ id: '210987654321', role: '${role('amiops-actor')}', readRole: '${role('amiops-reader')}'${more} }]`

test.each([
  ['of an account of the organization', ORGANIZATION, role('amiops-actor'), 'there'],
  ['of its reader', ORGANIZATION, role('amiops-reader'), 'there'],
  [
    'with a name of its own',
    'organization: { id: o-a1b2c3d4e5, regions: [us-east-1], role: changer }',
    role('changer'),
    'there',
  ],
  ['of an account outside', ORGANIZATION, role('amiops-actor', '999999999999'), 'gone'],
  ['of another name', ORGANIZATION, role('admin'), undefined],
  ['of the hub’s own account', ORGANIZATION, role('amiops-actor', '123456789012'), undefined],
  ['that the config names by hand', `${ORGANIZATION}\n${byHand('')}`, role('amiops-actor'), undefined],
  ['by hand, of the template', byHand(', member: true'), role('amiops-reader'), 'there'],
  ['without an organization', 'accounts:', role('amiops-actor'), undefined],
])('a role %s', (_which, config, arn, expected) => {
  const found = find(config, arn)
  expect(typeof found === 'object' ? 'there' : found).toBe(expected)
  if (typeof found === 'object') expect(found).toMatchObject({ arn, account: '210987654321' })
})

test('a role trusts the hub’s functions, by the outputs of its stack', () => {
  const found = find(ORGANIZATION, role('amiops-actor'))
  expect(JSON.stringify(found)).toContain(
    'arn:aws:iam::123456789012:role/amiops-sandbox-requests-us-east-1-lambdaRole',
  )
})

test('where there is no template, there is no role of it', () => {
  expect(find(ORGANIZATION, role('amiops-actor'), 'deploy/none.yml')).toBeUndefined()
})
