import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDeployment } from '../../sandbox/aws/deployment/deployment.ts'
import type { Bundle } from '../../sandbox/lambda/build.ts'
import { loadHandler } from '../../sandbox/lambda/load.ts'
import { readBundles } from '../support/shared/client.ts'
import { writeConfig } from '../support/world.ts'

/** The bundles as they are shipped, started with an environment that is not as it should be. */

const { functions } = readDeployment(join(process.cwd(), 'serverless.yml'))
let bundles: Bundle[]

beforeAll(async () => {
  bundles = await readBundles()
})

const start = (name: string, environment: Record<string, string>) => {
  const deployed = functions.find(f => f.name === name)
  const bundle = bundles.find(b => b.functionName === name)
  if (!deployed || !bundle) throw new Error(`Expected a function ${name}.`)
  const logs: string[] = []
  const handler = loadHandler(deployed, bundle, { environment, onLog: line => logs.push(line) })
  const invoke = async (event: unknown): Promise<unknown> =>
    handler(event, {} as Parameters<typeof handler>[1])
  return { invoke, logs }
}

const whyOf = async (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'it ran',
    (error: unknown) =>
      typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '',
  )

const NO_EVENTS = { Records: [] }
const GOOD = {
  AMIOPS_TABLE: 'amiops',
  AMIOPS_EVENTS_QUEUE_URL: 'http://127.0.0.1:9/events',
  AMIOPS_REQUESTS_QUEUE_URL: 'http://127.0.0.1:9/requests',
  AMIOPS_SCANS_QUEUE_URL: 'http://127.0.0.1:9/scans',
  SLACK_BOT_TOKEN: 'xoxb-of-a-test',
  AWS_REGION: 'us-east-1',
}

test.each(['events', 'requests', 'schedule', 'scan'])(
  '%s without an environment: everything that is missing, at once',
  async name => {
    const why = await whyOf(start(name, {}).invoke(NO_EVENTS))
    for (const variable of [
      'AMIOPS_TABLE',
      'AMIOPS_EVENTS_QUEUE_URL',
      'AMIOPS_REQUESTS_QUEUE_URL',
      'AMIOPS_SCANS_QUEUE_URL',
      'SLACK_BOT_TOKEN',
    ])
      expect(why).toContain(`${variable}: expected`)
  },
)

test('the door without an environment: both of its needs, and no config', async () => {
  const why = await whyOf(start('slack', {}).invoke({}))
  expect(why).toContain('AMIOPS_REQUESTS_QUEUE_URL: expected')
  expect(why).toContain('SLACK_SIGNING_SECRET: expected')
  expect(why).not.toContain('AMIOPS_TABLE')
})

test('an empty variable counts as missing', async () => {
  const why = await whyOf(start('events', { ...GOOD, AMIOPS_TABLE: '' }).invoke(NO_EVENTS))
  expect(why).toBe('amiops cannot start:\nAMIOPS_TABLE: expected a value, got nothing')
})

test('a config with faults: each with its file and line, together with a missing variable', async () => {
  const AMIOPS_CONFIG = writeConfig(
    [
      'chanels: {}',
      'channels:',
      '  available: Ami Ready',
      '  fallback: ami-alerts',
      'actions:',
      '  explode: { roles: [operator] }',
      'accounts:',
      '  - id: 123',
      '    regions: [us-east-1]',
    ].join('\n'),
  )
  const { SLACK_BOT_TOKEN: _token, ...rest } = GOOD
  const why = await whyOf(start('requests', { ...rest, AMIOPS_CONFIG }).invoke(NO_EVENTS))
  for (const line of [1, 3, 6, 8]) expect(why).toContain(`${AMIOPS_CONFIG}:${line}: `)
  expect(why).toContain('SLACK_BOT_TOKEN: expected')
})

test('a config that is not there', async () => {
  const why = await whyOf(
    start('events', { ...GOOD, AMIOPS_CONFIG: '/nowhere/amiops.yml' }).invoke(NO_EVENTS),
  )
  expect(why).toContain('AMIOPS_CONFIG: expected a readable file, got /nowhere/amiops.yml')
})

test('a failed start is not remembered: the next call tries again', async () => {
  const AMIOPS_CONFIG = writeConfig('channels: {}')
  const { invoke } = start('events', { ...GOOD, AMIOPS_CONFIG })
  expect(await whyOf(invoke(NO_EVENTS))).toContain('channels')
  writeFileSync(AMIOPS_CONFIG, 'channels: { fallback: ami-alerts }')
  expect(await invoke(NO_EVENTS)).toEqual({ batchItemFailures: [] })
})

test('the packaged config is enough: no file is needed', async () => {
  expect(await start('events', GOOD).invoke(NO_EVENTS)).toEqual({ batchItemFailures: [] })
})

test('the error names no secret', async () => {
  const { AMIOPS_TABLE: _table, ...rest } = GOOD
  const { invoke, logs } = start('events', rest)
  expect(await whyOf(invoke(NO_EVENTS))).not.toContain('xoxb-')
  expect(logs.join('\n')).not.toContain('xoxb-')
})
