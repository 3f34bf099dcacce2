/** The only reader of process.env. */
export const read = (name: string): string | undefined => {
  const value = process.env[name]
  return value === undefined || value === '' ? undefined : value
}

/** A secret itself, or the name of the SSM parameter that holds it. */
export type Secret = { value: string } | { parameter: string }

export const MISSING_BOT_TOKEN =
  'SLACK_BOT_TOKEN: expected the token, or AMIOPS_BOT_TOKEN_PARAM with the name of its SSM parameter, got neither'

export interface Secrets {
  botToken?: Secret
  signingSecret?: Secret
}

const secret = (valueName: string, parameterName: string): Secret | undefined => {
  const value = read(valueName)
  if (value !== undefined) return { value }
  const parameter = read(parameterName)
  return parameter === undefined ? undefined : { parameter }
}

export const secretsFrom = (): Secrets => {
  const botToken = secret('SLACK_BOT_TOKEN', 'AMIOPS_BOT_TOKEN_PARAM')
  const signingSecret = secret('SLACK_SIGNING_SECRET', 'AMIOPS_SIGNING_SECRET_PARAM')
  return { ...(botToken && { botToken }), ...(signingSecret && { signingSecret }) }
}

/** The values for signing a request to AWS; Lambda sets them for the function's role. */
export const readSigning = () => {
  const sessionToken = read('AWS_SESSION_TOKEN')
  return {
    region: read('AWS_REGION') ?? 'us-east-1',
    accessKeyId: read('AWS_ACCESS_KEY_ID') ?? '',
    secretAccessKey: read('AWS_SECRET_ACCESS_KEY') ?? '',
    ...(sessionToken && { sessionToken }),
  }
}

/**
 * The address of a service instead of AWS's own, by the variables that every AWS SDK honours.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export const endpointOf = (
  service: 'SQS' | 'SSM' | 'RBIN' | 'S3' | 'SNS' | 'STS' | 'KMS' | 'INSPECTOR2' | 'ORGANIZATIONS',
): string | undefined =>
  read('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS') === 'true'
    ? undefined
    : (read(`AWS_ENDPOINT_URL_${service}`) ?? read('AWS_ENDPOINT_URL'))

/** GovSlack's Web API: https://docs.slack.dev/govslack/ */
const GOV_SLACK_API_URL = 'https://slack-gov.com/api/'

/** The address of Slack's Web API, if it is not slack.com. The variable counts first: the sandbox sets it. */
export const slackApiUrlOf = (config: { isGovSlack?: true } | undefined): string | undefined =>
  read('SLACK_API_URL') ?? (config?.isGovSlack ? GOV_SLACK_API_URL : undefined)
