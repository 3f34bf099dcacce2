import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** What CloudFormation gets of the resources of serverless.yml: references that lead somewhere, alarms that are documented. */

interface Resource {
  Type: string
  Properties: Record<string, unknown>
}

const { functions, resources } = parse(readFileSync('serverless.yml', 'utf8'), { merge: true }) as {
  functions: Record<string, { iamRoleStatements: { Action: string | string[]; Resource: unknown }[] }>
  resources: { Resources: Record<string, Resource> }
}
const all = Object.entries(resources.Resources)
const ofType = (type: string) => all.filter(([, resource]) => resource.Type === type)
const alarms = ofType('AWS::CloudWatch::Alarm')

/** What the framework itself makes of each function. */
const OF_FUNCTIONS = Object.keys(functions).flatMap(name => {
  const Name = name.charAt(0).toUpperCase() + name.slice(1)
  return [`${Name}LambdaFunction`, `${Name}LogGroup`, `${Name}LambdaFunctionUrl`]
})

const referencesIn = (value: unknown): string[] => {
  const text = JSON.stringify(value ?? null)
  return [...text.matchAll(/"Ref":"([A-Za-z]+)"|"Fn::GetAtt":\["([A-Za-z]+)"/g)].map(
    ([, ref, attribute]) => ref ?? attribute ?? '',
  )
}

test('every reference leads to a resource', () => {
  const known = [...all.map(([id]) => id), ...OF_FUNCTIONS]
  expect(referencesIn([functions, resources]).filter(id => !known.includes(id))).toEqual([])
})

test('every dead-letter queue has an alarm, and every alarm somebody who hears it', () => {
  const queues = ofType('AWS::SQS::Queue').map(([id]) => id)
  const dead = queues.filter(id => id.includes('DeadLetter'))
  expect(dead).toHaveLength(2)
  for (const id of dead)
    expect(alarms.filter(([, alarm]) => referencesIn(alarm.Properties.Dimensions).includes(id))).toHaveLength(
      1,
    )
  for (const [, { Properties }] of alarms) {
    expect(Properties.AlarmActions).toEqual([{ Ref: 'AlarmTopic' }])
    expect(Properties.AlarmDescription).toMatch(/\.$|;/)
  }
})

test('docs/operations.md says what each alarm means, and names none that is not there', () => {
  const documented = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^\| `(\w+Alarm)` \|/gm)].map(
    m => m[1],
  )
  expect(documented.sort()).toEqual(alarms.map(([id]) => id).sort())
})

test('the dashboard is JSON', () => {
  const [[, dashboard] = ['', { Type: '', Properties: {} as Record<string, unknown> }]] = ofType(
    'AWS::CloudWatch::Dashboard',
  )
  const body = (dashboard.Properties.DashboardBody as { 'Fn::Sub': string })['Fn::Sub']
  expect((JSON.parse(body) as { widgets: object[] }).widgets).toHaveLength(6)
})

test('dead letters are received by `schedule` alone; a worker may send what it gives up', () => {
  const mayReceive = Object.entries(functions).filter(([, { iamRoleStatements }]) =>
    iamRoleStatements.some(({ Action }) => [Action].flat().includes('sqs:ReceiveMessage')),
  )
  expect(mayReceive.map(([name]) => name)).toEqual(['schedule'])
  const dead = Object.values(functions)
    .flatMap(f => f.iamRoleStatements)
    .filter(({ Resource }) => referencesIn(Resource ?? '').some(id => id.includes('DeadLetter')))
    .flatMap(({ Action }) => Action)
  expect([...new Set(dead)].sort()).toEqual([
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:ReceiveMessage',
    'sqs:SendMessage',
  ])
})

test('no message is a dead letter because its queue counts its deliveries, or is dropped without a word', () => {
  const sources = ofType('AWS::SQS::Queue').filter(([id]) => !id.includes('DeadLetter'))
  for (const [, { Properties }] of sources) {
    expect((Properties.RedrivePolicy as { maxReceiveCount: number }).maxReceiveCount).toBe(1_000)
    expect(Properties.MessageRetentionPeriod).toBeGreaterThanOrEqual(86_400)
  }
})
