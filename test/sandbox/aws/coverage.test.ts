import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AUTO_SCALING_ACTIONS } from '../../../sandbox/aws/autoscaling/actions.ts'
import { AWS_COVERAGE } from '../../../sandbox/aws/coverage.ts'
import { ACTIONS } from '../../../sandbox/aws/ec2/actions/index.ts'
import { INSPECTOR_CALLS } from '../../../sandbox/aws/inspector/inspector.ts'
import { CLOUDFORMATION_CALLS } from '../../../sandbox/aws/installation/cloudformation.ts'
import { createCloudTrailActions } from '../../../sandbox/aws/installation/cloudtrail.ts'
import { createEventBridgeActions } from '../../../sandbox/aws/installation/eventbridge.ts'
import { createInstallation } from '../../../sandbox/aws/installation/installation.ts'
import { LAMBDA_CALLS } from '../../../sandbox/aws/installation/lambda.ts'
import { createKmsActions } from '../../../sandbox/aws/kms/actions.ts'
import { RECYCLE_BIN_CALLS } from '../../../sandbox/aws/rbin/actions.ts'
import { S3_CALLS } from '../../../sandbox/aws/s3/s3.ts'
import { SNS_ACTIONS } from '../../../sandbox/aws/sns/actions.ts'
import { SQS_ACTIONS } from '../../../sandbox/aws/sqs/actions/index.ts'
import { SSM_ACTIONS } from '../../../sandbox/aws/ssm/actions/index.ts'
import type { Coverage, Covered } from '../../../sandbox/coverage.ts'

const FOLDERS = ['test/sandbox/aws', 'test/sandbox/world']

/** A test's title stands after `test(` or, in a table, after the table. */
const TITLE = /^ *(?:test(?:\.each\(.*\))?|\s*\]\)|\] as const\))\((?:\s*\n\s*)?(['"])(.+?)\1,/gm

const titles = new Set(
  FOLDERS.flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.test.ts') && name !== 'coverage.test.ts')
      .flatMap(name => [...readFileSync(join(folder, name), 'utf8').matchAll(TITLE)])
      .map(match => match[2]),
  ),
)

const namesOf = (calls: readonly string[]) => Object.fromEntries(calls.map(call => [call, true]))

const claimedOf = (calls: Covered) =>
  Object.entries(calls)
    .filter(([, { state }]) => state !== 'missing')
    .map(([name]) => name)
    .sort()

test.each([
  ['EC2', ACTIONS],
  ['Auto Scaling', AUTO_SCALING_ACTIONS],
  ['Recycle Bin', namesOf(RECYCLE_BIN_CALLS)],
  ['Parameter Store', SSM_ACTIONS],
  ['Amazon Inspector', namesOf(INSPECTOR_CALLS)],
  ['KMS', createKmsActions({ keys: [] })],
  ['S3', namesOf(S3_CALLS)],
  ['SQS', SQS_ACTIONS],
  ['SNS', SNS_ACTIONS],
  ['CloudFormation', namesOf(CLOUDFORMATION_CALLS)],
  ['Lambda, API', namesOf(LAMBDA_CALLS)],
  ['CloudTrail', createCloudTrailActions(createInstallation())],
  ['EventBridge, API', createEventBridgeActions(createInstallation())],
] as const)(
  'every call that %s serves is listed, and none is listed that is not served',
  (service, served) => {
    expect(claimedOf(AWS_COVERAGE[service])).toEqual(Object.keys(served).sort())
  },
)

test('each action of EC2 has a file of its own', () => {
  const files = readdirSync('sandbox/aws/ec2/actions').filter(name => name !== 'index.ts')
  expect(files.map(name => name.replace('.ts', '')).sort()).toEqual(Object.keys(ACTIONS).sort())
})

const all = Object.entries(AWS_COVERAGE).flatMap(([service, calls]) =>
  Object.entries<Coverage>(calls).map(([name, coverage]) => [`${service} ${name}`, coverage] as const),
)

test.each(all)('%s: its proof exists and its gap is admitted', (_name, { state, provedBy, gap }) => {
  if (state === 'missing') expect(provedBy).toBeUndefined()
  else expect(titles).toContain(provedBy)
  if (state !== 'supported') expect(gap).toBeTruthy()
})
