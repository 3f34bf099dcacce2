import type { Server } from 'node:http'
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EC2Client } from '@aws-sdk/client-ec2'
import { KMSClient } from '@aws-sdk/client-kms'
import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { SSMClient } from '@aws-sdk/client-ssm'
import { STSClient } from '@aws-sdk/client-sts'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { createAutoScaling } from '../../../sandbox/aws/autoscaling/autoscaling.ts'
import { createDynamoDb } from '../../../sandbox/aws/dynamodb/dynamodb.ts'
import { createEc2, type Ec2Options } from '../../../sandbox/aws/ec2/ec2.ts'
import { seedFleet } from '../../../sandbox/aws/ec2/seed/seed.ts'
import type { Envelope } from '../../../sandbox/aws/envelope.ts'
import { createAuthorise } from '../../../sandbox/aws/iam/authorise.ts'
import { type Iam, OPEN_IAM } from '../../../sandbox/aws/iam/roles.ts'
import { createInspector } from '../../../sandbox/aws/inspector/inspector.ts'
import { createKms } from '../../../sandbox/aws/kms/kms.ts'
import { createRecycleBin } from '../../../sandbox/aws/rbin/rbin.ts'
import { createS3 } from '../../../sandbox/aws/s3/s3.ts'
import type { QueueSettings } from '../../../sandbox/aws/sqs/new-message.ts'
import { createSqs } from '../../../sandbox/aws/sqs/sqs.ts'
import { createSsm } from '../../../sandbox/aws/ssm/ssm.ts'
import { createSts } from '../../../sandbox/aws/sts/sts.ts'
import { createFaults } from '../../../sandbox/kernel/faults.ts'
import type { NodeEnv } from '../../../sandbox/kernel/http.ts'
import { createTimeline } from '../../../sandbox/kernel/timeline.ts'
import { createStandingClock } from '../../support/standing-clock.ts'

// The SDK's word about this machine's Node would stand between the results.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

export const NOW_MS = Date.parse('2026-11-23T12:00:00.500Z')

const QUEUE_DEFAULTS: QueueSettings = {
  name: 'plain',
  fifo: false,
  visibilityTimeoutSec: 30,
  retentionSec: 3_600,
  delaySec: 0,
  receiveWaitSec: 0,
  maximumMessageBytes: 1_048_576,
  contentBasedDeduplication: false,
  deduplicationScope: 'queue',
}

const QUEUES: readonly QueueSettings[] = [
  { ...QUEUE_DEFAULTS, redrive: { deadLetterQueueName: 'dead', maxReceiveCount: 2 } },
  { ...QUEUE_DEFAULTS, name: 'dead' },
  { ...QUEUE_DEFAULTS, name: 'small', maximumMessageBytes: 1_024 },
  { ...QUEUE_DEFAULTS, name: 'slow', delaySec: 10 },
  { ...QUEUE_DEFAULTS, name: 'groups.fifo', fifo: true, deduplicationScope: 'messageGroup' },
  { ...QUEUE_DEFAULTS, name: 'content.fifo', fifo: true, contentBasedDeduplication: true },
]

/** The AWS fakes on a port of their own, time standing still, and the real clients to drive them. */
export const startAws = async ({
  iam = OPEN_IAM,
  ...options
}: Partial<Ec2Options> & { seed?: boolean; iam?: Iam } = {}) => {
  const clock = createStandingClock(NOW_MS)
  const faults = createFaults()
  const timeline = createTimeline(clock)
  const emitted: Envelope[] = []
  let url = ''
  const common = { clock, faults, timeline }
  const authorise = createAuthorise(iam)
  const ec2 = createEc2({ ...common, authorise, emit: envelope => emitted.push(envelope), ...options })
  if (options.seed !== false) seedFleet(ec2.fleet, NOW_MS)
  const dynamoDb = createDynamoDb(common)
  const app = new Hono<NodeEnv>()
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address === 'object' && address !== null) url = `http://127.0.0.1:${address.port}`
  const sqs = createSqs({ ...common, region: 'us-east-1', url: () => `${url}/sqs`, queues: QUEUES })
  app.route('/ec2', ec2.app)
  app.route('/autoscaling', createAutoScaling({ ...common, fleet: ec2.fleet, authorise }))
  app.route('/kms', createKms({ ...common, fleet: ec2.fleet, authorise }))
  app.route('/inspector2', createInspector({ ...common, ec2, authorise }))
  app.route('/rbin', createRecycleBin({ ...common, fleet: ec2.fleet, authorise }))
  const secrets = { '/amiops/token': 'xoxb-secret' }
  const emit = (envelope: Envelope) => emitted.push(envelope)
  const ssm = createSsm({ ...common, ec2, emit, authorise, region: 'us-east-1', secrets })
  app.route('/ssm', ssm.app)
  app.route('/s3', createS3({ clock, faults, objects: { held: { 'a/text.yml': 'a: 1' } } }))
  app.route('/sqs', sqs.app)
  app.route('/dynamodb', dynamoDb.app)
  app.route('/sts', createSts({ ...common, iam }))

  const settings = (region: string, accessKeyId: string) => ({
    region,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: 'any' },
  })
  const clients: { destroy(): void }[] = []
  const keep = <Client extends { destroy(): void }>(client: Client): Client => {
    clients.push(client)
    return client
  }
  return {
    ...common,
    ec2,
    ssm,
    sqs,
    dynamoDb,
    emitted,
    /** Where a service is reached, for example `/ssm`. */
    urlOf: (path: string) => url + path,
    autoScalingClient: (region = 'us-east-1', accessKeyId = 'AKIAANY') =>
      keep(new AutoScalingClient({ ...settings(region, accessKeyId), endpoint: `${url}/autoscaling` })),
    queueUrl: (name: string) => `${url}/sqs/123456789012/${name}`,
    ec2Client: (region = 'us-east-1', accessKeyId = 'AKIAANY', maxAttempts = 1) =>
      keep(new EC2Client({ ...settings(region, accessKeyId), endpoint: `${url}/ec2`, maxAttempts })),
    kmsClient: (region = 'us-east-1', accessKeyId = 'AKIAANY', sessionToken?: string) =>
      keep(
        new KMSClient({
          ...settings(region, accessKeyId),
          credentials: { accessKeyId, secretAccessKey: 'any', ...(sessionToken && { sessionToken }) },
          endpoint: `${url}/kms`,
        }),
      ),
    s3Client: () =>
      keep(
        new S3Client({
          ...settings('us-east-1', 'AKIAANY'),
          endpoint: `${url}/s3`,
          forcePathStyle: true,
        }),
      ),
    sqsClient: () => keep(new SQSClient({ ...settings('us-east-1', 'AKIAANY'), endpoint: `${url}/sqs` })),
    dynamoDbClient: () =>
      keep(new DynamoDBClient({ ...settings('us-east-1', 'AKIAANY'), endpoint: `${url}/dynamodb` })),
    ssmClient: (region = 'us-east-1', accessKeyId = 'AKIAANY') =>
      keep(new SSMClient({ ...settings(region, accessKeyId), endpoint: `${url}/ssm` })),
    stsClient: (accessKeyId = 'AKIAANY', sessionToken?: string) =>
      keep(
        new STSClient({
          ...settings('us-east-1', accessKeyId),
          credentials: { accessKeyId, secretAccessKey: 'any', ...(sessionToken && { sessionToken }) },
          endpoint: `${url}/sts`,
        }),
      ),
    async close() {
      for (const client of clients) client.destroy()
      await new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

export type Aws = Awaited<ReturnType<typeof startAws>>

/** What a call was refused with. */
export const refusalOf = async (
  call: Promise<unknown>,
): Promise<{ name: string; message: string; status?: number }> => {
  try {
    await call
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const metadata: unknown = '$metadata' in error ? error.$metadata : undefined
    const status =
      typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
        ? Number(metadata.httpStatusCode)
        : undefined
    return { name: error.name, message: error.message, ...(status !== undefined && { status }) }
  }
  throw new Error('Expected the call to be refused.')
}
