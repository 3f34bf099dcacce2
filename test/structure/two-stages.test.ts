import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Two stages in one account and region: their packaged templates name nothing twice. */

interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>
  Outputs: Record<string, { Export?: { Name: string } }>
}

const folder = mkdtempSync(join(tmpdir(), 'amiops-stages-'))
/** Beside serverless.yml, because its files are read from there. */
const config = `.two-stages-${process.pid}.yml`

/** The deployment as it is, but that its functions are not built: their code has no names. */
const withoutCode = (text: string): string =>
  text
    .replace('  - serverless-esbuild\n', '')
    .replace(/ {2}esbuild:\n {4}config: .*\n/, '')
    .replace('package:\n  individually: true', `package:\n  artifact: ${join(folder, 'nothing.zip')}`)

const pack = (stage: string): Promise<Template> => {
  const out = join(folder, stage)
  const args = ['--no-install', 'osls', 'package', '--config', config, '--package', out]
  const place = ['--region', 'us-east-1', '--stage', stage, '--param', 'fallbackTopic=true']
  const env = { ...process.env, SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' }
  return new Promise((resolve, reject) =>
    execFile('npx', [...args, ...place], { env }, (error, _stdout, stderr) => {
      if (error) return reject(new Error(stderr || error.message))
      const file = join(out, 'cloudformation-template-update-stack.json')
      resolve(JSON.parse(readFileSync(file, 'utf8')) as Template)
    }),
  )
}

/** The properties that give a resource a name of its own in its account and region. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
}

const namesOf = ({ Resources, Outputs }: Template): string[] => [
  ...Object.values(Resources).flatMap(({ Type, Properties = {} }) => {
    const name = Properties[NAMES[Type] ?? '']
    return name === undefined ? [] : [`${Type} ${JSON.stringify(name)}`]
  }),
  ...Object.values(Outputs).flatMap(({ Export }) => (Export ? [`export ${Export.Name}`] : [])),
]

let production: Template
let staging: Template
beforeAll(async () => {
  writeFileSync(join(folder, 'nothing.zip'), '')
  writeFileSync(config, withoutCode(readFileSync('serverless.yml', 'utf8')))
  production = await pack('production')
  staging = await pack('staging')
}, 300_000)
afterAll(() => {
  rmSync(config, { force: true })
  rmSync(folder, { recursive: true, force: true })
})

test('no table, queue, topic, function, role, log group or export is called the same', () => {
  const [one, other] = [namesOf(production), namesOf(staging)]
  for (const type of [
    'DynamoDB::Table',
    'SQS::Queue',
    'SNS::Topic',
    'IAM::Role',
    'Logs::LogGroup',
    'Lambda::Function',
    'Events::EventBus',
  ])
    expect(one.filter(name => name.startsWith(`AWS::${type} `))).not.toEqual([])
  expect(one.filter(name => other.includes(name))).toEqual([])
})

test('neither names anything of the other: parameters, permissions, metrics', () => {
  expect(JSON.stringify(production)).not.toMatch(/staging/)
  expect(JSON.stringify(staging)).not.toMatch(/production/)
  expect(JSON.stringify(staging)).toMatch(/\/amiops\/staging\/slack-bot-token/)
})
