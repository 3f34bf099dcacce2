import { createStack } from '../../sandbox/aws/deployment/stack.ts'
import { createEnvironment } from '../../sandbox/lambda/environment.ts'
import { createWorld, type World } from '../../sandbox/world.ts'
import type { WorldOptions } from '../../sandbox/world-options.ts'

const REGION = 'us-east-1'

/**
 * A sandbox whose roles allow what a deployment with this config allows.
 *
 * @param config the file; the sandbox's own when left out
 */
export const createWorldWith = async (config: string | undefined, options: WorldOptions): Promise<World> => {
  const before = process.env.AMIOPS_CONFIG
  if (config !== undefined) process.env.AMIOPS_CONFIG = config
  try {
    return await createWorld(options)
  } finally {
    if (before === undefined) delete process.env.AMIOPS_CONFIG
    else process.env.AMIOPS_CONFIG = before
  }
}

/** What a function finds that is deployed into a sandbox, in a process of its own: its role's session among it. */
export const worldEnvironment = (
  { url, sqs, deployment }: World,
  functionName: string,
  config?: string,
): Record<string, string> => {
  const deployed = deployment.functions.find(({ name }) => name === functionName)
  if (!deployed) throw new Error(`Expected serverless.yml to have the function ${functionName}.`)
  const stack = createStack(deployment, sqs.queues, REGION)
  return {
    ...createEnvironment(deployed, { baseUrl: url, region: REGION, stack }),
    SLACK_BOT_TOKEN: 'xoxb-sandbox',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    ...(config !== undefined && { AMIOPS_CONFIG: config }),
  }
}
