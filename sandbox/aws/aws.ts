import { join } from 'node:path'
import { botConfigFile } from '../config-file.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Faults } from '../kernel/faults.ts'
import { given } from '../kernel/given.ts'
import type { Timeline } from '../kernel/timeline.ts'
import type { WorldOptions } from '../world-options.ts'
import { readDeployment } from './deployment/deployment.ts'
import { createMemberRoles } from './deployment/member-roles.ts'
import { readMembers } from './deployment/members.ts'
import { readRoles } from './deployment/roles.ts'
import { createStack } from './deployment/stack.ts'
import { createDynamoDb } from './dynamodb/dynamodb.ts'
import { createEc2, type Ec2 } from './ec2/ec2.ts'
import type { Envelope } from './envelope.ts'
import { createBus } from './eventbridge/bus.ts'
import { createAuthorise } from './iam/authorise.ts'
import { createIam, organizationOf } from './iam/iam.ts'
import { createSns } from './sns/sns.ts'
import { createSqs } from './sqs/sqs.ts'
import { readSecrets } from './ssm/secrets.ts'
import { createSsm } from './ssm/ssm.ts'

interface AwsOptions {
  clock: Clock
  faults: Faults
  timeline: Timeline
  region: string
  /** The sandbox's address, without a slash at the end. */
  url: string
  deploymentFile: string
  secrets: { botToken: string; signingSecret: string }
  delays: Pick<WorldOptions, 'eventDelayMs' | 'settleMs' | 'lingerMs'>
  /** An image has changed. */
  onImages: () => void
}

/** The AWS services that the deployment declares. Queues and the bus come first, since EC2's events go there. */
export const createAws = async ({
  clock,
  faults,
  timeline,
  region,
  url,
  deploymentFile,
  secrets,
  delays: { eventDelayMs, settleMs, lingerMs },
  onImages,
}: AwsOptions) => {
  const kernel = { clock, faults, timeline }
  const deployment = readDeployment(deploymentFile)
  const sqs = createSqs({
    ...kernel,
    region,
    url: () => `${url}/sqs`,
    queues: [...deployment.queues.values()],
  })
  const sns = createSns({ ...kernel, region, topics: [...deployment.topics.values()] })
  const memberFile = join(process.cwd(), 'deploy', 'member.yml')
  const members = readMembers(deployment, region, memberFile)
  const bus = createBus({ ...kernel, rules: deployment.rules, members, queues: sqs.queues })
  const emit = (envelope: Envelope) => void bus.put(envelope)
  const stack = createStack(deployment, sqs.queues, region)
  const belongsTo = (account: string) => organizationOf(ec2.fleet, account)
  const iam = createIam({
    roles: readRoles(deployment, stack, region),
    findMemberRole: createMemberRoles(deployment, stack, {
      file: memberFile,
      configFile: botConfigFile(),
      region,
      organizationOf: belongsTo,
    }),
    organizationOf: belongsTo,
  })
  const authorise = createAuthorise(iam)
  const ec2: Ec2 = createEc2({
    ...kernel,
    emit,
    authorise,
    onChange: onImages,
    ...given({ eventDelayMs, settleMs, lingerMs }),
  })
  const ssm = createSsm({
    ...kernel,
    ec2,
    emit,
    authorise,
    region,
    secrets: readSecrets(deployment, stack, secrets),
    ...given({ eventDelayMs, settleMs }),
  })
  const dynamoDb = createDynamoDb(kernel)
  for (const table of deployment.tables.values()) await dynamoDb.createTable(table)
  return { deployment, stack, iam, sqs, sns, bus, ec2, ssm, dynamoDb }
}
