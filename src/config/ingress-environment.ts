import { Misconfigured } from './misconfigured.ts'
import { MISSING_BOT_TOKEN, read, type Secret, secretsFrom } from './variables.ts'

/**
 * The environment of the public function. It reads no config file: permissions are checked where the work is done, and a cold
 * start has no time for YAML.
 */
export interface IngressEnvironment {
  requestsQueueUrl: string
  signingSecret: Secret
  /** Opens forms and nothing else: the workers write everything in Slack. */
  botToken: Secret
  slackApiUrl?: string
}

/** @throws {Misconfigured} with all that is missing */
export const readIngressEnvironment = (): IngressEnvironment => {
  const requestsQueueUrl = read('AMIOPS_REQUESTS_QUEUE_URL')
  const { signingSecret, botToken } = secretsFrom()
  const slackApiUrl = read('SLACK_API_URL')
  if (requestsQueueUrl && signingSecret && botToken)
    return { requestsQueueUrl, signingSecret, botToken, ...(slackApiUrl && { slackApiUrl }) }
  throw new Misconfigured([
    ...(requestsQueueUrl ? [] : ['AMIOPS_REQUESTS_QUEUE_URL: expected a value, got nothing']),
    ...(signingSecret
      ? []
      : [
          'SLACK_SIGNING_SECRET: expected the secret, or AMIOPS_SIGNING_SECRET_PARAM with the name of its SSM parameter, got neither',
        ]),
    ...(botToken ? [] : [MISSING_BOT_TOKEN]),
  ])
}
