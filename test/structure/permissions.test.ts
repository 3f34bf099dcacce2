import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parse } from 'yaml'
import { actorStatements, actorStatementsByConfig, actorTrust } from '../support/template/actor-role.ts'
import { temporaryFile } from '../support/temporary-file.ts'

/** What the functions may do by serverless.yml, and what a role in another account needs by docs/install.md. */

interface Statement {
  Effect: 'Allow' | 'Deny'
  Action: string | string[]
  Resource: unknown
  Condition?: object
}

const { functions } = parse(readFileSync('serverless.yml', 'utf8'), { merge: true }) as {
  functions: Record<string, { iamRoleStatements: (Statement | string)[] }>
}

const statementsOf = (name: string): Statement[] =>
  (functions[name]?.iamRoleStatements ?? []).filter(statement => typeof statement !== 'string')

const actionsOf = (statements: readonly Statement[]): string[] =>
  statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action)

const [, policy = ''] =
  /```json\n(\{\n {2}"Version"[^`]+)```/.exec(readFileSync('docs/install.md', 'utf8')) ?? []
const elsewhere = (JSON.parse(policy) as { Statement: Statement[] }).Statement

const sources = readdirSync('src/aws', { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .map(name => readFileSync(join('src/aws', name), 'utf8'))
  .join('\n')

/** Every call of EC2's that the code makes, by the commands and paginators that it imports. */
const EC2_CALLS = [
  ...new Set(
    [...sources.matchAll(/import \{([^}]+)\} from '@aws-sdk\/client-ec2'/g)]
      .flatMap(([, names = '']) => [...names.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g)])
      .map(([, paginated, command]) => `ec2:${paginated ?? command}`),
  ),
]

/** Every right that a failed look names. */
const NAMED = [
  ...new Set(
    [...sources.matchAll(/\b(?:ec2|autoscaling|rbin|kms):(?:Describe|List|Get)[A-Z]\w+/g)].map(
      ([right]) => right,
    ),
  ),
]

const CHANGES = /^ec2:(?!Describe|List|Get)/

const CONFIG = `
accounts:
  - { id: '123456789012', alias: production, regions: [us-east-1, eu-west-1] }
  - { id: '345678901234', alias: lab, regions: [us-east-1], role: 'arn:aws:iam::345678901234:role/amiops' }
families:
  payments-base:
    aliases:
      - { name: dev, parameter: /golden/payments-base/dev, in: [production/us-east-1, 123456789012/eu-west-1] }
      - { name: prod, parameter: /golden/payments-base/prod, in: [lab/us-east-1, production/us-east-1] }
      - { name: lab, parameter: /golden/payments-base/lab, in: [lab/us-east-1] }
  web: { name: web-* }
`

const requireHere = createRequire(join(process.cwd(), 'package.json'))
const readStatements = requireHere('./build/alias-parameters.cjs') as () => Record<
  'toRead' | 'toPut',
  Statement
>

/** The statements that serverless.yml takes from the config. */
const onParametersOf = (config: string): ReturnType<typeof readStatements> => {
  process.env.AMIOPS_CONFIG = temporaryFile('amiops.config.yml', config)
  return readStatements()
}

test('there are calls and rights to compare', () => {
  expect(EC2_CALLS).toEqual(expect.arrayContaining(['ec2:DescribeImages', 'ec2:DeregisterImage']))
  expect(NAMED).toEqual(expect.arrayContaining(['autoscaling:DescribeAutoScalingGroups', 'rbin:GetRule']))
})

/** What `requests` may do, in its own name and in a session of the actor role. */
const ofRequests = [...statementsOf('requests'), ...actorStatements]

test.each([...new Set([...EC2_CALLS, ...NAMED])])(
  '%s is allowed to `requests`, here and elsewhere',
  right => {
    expect(actionsOf(ofRequests)).toContain(right)
    expect(actionsOf(elsewhere)).toContain(right)
  },
)

test('a role elsewhere needs what `requests` may do with images and aliases, and no more', () => {
  const { toRead, toPut } = onParametersOf(CONFIG)
  const own = [...actionsOf(ofRequests), ...actionsOf([toRead, toPut])].filter(
    action => !/^(dynamodb|sqs|sts):/.test(action),
  )
  expect([...new Set(actionsOf(elsewhere))].sort()).toEqual([...new Set(own)].sort())
})

test.each(Object.keys(functions))('`%s` itself changes no image, parameter or scan', name => {
  expect(
    actionsOf(statementsOf(name)).filter(
      action => CHANGES.test(action) || /:(PutParameter|Start)/.test(action),
    ),
  ).toEqual([])
})

describe('the actor role', () => {
  test('changes, and sees nothing but what SSM describes in its name', () => {
    const seen = actionsOf(actorStatements).filter(
      action => !CHANGES.test(action) && action !== 'inspector2:StartOnDemandScan',
    )
    expect(seen).toEqual(['ec2:DescribeImages'])
    expect(actorStatementsByConfig).toEqual([expect.stringContaining('alias-parameters.cjs):toPut')])
  })

  test('is trusted to `requests` alone, for a session that names who asked and the request', () => {
    const requests = { 'aws:PrincipalArn': { 'Fn::GetAtt': ['RequestsIamRoleLambdaExecution', 'Arn'] } }
    expect(actorTrust.map(({ Action }) => Action)).toEqual([
      'sts:AssumeRole',
      'sts:SetSourceIdentity',
      'sts:TagSession',
    ])
    for (const { Condition } of actorTrust) expect(Condition).toMatchObject({ ArnEquals: requests })
    expect(actorTrust[0]?.Condition).toMatchObject({
      StringLike: { 'sts:SourceIdentity': '?*', 'aws:RequestTag/amiops:request': '?*' },
    })
  })

  test('of all functions `requests` alone may open its sessions, and of its own account no others', () => {
    const opening = Object.keys(functions).flatMap(name =>
      statementsOf(name)
        .filter(({ Action }) => [Action].flat().includes('sts:SetSourceIdentity'))
        .filter(({ Resource }) => JSON.stringify(Resource).includes('AWS::AccountId'))
        .map(({ Action, Resource }) => ({ name, Action, Resource })),
    )
    expect(opening).toEqual([
      {
        name: 'requests',
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
        Resource: [
          {
            'Fn::Sub': [
              'arn:$',
              '{AWS::Partition}:iam::$',
              '{AWS::AccountId}:role/amiops-$',
              '{sls:stage}-actor',
            ].join(''),
          },
        ],
      },
    ])
  })
})

test('no right on KMS but to read who may use a key', () => {
  const all = [...Object.keys(functions).flatMap(statementsOf), ...elsewhere]
  const ofKms = actionsOf(all).filter(action => action.startsWith('kms:'))
  expect([...new Set(ofKms)].sort()).toEqual(['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants'])
})

test.each(['ec2:DescribeImages', 'ec2:DescribeImageAttribute', 'ec2:ListImagesInRecycleBin'])(
  '%s is allowed to `schedule`, which settles what hangs',
  right => expect(actionsOf(statementsOf('schedule'))).toContain(right),
)

test('every right on other parameters than its own secrets is for AWS services in its name alone', () => {
  const wide = [...Object.keys(functions).flatMap(statementsOf), ...elsewhere].filter(
    ({ Action, Resource }) => [Action].flat().includes('ssm:GetParameters') && Resource === '*',
  )
  expect(wide).not.toEqual([])
  for (const { Condition } of wide) expect(JSON.stringify(Condition)).toMatch(/aws:(CalledVia|ViaAWSService)/)
})

test('nothing that changes an image or a snapshot is allowed on every resource', () => {
  const wide = [...Object.keys(functions).flatMap(statementsOf), ...actorStatements, ...elsewhere].filter(
    ({ Resource }) => Resource === '*',
  )
  expect(actionsOf(wide).filter(action => CHANGES.test(action))).toEqual([])
})

test('no function may set an alias, and only `requests` take on a role that changes images elsewhere', () => {
  const byConfig = Object.entries(functions).map(([name, { iamRoleStatements }]) => [
    name,
    iamRoleStatements
      .filter(statement => typeof statement === 'string')
      .map(s => /build\/(.+)\.cjs\)(:\w+)\}$/.exec(s)?.slice(1).join('')),
  ])
  expect(Object.fromEntries(byConfig)).toEqual({
    slack: [],
    events: ['alias-parameters:toRead', 'assume-account-roles:toRead'],
    requests: ['alias-parameters:toRead', 'assume-account-roles:toReadMembers', 'assume-account-roles:toAct'],
    schedule: ['assume-account-roles:toRead'],
    scan: ['alias-parameters:toRead', 'assume-account-roles:toRead'],
  })
})

describe('parameters of aliases, by the config', () => {
  const arn = (name: string) => ({
    'Fn::Sub': `arn:\${AWS::Partition}:ssm:*:\${AWS::AccountId}:parameter${name}`,
  })

  test('each of this account once; where a role reads, the role allows it', () => {
    const { toRead, toPut } = onParametersOf(CONFIG)
    const Resource = [arn('/golden/payments-base/dev'), arn('/golden/payments-base/prod')]
    expect(toRead).toEqual({
      Effect: 'Allow',
      Action: ['ssm:GetParameters', 'ssm:GetParameterHistory'],
      Resource,
    })
    expect(toPut).toEqual({ Effect: 'Allow', Action: ['ssm:PutParameter'], Resource })
  })

  test('without accounts, all are of this one', () => {
    const config =
      'families: { web: { aliases: [{ name: dev, parameter: /a, in: [123456789012/us-east-1] }] } }'
    expect(onParametersOf(config).toPut.Resource).toEqual([arn('/a')])
  })

  test.each(['{}', 'families: { web: { name: web-* } }', 'families:'])(
    'without any, nothing is allowed, and the functions read their secrets all the same: %s',
    config => {
      expect(onParametersOf(config)).toEqual({
        toRead: { Effect: 'Deny', Action: ['ssm:GetParameterHistory'], Resource: '*' },
        toPut: { Effect: 'Deny', Action: ['ssm:PutParameter'], Resource: '*' },
      })
    },
  )

  const many = (families: number, aliases: number): string => {
    const all = Array.from({ length: families }, (_, family) => [
      `web-${family}`,
      {
        aliases: Array.from({ length: aliases }, (_, alias) => ({
          parameter: `/golden/web-${family}/a${alias}`,
          in: ['123456789012/us-east-1'],
        })),
      },
    ])
    return JSON.stringify({ families: Object.fromEntries(all) })
  }
  test.each([
    [20, 2, arn('/golden/web-0/a0'), 40],
    [20, 3, arn('/golden/web-0/*'), 20],
    [41, 1, arn('/golden/*'), 1],
  ])('%i families with %i aliases each: IAM’s room is kept', (families, aliases, first, count) => {
    const { Resource } = onParametersOf(many(families, aliases)).toRead
    expect((Resource as unknown[])[0]).toEqual(first)
    expect(Resource).toHaveLength(count)
  })
})

describe('the roles to assume, by the config', () => {
  const read = requireHere('./build/assume-account-roles.cjs') as () => Record<string, Statement>
  const ARN = 'arn:aws:iam::345678901234:role'
  const rolesOf = (more: object, organization?: object) => {
    const account = { id: '345678901234', role: `${ARN}/act`, readRole: `${ARN}/read`, ...more }
    const config = JSON.stringify({ accounts: [account], ...(organization && { organization }) })
    process.env.AMIOPS_CONFIG = temporaryFile('amiops.config.yml', config)
    return Object.fromEntries(
      Object.entries(read()).map(([name, { Effect, Resource }]) => [
        name,
        Effect === 'Allow' ? Resource : [],
      ]),
    )
  }

  test('`requests` reads with the reader of a member alone; who looks also lists the organization', () => {
    const toAct = [`${ARN}/act`]
    const toRead = [`${ARN}/read`]
    expect(rolesOf({})).toEqual({ toAct, toRead, toReadMembers: [] })
    expect(rolesOf({ member: true })).toEqual({ toAct, toRead, toReadMembers: toRead })
    expect(rolesOf({}, { list: { role: `${ARN}/list` } }).toRead).toEqual(toRead)
  })
})

describe('the organization and its members, by the config', () => {
  const read = requireHere('./build/organization.cjs') as () => Record<string, string>
  const readFrom = (config: string): Record<string, string> => {
    process.env.AMIOPS_CONFIG = temporaryFile('amiops.config.yml', config)
    return read()
  }

  test('the id and the names of the roles; accounts with a role are members too', () => {
    const organization = 'organization: { id: o-a1b2c3d4e5, regions: [us-east-1], readRole: our-reader }'
    expect(readFrom(`${CONFIG}${organization}`)).toEqual({
      id: 'o-a1b2c3d4e5',
      readRole: 'our-reader',
      role: 'amiops-actor',
      listRole: '',
      accounts: '345678901234',
    })
    expect(readFrom('{}')).toEqual({
      id: '',
      readRole: 'amiops-reader',
      role: 'amiops-actor',
      listRole: '',
      accounts: '',
    })
    const list = 'arn:aws:iam::999999999999:role/amiops-organization'
    expect(readFrom(`organization: { id: o-a1b2c3d4e5, list: { role: '${list}' } }`)).toMatchObject({
      listRole: list,
    })
  })

  test('more accounts than a parameter of CloudFormation holds take an organization', () => {
    const some = (count: number) =>
      JSON.stringify({
        accounts: Array.from({ length: count }, (_, at) => ({ id: String(100_000_000_000 + at), role: 'r' })),
      })
    expect(readFrom(some(300)).accounts?.length).toBeLessThan(4_096)
    expect(() => readFrom(some(301))).toThrow(/Expected at most 300 accounts with a role .+, got 301\. Name/)
  })
})
