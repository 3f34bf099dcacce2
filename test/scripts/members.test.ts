import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { parse } from 'yaml'
import { accountCommands, stackSetCommands } from '../../scripts/members/commands.ts'
import { createOperations } from '../../scripts/members/operations.ts'
import { memberParameters } from '../../scripts/members/parameters.ts'
import { deployMembers, removeMembers } from '../../scripts/members/run-members.ts'
import { createStackSet } from '../../scripts/members/stack-set.ts'
import type { Organization } from '../../src/domain/config.ts'
import { type StackSets, startStackSets } from '../support/stack-sets/start-stack-sets.ts'
import { createResolver, type Template } from '../support/template/resolve.ts'
import { temporaryFile } from '../support/temporary-file.ts'

/** `npm run members`, with CloudFormation's own client against a fake of its stack sets. */

const TARGET = { region: 'eu-west-1', stage: 'staging' }
const ORGANIZATION: Organization = {
  id: 'o-a1b2c3d4e5',
  regions: ['eu-west-1', 'us-east-1'],
  readRole: 'our-reader',
  role: 'our-actor',
  exclude: [],
}
const HUB = '123456789012'
const OUTPUTS = {
  EventsQueueArn: `arn:aws:sqs:eu-west-1:${HUB}:amiops-staging-events`,
  EventBusArn: `arn:aws:events:eu-west-1:${HUB}:event-bus/amiops-staging-members`,
  FunctionRoleArns: `arn:aws:iam::${HUB}:role/events,arn:aws:iam::${HUB}:role/requests`,
  RequestsRoleArn: `arn:aws:iam::${HUB}:role/requests`,
  OrganizationId: ORGANIZATION.id,
}
const UNIT = 'ou-ab12-c3d4e5f6'
const OTHER_UNIT = 'ou-ab12-a1a1a1a1'

const stackWith = (outputs: Record<string, string>) => ({ status: 'UPDATE_COMPLETE', outputs })
const aliasAt = (parameter: string, account: string) => ({
  name: 'prod',
  parameter,
  in: [{ account, region: 'eu-west-1' }],
  gates: {},
})
const familiesWith = (...aliases: ReturnType<typeof aliasAt>[]) => ({ web: { aliases } })
const parameters = memberParameters(
  stackWith(OUTPUTS),
  {
    organization: ORGANIZATION,
    families: familiesWith(aliasAt('/golden/web/prod', '210987654321'), aliasAt('/own', HUB)),
  },
  TARGET,
)

describe('the parameters', () => {
  test('are those of the template, and it takes them', () => {
    const template = parse(readFileSync('deploy/member.yml', 'utf8')) as Template
    const { propertiesOf } = createResolver(
      template,
      { ...parameters },
      { region: 'eu-west-1', account: '210987654321' },
    )
    for (const name of Object.keys(parameters)) expect(template.Parameters).toHaveProperty(name)
    expect(propertiesOf('ReaderRole')).toMatchObject({ RoleName: 'our-reader' })
    expect(propertiesOf('DeliveryRole')).toMatchObject({ RoleName: 'amiops-delivery-staging-eu-west-1' })
    expect(JSON.stringify(propertiesOf('ActorRole'))).toContain('arn:aws:ssm:*:*:parameter/golden/web/prod')
    // The hub's own aliases are none of a member's.
    expect(parameters.AliasParameterArns).not.toContain('/own')
    expect(parameters.HubAccount).toBe(HUB)
  })

  test.each([
    [1, 'arn:aws:ssm:*:*:parameter/golden/f0/prod'],
    [100, 'arn:aws:ssm:*:*:parameter/golden/f0/*'],
    [200, 'arn:aws:ssm:*:*:parameter/golden/*'],
  ])('aliases of %i families fit', (count, first) => {
    const many = Array.from({ length: count }, (_, at) => aliasAt(`/golden/f${at}/prod`, '210987654321'))
    const config = { organization: ORGANIZATION, families: familiesWith(...many) }
    const { AliasParameterArns = '' } = memberParameters(stackWith(OUTPUTS), config, TARGET)
    expect(AliasParameterArns.split(',')[0]).toBe(first)
    expect(AliasParameterArns.length).toBeLessThan(4_096)
  })

  test.each([
    [
      'nothing is deployed',
      undefined,
      /^Nothing is deployed in eu-west-1 for stage staging\. First: npm run/,
    ],
    ['an older version', stackWith({ Version: '0.1.0' }), /has no output EventsQueueArn: it is older/],
    [
      'another organization',
      stackWith({ ...OUTPUTS, OrganizationId: 'o-z9z9z9z9z9' }),
      /is deployed for o-z9z9z9z9z9, the config says o-a1b2c3d4e5/,
    ],
  ])('of a hub that cannot have members: %s', (_, stack, why) =>
    expect(() => memberParameters(stack, { organization: ORGANIZATION, families: {} }, TARGET)).toThrow(why),
  )
})

describe('the stack set', () => {
  let stackSets: StackSets
  let said: string[]
  let slept: number
  let run: Parameters<typeof deployMembers>[0]
  beforeEach(async () => {
    stackSets = await startStackSets()
    said = []
    slept = 0
    const client = new CloudFormationClient({
      region: 'eu-west-1',
      endpoint: stackSets.url,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    })
    const name = 'amiops-staging-members'
    const sleep = async () => {
      slept += 1
    }
    run = {
      name,
      stackSet: createStackSet(client, name, 'DELEGATED_ADMIN'),
      waitFor: createOperations(client, name, 'DELEGATED_ADMIN', sleep),
      say: line => said.push(line),
    }
  })
  afterEach(() => stackSets.stop())
  const deploy = (units = [UNIT], regions: readonly string[] = ORGANIZATION.regions) =>
    deployMembers(run, parameters, units, regions)
  const called = () => stackSets.calls.map(({ action }) => action)
  const formOf = (action: string) =>
    Object.fromEntries(stackSets.calls.find(call => call.action === action)?.form ?? [])

  test('is made once, with automatic deployment, for all units and regions', async () => {
    expect(await deploy()).toBe(true)
    expect(called()).toEqual([
      'DescribeStackSet',
      'CreateStackSet',
      'CreateStackInstances',
      'DescribeStackSetOperation',
      'DescribeStackSetOperation',
      'ListStackSetOperationResults',
    ])
    expect(formOf('CreateStackSet')).toMatchObject({
      StackSetName: 'amiops-staging-members',
      CallAs: 'DELEGATED_ADMIN',
      TemplateBody: readFileSync('deploy/member.yml', 'utf8'),
      PermissionModel: 'SERVICE_MANAGED',
      'AutoDeployment.Enabled': 'true',
      'AutoDeployment.RetainStacksOnAccountRemoval': 'false',
      'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
      'Parameters.member.1.ParameterKey': 'HubAccount',
      'Parameters.member.1.ParameterValue': HUB,
    })
    expect(formOf('CreateStackInstances')).toMatchObject({
      'DeploymentTargets.OrganizationalUnitIds.member.1': UNIT,
      'OperationPreferences.FailureTolerancePercentage': '100',
    })
    expect(stackSets.targets).toEqual(new Map([[UNIT, ORGANIZATION.regions]]))
    expect(slept).toBe(1)
    expect(said.at(-2)).toMatch(/^Every account of ou-ab12-c3d4e5f6 has its stacks in eu-west-1, us-east-1\./)
  })

  test('run again, it changes what is there and adds nothing; then what is new alone', async () => {
    await deploy()
    stackSets.calls.length = 0
    await deploy()
    expect(called()).toContain('UpdateStackSet')
    expect(called()).not.toContain('CreateStackSet')
    expect(called()).not.toContain('CreateStackInstances')
    await deploy([UNIT, OTHER_UNIT])
    expect(formOf('CreateStackInstances')).toMatchObject({
      'DeploymentTargets.OrganizationalUnitIds.member.1': OTHER_UNIT,
    })
    expect(stackSets.targets?.get(OTHER_UNIT)).toEqual(ORGANIZATION.regions)
  })

  test('more units than an operation takes are several', async () => {
    const units = Array.from({ length: 51 }, (_, at) => `ou-ab12-${String(at).padStart(8, '0')}`)
    await deploy(units)
    expect(called().filter(call => call === 'CreateStackInstances')).toHaveLength(2)
    expect(stackSets.targets?.size).toBe(51)
  })

  test('an account that fails keeps no other from its stack, and is named', async () => {
    stackSets.failing = [['210987654321', 'us-east-1', 'Role amiops-reader exists']]
    expect(await deploy()).toBe(false)
    expect(said).toContain('1 stack failed:')
    expect(said).toContain('  210987654321 us-east-1: Role amiops-reader exists')
  })

  test('units that are no longer named keep their stacks until they are removed', async () => {
    await deploy([UNIT, OTHER_UNIT])
    await deploy([UNIT])
    expect(said.at(-3)).toMatch(/To remove those: --remove --units ou-ab12-a1a1a1a1$/)
    expect(await removeMembers(run, [OTHER_UNIT])).toBe(true)
    expect([...(stackSets.targets?.keys() ?? [])]).toEqual([UNIT])
    expect(called()).not.toContain('DeleteStackSet')
    expect(await removeMembers(run, [OTHER_UNIT])).toBe(false)
  })

  test('all of it is removed, and there is nothing to remove then', async () => {
    await deploy([UNIT, OTHER_UNIT])
    expect(await removeMembers(run, undefined)).toBe(true)
    expect(stackSets.targets).toBeUndefined()
    expect(formOf('DeleteStackInstances')).toMatchObject({ RetainStacks: 'false' })
    expect(await removeMembers(run, undefined)).toBe(true)
    expect(said.at(-1)).toBe('There is no stack set amiops-staging-members: nothing was removed.')
  })

  test('a stack that cannot be removed keeps the stack set', async () => {
    await deploy()
    stackSets.failing = [['210987654321', 'us-east-1', 'AccessDenied']]
    expect(await removeMembers(run, undefined)).toBe(false)
    expect(called()).not.toContain('DeleteStackSet')
  })
})

test('the printed commands give the AWS CLI the same', () => {
  const printed = stackSetCommands(
    'amiops-staging-members',
    'eu-west-1',
    'SELF',
    parameters,
    [UNIT],
    ['eu-west-1'],
  )
  expect(printed).toContain(
    'create-stack-set --stack-set-name amiops-staging-members --region eu-west-1 --call-as SELF',
  )
  const [, json = ''] = /--parameters '(\[.+\])'/.exec(printed) ?? []
  expect(JSON.parse(json)).toContainEqual({ ParameterKey: 'HubAccount', ParameterValue: HUB })
  expect(printed).toContain(`--deployment-targets '{"OrganizationalUnitIds":["${UNIT}"]}'`)
  const ofAccount = accountCommands(TARGET, parameters, ['eu-west-1', 'us-east-1'])
  expect(
    ofAccount.match(/aws cloudformation deploy --region \S+ --stack-name amiops-staging-member /g),
  ).toHaveLength(2)
  expect(ofAccount).toContain(`'FunctionRoleArns=${OUTPUTS.FunctionRoleArns}'`)
})

describe('npm run members', () => {
  let stackSets: StackSets
  beforeAll(async () => {
    stackSets = await startStackSets()
    stackSets.outputs = OUTPUTS
  })
  afterAll(() => stackSets.stop())

  const config = readFileSync('docs/amiops.config.example.yml', 'utf8')
  const members = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>(resolve => {
      const env = {
        ...process.env,
        AMIOPS_CONFIG: temporaryFile('amiops.config.yml', config),
        AWS_ENDPOINT_URL: stackSets.url,
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'b',
      }
      const given = ['--import', 'tsx', 'scripts/members.ts', '--region', 'eu-west-1', '--stage', 'staging']
      execFile(process.execPath, [...given, ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      )
    })

  test('without trusted access it says what to do, and makes nothing', async () => {
    stackSets.access = 'DISABLED'
    const { code, stderr } = await members('--units', UNIT)
    expect([code, stderr]).toEqual([1, expect.stringContaining('activate-organizations-access')])
    expect(stackSets.targets).toBeUndefined()
  })

  test('what is no organizational unit is refused', async () => {
    const { code, stderr } = await members('--units', 'production')
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^Expected --units to be ids .+ got "production"/),
    ])
  })

  test('it prints the commands for one account, the hub’s region first', async () => {
    const { code, stdout, stderr } = await members('--account')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^aws cloudformation deploy --region eu-west-1 /)
  })
})
