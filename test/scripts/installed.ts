import { devNull } from 'node:os'
import { createWorld, type World } from '../../sandbox/world.ts'
import type { WorldOptions } from '../../sandbox/world-options.ts'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

/** Where amiops is installed in the sandbox. */
export const TARGET = { region: 'us-east-1', stage: 'sandbox' }

/** For the environment of a process that nobody gave credentials. */
export const NO_CREDENTIALS = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
}

const SERVICES = {
  CLOUDFORMATION: 'cloudformation',
  CLOUDTRAIL: 'cloudtrail',
  DYNAMODB: 'dynamodb',
  EVENTBRIDGE: 'eventbridge',
  LAMBDA: 'lambda',
  SNS: 'sns',
  S3: 's3',
  SQS: 'sqs',
  SSM: 'ssm',
  STS: 'sts',
}

/** Makes a world this process's AWS and Slack. */
export const connectTo = (world: World): void => {
  for (const [name, path] of Object.entries(SERVICES))
    process.env[`AWS_ENDPOINT_URL_${name}`] = `${world.url}/${path}`
  Object.assign(process.env, {
    SLACK_API_URL: `${world.url}/slack/api/`,
    AWS_REGION: TARGET.region,
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  })
}

/** A world in which amiops is installed, and this process's AWS and Slack from now on. Its functions are stand-ins. */
export const startInstalled = async (options: Partial<WorldOptions> = {}): Promise<World> => {
  const world = await createWorld({
    port: 0,
    fleet: 'empty',
    schedules: false,
    handlers: {},
    ...options,
  })
  connectTo(world)
  return world
}
