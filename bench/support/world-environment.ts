import type { World } from '../../sandbox/world.ts'
import { functionEnvironment } from './child.ts'

/** What a function finds that is deployed into a sandbox, in a process of its own. */
export const worldEnvironment = (
  { url, sqs, deployment }: World,
  functionName: string,
): Record<string, string> => {
  const { NODE_OPTIONS } = deployment.functions.find(({ name }) => name === functionName)?.environment ?? {}
  const queueUrl = (id: string): string => sqs.queues.get(deployment.queues.get(id)?.name ?? '')?.url ?? ''
  const [table] = [...deployment.tables.values()]
  const { AWS_ENDPOINT_URL: _everything, ...env } = functionEnvironment(url)
  return {
    ...env,
    SLACK_BOT_TOKEN: 'xoxb-sandbox',
    AWS_ENDPOINT_URL_DYNAMODB: `${url}/dynamodb`,
    AWS_ENDPOINT_URL_SNS: `${url}/sns`,
    AWS_ENDPOINT_URL_SQS: `${url}/sqs`,
    AWS_ENDPOINT_URL_SSM: `${url}/ssm`,
    AWS_ENDPOINT_URL_STS: `${url}/sts`,
    AMIOPS_TABLE: String(table?.TableName),
    AMIOPS_EVENTS_QUEUE_URL: queueUrl('EventsQueue'),
    AMIOPS_REQUESTS_QUEUE_URL: queueUrl('RequestsQueue'),
    AMIOPS_SCANS_QUEUE_URL: queueUrl('ScansQueue'),
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    ...(typeof NODE_OPTIONS === 'string' && { NODE_OPTIONS }),
  }
}
