import { devNull } from 'node:os'
import { accessKeyIdOf, DEFAULT_ACCOUNT, writeSessionToken } from '../aws/caller.ts'
import { roleNameOf } from '../aws/deployment/function-roles.ts'
import type { DeployedFunction } from '../aws/deployment/functions.ts'
import { resolveValue, type Stack } from '../aws/deployment/resolve.ts'

/** Variables of the person who started the sandbox that a function may see; none of them is a credential. */
const INHERITED = /^(AMIOPS_\w+|POWERTOOLS_\w+|LOG_LEVEL|PATH|TMPDIR|TEMP|SYSTEMROOT)$/i

export interface EnvironmentOptions {
  baseUrl: string
  region: string
  stack: Stack
  /** Where the config stands in S3, for the functions that work with a table; else it is in their bundles. */
  configObject?: string | undefined
}

/** What a function finds in `process.env`: its own declaration, what Lambda adds, and where the services are. Secrets are read
 * from the sandbox's SSM, as in AWS. */
export const createEnvironment = (
  deployed: DeployedFunction,
  { baseUrl, region, stack, configObject }: EnvironmentOptions,
): Record<string, string> => {
  const functionName = `amiops-sandbox-${deployed.name}`
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    INHERITED.test(name) && value !== undefined ? [[name, value] as const] : [],
  )
  const declared = Object.entries(deployed.environment).flatMap(([name, value]) => {
    const resolved = resolveValue(value, stack)
    return resolved === undefined ? [] : [[name, resolved] as const]
  })
  return {
    ...Object.fromEntries(inherited),
    ...Object.fromEntries(declared),
    ...(configObject !== undefined &&
      'AMIOPS_TABLE' in deployed.environment && { AMIOPS_CONFIG: configObject }),
    SLACK_API_URL: `${baseUrl}/slack/api/`,
    AWS_ENDPOINT_URL_EC2: `${baseUrl}/ec2`,
    AWS_ENDPOINT_URL_AUTO_SCALING: `${baseUrl}/autoscaling`,
    AWS_ENDPOINT_URL_DYNAMODB: `${baseUrl}/dynamodb`,
    AWS_ENDPOINT_URL_RBIN: `${baseUrl}/rbin`,
    AWS_ENDPOINT_URL_SNS: `${baseUrl}/sns`,
    AWS_ENDPOINT_URL_S3: `${baseUrl}/s3`,
    AWS_ENDPOINT_URL_SQS: `${baseUrl}/sqs`,
    AWS_ENDPOINT_URL_INSPECTOR2: `${baseUrl}/inspector2`,
    AWS_ENDPOINT_URL_KMS: `${baseUrl}/kms`,
    AWS_ENDPOINT_URL_SSM: `${baseUrl}/ssm`,
    AWS_ENDPOINT_URL_ORGANIZATIONS: `${baseUrl}/organizations`,
    AWS_ENDPOINT_URL_STS: `${baseUrl}/sts`,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyIdOf(DEFAULT_ACCOUNT),
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_SESSION_TOKEN: writeSessionToken({
      type: 'AssumedRole',
      role: roleNameOf(deployed.name, region),
      session: functionName,
    }),
    // A profile on this machine must not reach into the sandbox.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(deployed.memoryMb),
    _HANDLER: `${deployed.module}.${deployed.exportName}`,
    TZ: ':UTC',
    // The SDK's word about this machine's Node; in Lambda the runtime is a newer one.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  }
}
