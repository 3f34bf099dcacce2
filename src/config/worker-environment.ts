import { type ConfigSource, findConfigSource } from './config-source.ts'
import { Misconfigured } from './misconfigured.ts'
import { MISSING_BOT_TOKEN, read, type Secret, secretsFrom } from './variables.ts'

/** The environment of the workers. */
export interface WorkerEnvironment {
  table: string
  eventsQueueUrl: string
  requestsQueueUrl: string
  scansQueueUrl: string
  botToken: Secret
  configSource: ConfigSource
  /** Optional: without them nobody looks at the dead letters. */
  eventsDeadLettersUrl?: string
  requestsDeadLettersUrl?: string
  /** Optional: without it nothing is sent by e-mail. */
  fallbackTopicArn?: string
  /** Of the function that changes images: the role that it assumes for each change in its own account. */
  actorRoleArn?: string
}

/** @throws {Misconfigured} with all that is missing or wrong */
export const readWorkerEnvironment = (): WorkerEnvironment => {
  const found = findConfigSource()
  const missing = [
    'AMIOPS_TABLE',
    'AMIOPS_EVENTS_QUEUE_URL',
    'AMIOPS_REQUESTS_QUEUE_URL',
    'AMIOPS_SCANS_QUEUE_URL',
  ].filter(name => read(name) === undefined)
  const { botToken } = secretsFrom()
  const all = [
    ...(found.ok ? [] : found.faults),
    ...missing.map(name => `${name}: expected a value, got nothing`),
    ...(botToken ? [] : [MISSING_BOT_TOKEN]),
  ]
  if (all.length > 0 || !found.ok || !botToken) throw new Misconfigured(all)
  const eventsDeadLettersUrl = read('AMIOPS_EVENTS_DEAD_LETTERS_URL')
  const requestsDeadLettersUrl = read('AMIOPS_REQUESTS_DEAD_LETTERS_URL')
  const fallbackTopicArn = read('AMIOPS_FALLBACK_TOPIC_ARN')
  const actorRoleArn = read('AMIOPS_ACTOR_ROLE_ARN')
  return {
    table: read('AMIOPS_TABLE') ?? '',
    eventsQueueUrl: read('AMIOPS_EVENTS_QUEUE_URL') ?? '',
    requestsQueueUrl: read('AMIOPS_REQUESTS_QUEUE_URL') ?? '',
    scansQueueUrl: read('AMIOPS_SCANS_QUEUE_URL') ?? '',
    botToken,
    configSource: found.source,
    ...(eventsDeadLettersUrl && { eventsDeadLettersUrl }),
    ...(requestsDeadLettersUrl && { requestsDeadLettersUrl }),
    ...(fallbackTopicArn && { fallbackTopicArn }),
    ...(actorRoleArn && { actorRoleArn }),
  }
}
