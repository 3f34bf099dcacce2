import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

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
    [...sources.matchAll(/\b(?:ec2|autoscaling|rbin):(?:Describe|List|Get)\w+/g)].map(([right]) => right),
  ),
]

const CHANGES = /^ec2:(?!Describe|List)/

test('there are calls and rights to compare', () => {
  expect(EC2_CALLS).toEqual(expect.arrayContaining(['ec2:DescribeImages', 'ec2:DeregisterImage']))
  expect(NAMED).toEqual(expect.arrayContaining(['autoscaling:DescribeAutoScalingGroups', 'rbin:GetRule']))
})

test.each([...new Set([...EC2_CALLS, ...NAMED])])(
  '%s is allowed to `requests`, here and elsewhere',
  right => {
    expect(actionsOf(statementsOf('requests'))).toContain(right)
    expect(actionsOf(elsewhere)).toContain(right)
  },
)

test('a role elsewhere needs what `requests` may do with images, and no more', () => {
  const own = actionsOf(statementsOf('requests')).filter(action => !/^(dynamodb|sqs|sts):/.test(action))
  expect([...new Set(actionsOf(elsewhere))].sort()).toEqual([...new Set(own)].sort())
})

test.each(Object.keys(functions).filter(name => name !== 'requests'))('`%s` changes no image', name => {
  expect(actionsOf(statementsOf(name)).filter(action => CHANGES.test(action))).toEqual([])
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
  const wide = [...Object.keys(functions).flatMap(statementsOf), ...elsewhere].filter(
    ({ Resource }) => Resource === '*',
  )
  expect(actionsOf(wide).filter(action => CHANGES.test(action))).toEqual([])
})

test('only `requests` may take on a role that changes images elsewhere', () => {
  const roles = Object.entries(functions).map(([name, { iamRoleStatements }]) => [
    name,
    iamRoleStatements.filter(statement => typeof statement === 'string').map(s => /:(\w+)\}$/.exec(s)?.[1]),
  ])
  expect(Object.fromEntries(roles)).toEqual({
    slack: [],
    events: ['toRead'],
    requests: ['toAct'],
    schedule: ['toRead'],
  })
})
