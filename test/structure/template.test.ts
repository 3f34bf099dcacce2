import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { RESERVED, SCANS } from '../../scripts/reserve-concurrency.ts'
import { isNearRetention, retryAfterSec } from '../../src/domain/retry.ts'

/** What CloudFormation gets of the resources of serverless.yml: references that lead somewhere, alarms that are documented. */

interface Resource {
  Type: string
  Properties: Record<string, unknown>
}

const { functions, resources } = parse(readFileSync('serverless.yml', 'utf8'), { merge: true }) as {
  functions: Record<
    string,
    {
      environment?: Record<string, unknown>
      reservedConcurrency?: unknown
      iamRoleStatements: { Action: string | string[]; Resource: unknown }[]
    }
  >
  resources: {
    Parameters: Record<string, unknown>
    Conditions: Record<string, unknown>
    extensions: {
      ScanEventSourceMappingSQSScansQueue: { Properties: { ScalingConfig: { MaximumConcurrency: unknown } } }
    }
    Resources: Record<string, Resource>
  }
}
const all = Object.entries(resources.Resources)
const ofType = (type: string) => all.filter(([, resource]) => resource.Type === type)
const alarms = ofType('AWS::CloudWatch::Alarm')

/** What the framework itself makes of each function. */
const OF_FUNCTIONS = Object.keys(functions).flatMap(name => {
  const Name = name.charAt(0).toUpperCase() + name.slice(1)
  return [
    `${Name}LambdaFunction`,
    `${Name}LogGroup`,
    `${Name}LambdaFunctionUrl`,
    `${Name}IamRoleLambdaExecution`,
  ]
})

const referencesIn = (value: unknown): string[] => {
  const text = JSON.stringify(value ?? null)
  return [...text.matchAll(/"Ref":"([A-Za-z]+)"|"Fn::GetAtt":\["([A-Za-z]+)"/g)].map(
    ([, ref, attribute]) => ref ?? attribute ?? '',
  )
}

test('every reference leads to a resource', () => {
  const known = [...all.map(([id]) => id), ...Object.keys(resources.Parameters), ...OF_FUNCTIONS]
  expect(referencesIn([functions, resources]).filter(id => !known.includes(id))).toEqual([])
})

test('every dead-letter queue has an alarm, and every alarm notifies the topic', () => {
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

test('every rule that feeds the events queue has an alarm for what it could not deliver', () => {
  const rules = ofType('AWS::Events::Rule').filter(([, { Properties }]) =>
    referencesIn(Properties.Targets).includes('EventsQueue'),
  )
  expect(rules.length).toBeGreaterThan(3)
  const undelivered = alarms.filter(([, { Properties }]) => Properties.MetricName === 'FailedInvocations')
  // A rule of a bus of its own has a name, because Ref is not its name alone.
  const isOf = (rule: string, name: unknown, dimensions: unknown): boolean =>
    name === undefined
      ? referencesIn(dimensions).includes(rule)
      : JSON.stringify(dimensions).includes(`"Value":"${name}"`)
  for (const [rule, { Properties }] of rules)
    expect([
      rule,
      undelivered.filter(([, alarm]) => isOf(rule, Properties.Name, alarm.Properties.Dimensions)).length,
    ]).toEqual([rule, 1])
})

test('nothing of a first deployment needs more than a fresh account has', () => {
  const reserved = Object.values(functions).flatMap(({ reservedConcurrency }) => reservedConcurrency ?? [])
  expect(reserved).toEqual([
    { 'Fn::If': ['ConcurrencyIsReserved', String(RESERVED), { Ref: 'AWS::NoValue' }] },
  ])
  expect(
    resources.extensions.ScanEventSourceMappingSQSScansQueue.Properties.ScalingConfig.MaximumConcurrency,
  ).toEqual({ 'Fn::If': ['ConcurrencyIsReserved', SCANS.many, SCANS.few] })
  expect(JSON.stringify(resources.Conditions.ConcurrencyIsReserved)).toMatch(
    /param:reserveConcurrency, 'false'\}","true"/,
  )
})

test('no alarm takes the lack of data for trouble: a new function has none', () => {
  for (const [, { Properties }] of alarms)
    expect(['missing', 'notBreaching']).toContain(Properties.TreatMissingData)
  // But a schedule that stops has no data either: that its data is missing is told.
  expect(alarms.filter(([, { Properties }]) => Properties.TreatMissingData === 'missing')).toEqual([
    [
      'ScheduleMissedAlarm',
      expect.objectContaining({
        Properties: expect.objectContaining({ InsufficientDataActions: [{ Ref: 'AlarmTopic' }] }),
      }),
    ],
  ])
})

test('the ledger may stay outside of the stack: nothing refers to it but by its name', () => {
  expect(referencesIn([functions, resources])).not.toContain('Ledger')
  expect(new Map(all).get('Ledger')).toMatchObject({ Condition: 'LedgerIsNew' })
})

test('docs/operations.md says what each alarm means, and names none that is not there', () => {
  const documented = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^\| `(\w+Alarm)` \|/gm)].map(
    m => m[1],
  )
  expect(documented.sort()).toEqual(alarms.map(([id]) => id).sort())
})

test('the fallback topic is off unless asked for, and the functions that announce may publish to it alone', () => {
  expect(JSON.stringify(resources.Conditions.FallbackTopicIsOn)).toMatch(
    /param:fallbackTopic, 'false'\}","true"/,
  )
  const topic = new Map(all).get('FallbackTopic')
  expect(topic).toMatchObject({ Condition: 'FallbackTopicIsOn' })
  const mayPublish = Object.entries(functions).flatMap(([name, { iamRoleStatements }]) =>
    iamRoleStatements
      .filter(({ Action }) => [Action].flat().includes('sns:Publish'))
      .map(({ Resource }) => [name, (Resource as { 'Fn::Sub': string })['Fn::Sub']]),
  )
  const arn = `arn:\${AWS::Partition}:sns:\${AWS::Region}:\${AWS::AccountId}:${topic?.Properties.TopicName}`
  expect(mayPublish).toEqual([
    ['events', arn],
    ['schedule', arn],
    ['scan', arn],
  ])
})

test('all functions ask GovSlack where the config says so, and Slack where it does not', () => {
  expect(JSON.stringify(resources.Conditions.GovSlackIsOn)).toMatch(/param:govSlack, 'false'\}","true"/)
  const urls = Object.values(functions).map(({ environment }) => environment?.SLACK_API_URL)
  expect(urls).toHaveLength(5)
  for (const url of urls)
    expect(url).toEqual({ 'Fn::If': ['GovSlackIsOn', 'https://slack-gov.com/api/', { Ref: 'AWS::NoValue' }] })
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

/** How often a message is delivered until it is nearly too old, where each delivery fails. */
const countDeliveries = (retentionMs: number, isAwaited: boolean): number => {
  let deliveries = 1
  for (let nowMs = 0; !isNearRetention(0, nowMs, retentionMs); deliveries++)
    nowMs += retryAfterSec({ sentAtMs: 0, isAwaited }, nowMs) * 1_000
  return deliveries
}

test.each([
  ['EventsQueue', false],
  ['RequestsQueue', true],
])(
  '%s counts to more than an outage needs, and to less than a function that dies each time reaches',
  (id, isAwaited) => {
    const queue = new Map(ofType('AWS::SQS::Queue')).get(id)?.Properties
    const { MessageRetentionPeriod, VisibilityTimeout, RedrivePolicy } = queue as {
      MessageRetentionPeriod: number
      VisibilityTimeout: number
      RedrivePolicy: { maxReceiveCount: number }
    }
    const { maxReceiveCount } = RedrivePolicy
    expect(MessageRetentionPeriod).toBeGreaterThanOrEqual(86_400)
    expect(maxReceiveCount).toBeLessThanOrEqual(1_000)
    // A tenth more, for deliveries that no function answered.
    expect(maxReceiveCount).toBeGreaterThan(1.1 * countDeliveries(MessageRetentionPeriod * 1_000, isAwaited))
    expect(maxReceiveCount).toBeLessThan(0.95 * (MessageRetentionPeriod / VisibilityTimeout))
  },
)
